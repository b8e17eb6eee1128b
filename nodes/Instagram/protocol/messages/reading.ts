/**
 * Reading conversations (Meta: "Conversations API"): the ids of all messages are listed, but only the 20
 * newest of a conversation can be read. For older ones Meta answers that they were deleted.
 */
import { recordAt, recordsAt, textAt, type JsonRecord } from '../json';
import { parseMetaTime } from '../times';

/** What a message is asked for; `attachments` is not among the documented five, but works in production. */
export const MESSAGE_FIELDS = 'id,created_time,from,to,message,attachments';
/** What Meta gives for older messages too. */
export const MESSAGE_LIST_FIELDS = 'id,created_time';
export const CONVERSATION_FIELDS = 'id,updated_time,participants';

export const WINDOW_MS = 24 * 60 * 60_000;
export const HUMAN_AGENT_WINDOW_MS = 7 * WINDOW_MS;

/** A time of Meta's in milliseconds since 1970. */
export function timeAtMs(record: JsonRecord, key: string): number | undefined {
	return parseMetaTime(textAt(record, key));
}

/**
 * When the window for messages to a person closed.
 * @param conversations an answer of `GET /<IG_ID>/conversations` with the messages of each
 * @returns `undefined` when no message of the person can be read, or the window is still open
 */
export function windowClosedMs(
	conversations: JsonRecord,
	personId: string,
	{ windowMs, nowMs }: { readonly windowMs: number; readonly nowMs: number },
): number | undefined {
	const times = recordsAt(conversations, 'data')
		.flatMap((conversation) => recordsAt(recordAt(conversation, 'messages') ?? {}, 'data'))
		.filter((message) => textAt(recordAt(message, 'from') ?? {}, 'id') === personId)
		.map((message) => timeAtMs(message, 'created_time') ?? 0);
	const closedMs = Math.max(0, ...times) + windowMs;
	return closedMs === windowMs || closedMs > nowMs ? undefined : closedMs;
}
