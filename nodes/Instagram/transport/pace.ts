/** Spaces calls of a kind for which Meta allows a number a second. */
import { BoundedMap } from './boundedMap';
import { clock } from './clock';

/** By kind of call and account; one that is pushed out has not called for so long that it need not wait. */
const nextStartMs = new BoundedMap<string, number>(1000);

/** A queue longer than this means that the clock was set back, not that so many wait. */
const LONGEST_QUEUE_MS = 5 * 60_000;

/** Waits until a call under `key` may start, so that starts are at least `gapMs` apart. */
export async function spaceCalls(key: string, gapMs: number, signal?: AbortSignal): Promise<void> {
	const nowMs = clock.now();
	const queueMs = (nextStartMs.get(key) ?? 0) - nowMs;
	const waitMs = queueMs > 0 && queueMs <= LONGEST_QUEUE_MS ? queueMs : 0;
	nextStartMs.set(key, nowMs + waitMs + gapMs);
	await clock.sleep(waitMs, signal);
}
