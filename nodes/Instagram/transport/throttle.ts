/** One pause for everything that an account sends: a throttle answer to one request slows all of them down. */
import { MAX_PAUSE_MS } from '../protocol/errors/retry';
import { clock } from './clock';
import { UserFixableError } from './errors';

const pausedUntilMs = new Map<string, number>();

/** Holds back every request of `key` until the time has passed; a longer pause that already runs stays. */
export function pause(key: string, durationMs: number): void {
	if (durationMs <= 0) return;
	pausedUntilMs.set(key, Math.max(pausedUntilMs.get(key) ?? 0, clock.now() + durationMs));
}

/**
 * Waits until `key` may send again.
 * @throws UserFixableError when that is further away than a run should wait
 */
export async function waitTurn(key: string, signal?: AbortSignal): Promise<void> {
	for (;;) {
		const untilMs = pausedUntilMs.get(key);
		const remainingMs = (untilMs ?? 0) - clock.now();
		if (untilMs === undefined || remainingMs <= 0) {
			pausedUntilMs.delete(key);
			return;
		}
		if (remainingMs > MAX_PAUSE_MS) {
			throw new UserFixableError(
				`Instagram asks to stop all calls until ${new Date(untilMs).toISOString()}`,
				'Run the workflow again after that time, and less often.',
			);
		}
		await clock.sleep(remainingMs, signal);
	}
}
