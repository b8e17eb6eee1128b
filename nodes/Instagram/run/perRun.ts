/** State that belongs to one run of the node, and ends with it. */
import type { Run } from './operation';

/**
 * @param create makes the state the first time it is asked for
 * @returns the state of a run, always the same one for the same run
 */
export function perRun<T>(create: (run: Run) => T): (run: Run) => T {
	const states = new WeakMap<Run, { readonly state: T }>();
	return (run) => {
		const known = states.get(run);
		if (known) return known.state;
		const state = create(run);
		states.set(run, { state });
		return state;
	};
}
