/**
 * One pause for everything that an account sends: a throttle answer to one request slows down all of them.
 */
import { MAX_PAUSE_MS } from '../protocol/errors/retry';
import { readableTime } from '../protocol/times';
import { isYoung } from '../protocol/tokens';
import { BoundedMap } from './boundedMap';
import { clock } from './clock';
import { PausedError } from './errors';

/** Nobody waits longer for a menu or an activation. */
const PATIENCE_OUTSIDE_RUNS_MS = 10_000;

interface ThrottlePause {
	readonly givenMs: number;
	readonly untilMs: number;
	/** What was too much, as a clause: "the account has made too many calls". */
	readonly because: string;
}

/** By login; the one that is pushed out was paused the longest ago. */
const pauses = new BoundedMap<string, ThrottlePause>(1000);

/** Holds back every request of `key` until the time has passed; a longer pause that already runs stays. */
export function pause(key: string, durationMs: number, because: string): void {
	const givenMs = clock.now();
	const untilMs = givenMs + durationMs;
	if (durationMs <= 0 || givenMs + remainingMsOf(pauses.get(key), givenMs) >= untilMs) return;
	pauses.set(key, { givenMs, untilMs, because });
}

/**
 * None of a pause that begins in the future: n8n's clock was ahead then, and says nothing about its end.
 */
function remainingMsOf(pause: ThrottlePause | undefined, nowMs: number): number {
	if (!pause || !isYoung(pause.givenMs, Infinity, nowMs)) return 0;
	return Math.max(0, pause.untilMs - nowMs);
}

/**
 * Waits until `key` may send again.
 * @param signal cancels the execution; menus, activations and deliveries have none
 * @returns whether it had to wait
 * @throws PausedError when that takes longer than the caller should wait; it names what was too much
 */
export async function waitWhilePaused(key: string, signal?: AbortSignal): Promise<boolean> {
	const patienceMs = signal ? MAX_PAUSE_MS : PATIENCE_OUTSIDE_RUNS_MS;
	for (let hasWaited = false; ; hasWaited = true) {
		const current = pauses.get(key);
		const remainingMs = remainingMsOf(current, clock.now());
		if (!current || remainingMs <= 0) {
			pauses.delete(key);
			return hasWaited;
		}
		if (remainingMs > patienceMs) {
			throw new PausedError(
				`Instagram asks to stop all calls for ${durationInWords(remainingMs)}, until ${readableTime(current.untilMs)}, because ${current.because}`,
				'Run the workflow again after that time, and less often.',
			);
		}
		await clock.sleep(remainingMs, signal);
	}
}

function durationInWords(durationMs: number): string {
	const minutes = Math.ceil(durationMs / 60_000);
	if (minutes > 90) return `about ${Math.round(minutes / 60)} hours`;
	return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
