/**
 * How far polling has come. n8n keeps this in the static data of the node. Each list has a part of its own,
 * so that an event that is chosen later starts at that time, and a list that could not be read stays where it
 * was.
 */
import { isRecord, numberAt, textAt } from '../json';
import { parsePostsCursor, type PostsCursor } from './posts';
import { parseSeen, type SeenIds } from './seen';
import { parseTagsCursor, type TagsCursor } from './tags';
import { parseThreadsCursor, type ThreadsCursor } from './threads';

export interface CursorParts {
	readonly comments?: PostsCursor;
	readonly live_comments?: PostsCursor;
	readonly messages?: ThreadsCursor;
	readonly media?: SeenIds;
	readonly tags?: TagsCursor;
}

export interface Cursor extends CursorParts {
	readonly accountId: string;
	/**
	 * When the first poll was tried, in milliseconds since 1970 on n8n's clock, so that nothing is lost when
	 * Instagram asks to put it off.
	 */
	readonly startedMs: number;
	/** Grows with every successful poll: of two cursors the one with more polls counts. */
	readonly polls: number;
}

/** The cursor of an account that has not been polled yet. */
export const newCursor = (accountId: string, nowMs: number): Cursor => ({
	accountId,
	startedMs: nowMs,
	polls: 0,
});

/** Reads a cursor from n8n's static data; a part that cannot be read counts as missing. */
export function parseCursor(value: unknown): Cursor | undefined {
	if (!isRecord(value)) return undefined;
	const accountId = textAt(value, 'accountId');
	const [startedMs, polls] = [numberAt(value, 'startedMs'), numberAt(value, 'polls')];
	if (accountId === undefined || startedMs === undefined || polls === undefined) return undefined;
	return {
		accountId,
		startedMs,
		polls,
		comments: parsePostsCursor(value.comments),
		live_comments: parsePostsCursor(value.live_comments),
		messages: parseThreadsCursor(value.messages),
		media: parseSeen(value.media),
		tags: parseTagsCursor(value.tags),
	};
}

/** Of two cursors of the same account and start, the one that has come further; else the first. */
export function furtherCursor(kept: Cursor | undefined, remembered: Cursor | undefined): Cursor | undefined {
	const isSameStart = kept?.accountId === remembered?.accountId && kept?.startedMs === remembered?.startedMs;
	return kept && remembered && isSameStart && remembered.polls > kept.polls ? remembered : kept;
}
