/** What a poll reads with, and what it finds. */
import type { IPollFunctions } from 'n8n-workflow';

import { newCursor, type Cursor, type CursorParts } from '../protocol/polling/cursor';
import type { FoundEntry } from '../protocol/polling/entries';
import { clock } from '../transport/clock';
import { GraphError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import type { PollingSettings } from './settings';

export interface PollReading {
	readonly ctx: IPollFunctions;
	readonly graph: Graph;
	readonly settings: PollingSettings;
	readonly cursor: Cursor;
	/** On n8n's clock. */
	readonly startedMs: number;
}

/** What is new in one list, and the new state of its part of the cursor. */
export interface FoundEntries {
	/** Newest first, as Instagram lists. */
	readonly entries: readonly FoundEntry[];
	readonly parts: CursorParts;
	/** What ended the reading before all was read; the rest is found by the next poll. */
	readonly endedBy?: unknown;
}

export type Reader = (reading: PollReading) => Promise<FoundEntries>;

/** A day is longer than any pause that Instagram asks for. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/**
 * When the poll began, on Meta's clock, which also dates everything that it is compared with. It is known
 * after the first answer. What happens later belongs to the next poll.
 */
export function pollStartMs({ graph, startedMs }: PollReading): number {
	const nowMs = clock.now();
	return (graph.metaNowMs() ?? nowMs) - (nowMs - startedMs);
}

/**
 * Where the first poll of a list begins: now, or as far back as the panel says; the time by which the poll
 * was put off is added.
 */
export function firstSinceMs(reading: PollReading): number {
	const { cursor, settings, startedMs } = reading;
	const waitedMs =
		cursor.polls === 0 ? Math.min(LONGEST_WAIT_MS, Math.max(0, startedMs - cursor.startedMs)) : 0;
	return pollStartMs(reading) - settings.lookBackMs - waitedMs;
}

/** The cursor of the account that is connected now; another account starts from the beginning. */
export function cursorFor(known: Cursor | undefined, accountId: string, nowMs: number): Cursor {
	return known?.accountId === accountId ? known : newCursor(accountId, nowMs);
}

/**
 * Whether one post or conversation cannot be read, while all others can: it was deleted, or closed to apps.
 */
export function isGone(error: unknown): error is GraphError {
	return error instanceof GraphError && ['input', 'unknown'].includes(error.failure.kind);
}
