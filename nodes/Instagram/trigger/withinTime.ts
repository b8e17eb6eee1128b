/** Bounds what an event waits for: a workflow should not start minutes late because a profile is slow. */
import { clock } from '../transport/clock';
import { ConnectionError } from '../transport/errors';

/**
 * @returns what `work` gives
 * @throws ConnectionError when it takes longer; the work is then not stopped, only no longer waited for
 */
export async function withinTime<T>(limitMs: number, work: Promise<T>): Promise<T> {
	const stop = new AbortController();
	const alarm = clock.sleep(limitMs, stop.signal).then(() => {
		throw new ConnectionError(`no answer within ${limitMs / 1000} seconds`, true);
	});
	try {
		return await Promise.race([work, alarm]);
	} finally {
		stop.abort();
		// ends with the abort, and nobody listens any more
		alarm.catch(() => undefined);
	}
}
