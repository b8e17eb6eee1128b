/**
 * How far apart calls have to start (Meta: "Rate Limiting", per account). Two pages name 100 and 300 messages
 * a second; the lower one holds. Each gap is a little longer than needed, because calls do not all travel
 * equally fast.
 */

export const SENDS = { kind: 'messages', what: 'messages', limit: '100 a second', gapMs: 11 };
export const HEAVY_SENDS = {
	kind: 'sounds and videos',
	what: 'sounds and videos',
	limit: '10 a second',
	gapMs: 110,
};
/** They share the messages' row: a reply in a live video counts towards the 100 a second. */
export const PRIVATE_REPLIES = {
	kind: 'messages',
	what: 'private replies',
	limit: '750 an hour under posts and reels',
	gapMs: 11,
};
export const CONVERSATION_READS = {
	kind: 'conversations',
	what: 'reads of conversations',
	limit: '2 a second',
	gapMs: 600,
};
