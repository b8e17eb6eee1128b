import fc from 'fast-check';

import { gate } from '../../../nodes/Instagram/transport/concurrency';

describe('gate', () => {
	it('lets at most so many through at a time, in their order, and none is forgotten', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 4 }),
				fc.array(fc.record({ turns: fc.integer({ min: 1, max: 4 }), fails: fc.boolean() }), {
					maxLength: 20,
				}),
				async (limit, works) => {
					const pass = gate(limit);
					const started: number[] = [];
					let inside = 0;
					let most = 0;
					const results = await Promise.allSettled(
						works.map(
							async ({ turns, fails }, index) =>
								await pass(async () => {
									started.push(index);
									most = Math.max(most, (inside += 1));
									for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
									inside -= 1;
									if (fails) throw new Error('failed');
									return index;
								}),
						),
					);
					expect(started).toEqual(works.map((_work, index) => index));
					expect(most).toBe(Math.min(limit, works.length));
					expect(results.map(({ status }) => status === 'rejected')).toEqual(works.map(({ fails }) => fails));
				},
			),
		);
	});
});
