/**
 * How far apart calls have to start (Meta: "Rate Limiting", per account). Two pages name 100 and 300 messages
 * a second; the lower one holds. Each gap has some room, since calls do not all travel equally fast.
 */

/** 100 texts, reactions and stickers a second. */
export const SEND_GAP_MS = 11;
/** 10 sounds and videos a second. */
export const HEAVY_SEND_GAP_MS = 110;
/** 2 reads of conversations a second. */
export const CONVERSATION_GAP_MS = 600;
