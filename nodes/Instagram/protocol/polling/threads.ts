/**
 * Which conversations have to be read for new messages (Meta: "Conversations API"). The list of
 * conversations, the one with the latest message first, costs one call and says when each was updated. Only
 * the 20 newest messages of a conversation can be read; of older ones only the id is known.
 */
import { isRecord, numberAt, recordAt, textAt, type JsonRecord } from '../json';
import { READABLE_MESSAGES } from '../limits';
import { parseMetaTime } from '../times';
import { addSeen, isUnseen, parseSeen, shortId, toSeconds, type Dated, type SeenIds } from './seen';

export const LISTED_THREAD_FIELDS = ['id', 'updated_time'];

/** A conversation as the list shows it. */
export interface ListedThread {
	readonly id: string;
	readonly updatedMs: number;
}

interface ThreadState {
	readonly updatedS: number;
	/**
	 * False when it was read so soon after its last message that another one may have come in the same second.
	 */
	readonly isSettled: boolean;
	readonly seen: SeenIds;
}

export interface ThreadsCursor {
	/** For conversations that are not among `threads`: nothing older is new. */
	readonly sinceS: number;
	/** By the short id of the conversation. */
	readonly threads: Readonly<Record<string, ThreadState>>;
}

/**
 * A little more than can be read, so that older messages that come into view when newer ones are unsent are
 * recognized.
 */
const IDS_PER_THREAD = 40;
const THREADS_KEPT = 100;
const SETTLED_AFTER_S = 3;

export interface ThreadToRead {
	readonly thread: ListedThread;
	readonly seen: SeenIds;
	/** Whether messages of it have been read before. */
	readonly isKnown: boolean;
}

export function parseListedThread(conversation: JsonRecord): ListedThread | undefined {
	const id = textAt(conversation, 'id');
	const updatedMs = parseMetaTime(textAt(conversation, 'updated_time'));
	return id === undefined || updatedMs === undefined ? undefined : { id, updatedMs };
}

/** The cursor before the first poll. */
export function startThreads(sinceMs: number): ThreadsCursor {
	return { sinceS: toSeconds(sinceMs), threads: {} };
}

/** Reads a cursor from n8n's static data; `undefined` for anything else. */
export function parseThreadsCursor(value: unknown): ThreadsCursor | undefined {
	if (!isRecord(value)) return undefined;
	const sinceS = numberAt(value, 'sinceS');
	const threads = recordAt(value, 'threads');
	if (sinceS === undefined || threads === undefined) return undefined;
	const states = Object.entries(threads).flatMap(([id, state]) => {
		const parsed = parseThreadState(state);
		return parsed ? [[id, parsed] as const] : [];
	});
	return { sinceS, threads: Object.fromEntries(states) };
}

function parseThreadState(value: unknown): ThreadState | undefined {
	if (!isRecord(value)) return undefined;
	const updatedS = numberAt(value, 'updatedS');
	const seen = parseSeen(value.seen);
	if (updatedS === undefined || seen === undefined) return undefined;
	return { updatedS, isSettled: value.isSettled === true, seen };
}

/**
 * @returns what to compare its messages with, or `undefined` when nothing has happened in the conversation
 */
export function threadToRead(
	{ sinceS, threads }: ThreadsCursor,
	thread: ListedThread,
): ThreadToRead | undefined {
	const state = threads[shortId(thread.id)];
	const updatedS = toSeconds(thread.updatedMs);
	if (!state) return updatedS < sinceS ? undefined : { thread, seen: { sinceS, ids: {} }, isKnown: false };
	return updatedS > state.updatedS || !state.isSettled
		? { thread, seen: state.seen, isKnown: true }
		: undefined;
}

export interface ReadThread {
	readonly toRead: ThreadToRead;
	/** All messages that were read, new or not. */
	readonly messages: readonly Dated[];
}

/**
 * The cursor after a poll that began at `nowMs`.
 * @param isComplete whether all conversations with news were read. As long as some were not, none is
 * forgotten: the rule for forgotten ones would take what was not read for seen.
 */
export function advanceThreads(
	cursor: ThreadsCursor,
	read: readonly ReadThread[],
	{ nowMs, isComplete }: { readonly nowMs: number; readonly isComplete: boolean },
): ThreadsCursor {
	const states = read.map(({ toRead: { thread, seen }, messages }): [string, ThreadState] => {
		const updatedS = toSeconds(thread.updatedMs);
		const isSettled = toSeconds(nowMs) - updatedS >= SETTLED_AFTER_S;
		return [shortId(thread.id), { updatedS, isSettled, seen: addSeen(seen, messages, IDS_PER_THREAD) }];
	});
	const all = Object.entries({ ...cursor.threads, ...Object.fromEntries(states) });
	const newestFirst = all.sort(([, a], [, b]) => b.updatedS - a.updatedS);
	if (!isComplete) return { sinceS: cursor.sinceS, threads: Object.fromEntries(newestFirst) };
	const [forgotten] = newestFirst.slice(THREADS_KEPT);
	// everything in the forgotten conversations was seen
	const sinceS = forgotten ? Math.max(cursor.sinceS, forgotten[1].updatedS + 1) : cursor.sinceS;
	return { sinceS, threads: Object.fromEntries(newestFirst.slice(0, THREADS_KEPT)) };
}

/**
 * Whether messages may have come that cannot be read any more: as many as can be read are new, and there are
 * older ones.
 */
export function mayHaveLost({ seen }: ThreadToRead, messages: readonly Dated[], hasOlder: boolean): boolean {
	const isAllNew = messages.every((message) => isUnseen(seen, message));
	return hasOlder && messages.length > 0 && isAllNew;
}

/**
 * How many messages came and went out of reach between two polls.
 * @param ids of the conversation's messages, newest first
 * @returns `undefined` when no known message is among them, so the number is unknown
 */
export function lostMessages({ seen }: ThreadToRead, ids: readonly string[]): number | undefined {
	const firstKnown = ids.findIndex((id) => Object.hasOwn(seen.ids, shortId(id)));
	return firstKnown < 0 ? undefined : Math.max(0, firstKnown - READABLE_MESSAGES);
}
