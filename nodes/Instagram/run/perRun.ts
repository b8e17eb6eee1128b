/** State that belongs to one run of the node, and ends with it. */
import type { Run } from './operation';

/**
 * @param create makes the state the first time it is asked for, of a run or of n8n's side of one
 * @returns the state of a run, always the same one for the same run
 */
export function perRun<T, R extends object = Run>(create: (run: R) => T): (run: R) => T {
	const states = new WeakMap<R, { readonly state: T }>();
	return (run) => {
		const known = states.get(run);
		if (known) return known.state;
		const state = create(run);
		states.set(run, { state });
		return state;
	};
}
