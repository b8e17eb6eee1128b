import fc from 'fast-check';

import { preparedOperation, type Operation, type Run } from '../../../nodes/Instagram/run/operation';
import { runScheduled, type ItemOutcome } from '../../../nodes/Instagram/run/schedule';

const RUN = {} as Run;
const DECLARED = { permission: 'instagram_business_basic' as const, properties: [] };

/** Lets other work go on for a number of turns. */
async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

async function outcomesOf(operation: Operation, count: number, continueOnFail: boolean) {
	const outcomes = new Map<number, ItemOutcome>();
	const settle = (itemIndex: number, outcome: ItemOutcome) => {
		expect(outcomes.has(itemIndex)).toBe(false);
		outcomes.set(itemIndex, outcome);
	};
	const itemIndexes = Array.from({ length: count }, (_, index) => index);
	await runScheduled(operation, { run: RUN, itemIndexes, continueOnFail, settle });
	return outcomes;
}

interface Plan {
	readonly prepareTurns: number;
	readonly prepareFails: boolean;
	readonly actFails: boolean;
}

const plans = fc.array(
	fc.record({
		prepareTurns: fc.integer({ min: 0, max: 30 }),
		prepareFails: fc.boolean(),
		actFails: fc.boolean(),
	}),
	{ minLength: 1, maxLength: 30 },
);

function posting(plan: readonly Plan[], acted: number[]) {
	return preparedOperation<unknown, number>({
		...DECLARED,
		survey: async () => undefined,
		async prepare(_run, itemIndex) {
			await turns(plan[itemIndex]!.prepareTurns);
			if (plan[itemIndex]!.prepareFails) throw new Error(`prepare ${itemIndex}`);
			return itemIndex;
		},
		async act(_run, itemIndex, prepared) {
			expect(prepared).toBe(itemIndex);
			acted.push(itemIndex);
			await turns(3);
			if (plan[itemIndex]!.actFails) throw new Error(`act ${itemIndex}`);
			return [];
		},
	});
}

describe('posts: prepared side by side, published in order', () => {
	it('publishes every prepared item once, in item order, when the node continues on failure', async () => {
		await fc.assert(
			fc.asyncProperty(plans, async (plan) => {
				const acted: number[] = [];
				const outcomes = await outcomesOf(posting(plan, acted), plan.length, true);
				expect(acted).toEqual([...plan.keys()].filter((index) => !plan[index]!.prepareFails));
				expect([...outcomes.keys()].sort((a, b) => a - b)).toEqual([...plan.keys()]);
			}),
		);
	});

	it('publishes nothing when an item cannot be prepared and the node stops on failure', async () => {
		await fc.assert(
			fc.asyncProperty(plans, async (plan) => {
				const acted: number[] = [];
				const outcomes = await outcomesOf(posting(plan, acted), plan.length, false);
				const firstBad = plan.findIndex(({ prepareFails }) => prepareFails);
				if (firstBad >= 0) {
					expect(acted).toEqual([]);
					expect([...outcomes.keys()]).toEqual([firstBad]);
					return;
				}
				const firstFailed = plan.findIndex(({ actFails }) => actFails);
				const last = firstFailed < 0 ? plan.length - 1 : firstFailed;
				expect(acted).toEqual([...plan.keys()].slice(0, last + 1));
			}),
		);
	});

	it('gives every item the error of what runs before all', async () => {
		const operation = preparedOperation<unknown, number>({
			...DECLARED,
			survey: async () => {
				throw new Error('quota');
			},
			prepare: async () => 1,
			act: async () => [],
		});
		const outcomes = await outcomesOf(operation, 3, true);
		expect([...outcomes.values()].map((outcome) => 'error' in outcome && String(outcome.error))).toEqual(
			Array(3).fill('Error: quota'),
		);
	});
});

describe('messages: in order within a recipient, recipients side by side', () => {
	it('never overlaps or reorders the items of one key', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.integer({ min: 0, max: 9 }) }), {
					maxLength: 30,
				}),
				async (items) => {
					const sent: number[] = [];
					const busy = new Set<string>();
					const operation: Operation = {
						...DECLARED,
						overlap: 'writePerKey',
						keyOf: (_run, itemIndex) => items[itemIndex]!.key,
						async execute(_run, itemIndex) {
							const { key } = items[itemIndex]!;
							expect(busy.has(key)).toBe(false);
							busy.add(key);
							await turns(items[itemIndex]!.turns);
							busy.delete(key);
							sent.push(itemIndex);
							return [];
						},
					};
					await outcomesOf(operation, items.length, true);
					for (const key of ['a', 'b', 'c']) {
						const own = sent.filter((index) => items[index]!.key === key);
						expect(own).toEqual([...own].sort((a, b) => a - b));
					}
					expect(sent).toHaveLength(items.length);
				},
			),
		);
	});

	it('fails an item without a valid key by itself', async () => {
		const operation: Operation = {
			...DECLARED,
			overlap: 'writePerKey',
			keyOf: (_run, itemIndex) => {
				if (itemIndex === 1) throw new Error('no recipient');
				return 'a';
			},
			execute: async (_run, itemIndex) => {
				if (itemIndex === 1) throw new Error('no recipient');
				return [];
			},
		};
		const outcomes = await outcomesOf(operation, 3, true);
		expect([...outcomes].filter(([, outcome]) => 'error' in outcome).map(([index]) => index)).toEqual([1]);
	});
});

describe('reads and ordered writes', () => {
	it.each([
		['read', 16],
		['orderedWrite', 1],
	] as const)('%s: at most %i at a time', async (overlap, limit) => {
		let now = 0;
		let most = 0;
		const operation: Operation = {
			...DECLARED,
			overlap,
			async execute() {
				now += 1;
				most = Math.max(most, now);
				await turns(5);
				now -= 1;
				return [];
			},
		};
		await outcomesOf(operation, 40, true);
		expect(most).toBe(limit);
	});

	it('start nothing new after a failure, unless the node continues', async () => {
		const operation: Operation = {
			...DECLARED,
			overlap: 'orderedWrite',
			execute: async (_run, itemIndex) => {
				if (itemIndex === 2) throw new Error('x');
				return [];
			},
		};
		expect([...(await outcomesOf(operation, 5, false)).keys()]).toEqual([0, 1, 2]);
		expect([...(await outcomesOf(operation, 5, true)).keys()]).toEqual([0, 1, 2, 3, 4]);
	});
});
