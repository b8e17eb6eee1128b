/**
 * One pause for everything that an account sends: a throttle answer to one request slows all of them down.
 */
import { MAX_PAUSE_MS } from '../protocol/errors/retry';
import { readableTime } from '../protocol/times';
import { BoundedMap } from './boundedMap';
import { clock } from './clock';
import { UserFixableError } from './errors';

/** Nobody looks at a menu that loads, or an activation, for longer. */
const PATIENCE_OUTSIDE_RUNS_MS = 10_000;

/** By credential; what is pushed out was paused the longest ago. */
const pausedUntilMs = new BoundedMap<string, number>(1000);

/** Holds back every request of `key` until the time has passed; a longer pause that already runs stays. */
export function pause(key: string, durationMs: number): void {
	if (durationMs <= 0) return;
	pausedUntilMs.set(key, Math.max(pausedUntilMs.get(key) ?? 0, clock.now() + durationMs));
}

/**
 * Waits until `key` may send again.
 * @param signal cancels the execution; what has none is a menu, an activation or a delivery
 * @throws UserFixableError when that takes longer than the caller should wait
 */
export async function waitWhilePaused(key: string, signal?: AbortSignal): Promise<void> {
	const patienceMs = signal ? MAX_PAUSE_MS : PATIENCE_OUTSIDE_RUNS_MS;
	for (;;) {
		const untilMs = pausedUntilMs.get(key);
		const remainingMs = (untilMs ?? 0) - clock.now();
		if (untilMs === undefined || remainingMs <= 0) {
			pausedUntilMs.delete(key);
			return;
		}
		if (remainingMs > patienceMs) {
			throw new UserFixableError(
				`Instagram asks to stop all calls for ${inWords(remainingMs)}, until ${readableTime(untilMs)}`,
				'Run the workflow again after that time, and less often.',
			);
		}
		await clock.sleep(remainingMs, signal);
	}
}

function inWords(durationMs: number): string {
	const minutes = Math.ceil(durationMs / 60_000);
	if (minutes > 90) return `about ${Math.round(minutes / 60)} hours`;
	return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
