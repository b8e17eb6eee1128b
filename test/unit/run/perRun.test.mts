import type { Run } from '../../../nodes/Instagram/run/operation';
import { perRun } from '../../../nodes/Instagram/run/perRun';

it('gives each run a state of its own, made once', () => {
	let made = 0;
	const stateOf = perRun(() => ({ number: (made += 1) }));
	const [first, second] = [{} as Run, {} as Run];
	expect(stateOf(first)).toBe(stateOf(first));
	expect(stateOf(second)).not.toBe(stateOf(first));
	expect(made).toBe(2);
});
