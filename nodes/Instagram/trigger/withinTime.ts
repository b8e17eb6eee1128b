/** Bounds what an event waits for: a workflow should not start minutes late because a profile is slow. */
import { clock } from '../transport/clock';

const LATE = Symbol('late');

/**
 * @returns what `work` gives, or `undefined` when it takes longer; it is not stopped then, only not waited for
 * @throws what `work` throws in time
 */
export async function withinTime<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
	const stop = new AbortController();
	const alarm = clock.sleep(limitMs, stop.signal).then(
		() => LATE,
		() => LATE,
	);
	try {
		const first = await Promise.race([work, alarm]);
		return first === LATE ? undefined : (first as T);
	} finally {
		stop.abort();
	}
}
