/** Bounds how long an event waits: a workflow should not start minutes late because a profile is slow. */
import { clock } from './clock';
import { ConnectionError } from './errors';

/**
 * @param work is told through the signal when its time is over
 * @returns what `work` gives
 * @throws ConnectionError when it takes longer
 */
export async function withinTime<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const stopAlarm = new AbortController();
	const stopWork = new AbortController();
	const alarm = clock.sleep(limitMs, stopAlarm.signal).then(() => {
		const tooLate = new ConnectionError(`no answer within ${limitMs / 1000} seconds`, true);
		stopWork.abort(tooLate);
		throw tooLate;
	});
	try {
		return await Promise.race([work(stopWork.signal), alarm]);
	} finally {
		stopAlarm.abort();
		// rejects after the abort, when nobody listens any more
		alarm.catch(() => undefined);
	}
}
