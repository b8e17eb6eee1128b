/** The one loop that waits for something at Meta to become ready. */
import { clock } from './clock';

export type PollStep<T> = { readonly wait: number } | { readonly done: T };

export interface Poll<S, T> {
	/** Looks at the state. */
	read(): Promise<S>;
	/** Decides on plain data: wait a number of milliseconds, or be done. Throws to give up. */
	decide(state: S, elapsedMs: number): PollStep<T>;
	readonly signal?: AbortSignal;
}

/**
 * Reads and waits until `decide` is done. `decide` is responsible for time limits.
 * @throws whatever `read` and `decide` throw, and the signal's reason on cancellation
 */
export async function pollUntil<S, T>({ read, decide, signal }: Poll<S, T>): Promise<T> {
	const startedMs = clock.now();
	for (;;) {
		const step = decide(await read(), clock.now() - startedMs);
		if ('done' in step) return step.done;
		await clock.sleep(step.wait, signal);
	}
}
