/** Spaces calls of a kind for which Meta allows a number a second. */
import { BoundedMap } from './boundedMap';
import { clock } from './clock';
import { waitWhilePaused } from './throttle';

/** A kind of call, and how far apart its calls have to start. */
export interface Pace {
	/** Calls of the same kind and account wait in one row. */
	readonly kind: string;
	/** For errors: what was too many ("messages"), and what Meta allows ("100 a second"). */
	readonly what: string;
	readonly limit: string;
	readonly gapMs: number;
}

interface Row {
	readonly nextStartMs: number;
	/** When the last place was assigned. */
	readonly givenMs: number;
}

/** By kind of call and account. A row that is pushed out was unused for so long that it is empty. */
const rows = new BoundedMap<string, Row>(1000);

/** Waits until a call of the row may start, so that starts are at least `gapMs` apart. */
export async function spaceCalls(row: string, gapMs: number, signal?: AbortSignal): Promise<void> {
	const nowMs = clock.now();
	const known = rows.get(row);
	// a clock that was set back says nothing about how long to wait
	const waitMs = known && known.givenMs <= nowMs ? Math.max(0, known.nextStartMs - nowMs) : 0;
	rows.set(row, { nextStartMs: nowMs + waitMs + gapMs, givenMs: nowMs });
	await clock.sleep(waitMs, signal);
}

/**
 * Waits until a call may start: first while the credential is paused, then in the row of its kind. Another
 * call's answer may pause the credential meanwhile; then the call lines up again, so that the calls that
 * waited do not all leave at once.
 * @throws UserFixableError when a pause takes longer than the caller should wait
 */
export async function waitForTurn(
	{ loginKey, row, gapMs }: { loginKey: string; row: string; gapMs?: number },
	signal?: AbortSignal,
): Promise<void> {
	await waitWhilePaused(loginKey, signal);
	if (gapMs === undefined) return;
	do await spaceCalls(row, gapMs, signal);
	while (await waitWhilePaused(loginKey, signal));
}
