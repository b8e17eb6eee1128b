/** Carries out what an operation declares about the overlap of its items. */
import type { INodeExecutionData } from 'n8n-workflow';

import { mapBounded, mapGrouped, startBounded } from '../transport/concurrency';
import type { Operation, PreparedOperation, Run } from './operation';

/** More would gain little, and would run into Meta's limits of two to ten calls a second. */
const PARALLEL_ITEMS = 16;

export type ItemOutcome = { readonly items: INodeExecutionData[] } | { readonly error: unknown };

export interface Schedule {
	readonly run: Run;
	readonly itemIndexes: readonly number[];
	/** Whether the remaining items go on when one fails. */
	readonly continueOnFail: boolean;
	/** Takes the outcome of each item, once. */
	settle(itemIndex: number, outcome: ItemOutcome): void;
}

/**
 * Runs the items; outcomes go to `settle`. After a failure nothing new starts, unless the node continues on
 * failure.
 */
export async function runScheduled(operation: Operation, schedule: Schedule): Promise<void> {
	const { run, itemIndexes, continueOnFail } = schedule;
	if (operation.overlap === 'prepareThenAct') return await prepareThenAct(operation, schedule);

	let failed = false;
	const work = async (itemIndex: number) => {
		if (failed && !continueOnFail) return;
		const outcome = await outcomeOf(async () => await operation.execute(run, itemIndex));
		failed ||= 'error' in outcome;
		schedule.settle(itemIndex, outcome);
	};
	if (operation.overlap === 'writePerKey') {
		const keys = new Map<number, string>();
		for (const itemIndex of itemIndexes) {
			const key = await attempt(async () => operation.keyOf(run, itemIndex));
			// an item without a valid key fails by itself, in its own group
			keys.set(itemIndex, 'value' in key ? key.value : `invalid ${itemIndex}`);
		}
		return await mapGrouped(itemIndexes, PARALLEL_ITEMS, (itemIndex) => keys.get(itemIndex) ?? '', work);
	}
	await mapBounded(itemIndexes, operation.overlap === 'read' ? PARALLEL_ITEMS : 1, work);
}

/**
 * Prepares all items side by side and acts in item order. A node that stops on failure acts only when every
 * item is prepared, so that a bad item 15 does not leave items 1 to 14 published and the run failed;
 * otherwise each item acts as soon as it and those before it are prepared.
 */
async function prepareThenAct(
	operation: PreparedOperation<unknown, unknown>,
	schedule: Schedule,
): Promise<void> {
	const { run, itemIndexes, continueOnFail, settle } = schedule;
	const survey = await attempt(async () => await operation.survey(run, itemIndexes));
	if ('error' in survey) {
		for (const itemIndex of itemIndexes) settle(itemIndex, survey);
		return;
	}
	const prepared = startBounded(
		itemIndexes,
		PARALLEL_ITEMS,
		async (itemIndex) => await attempt(async () => await operation.prepare(run, itemIndex, survey.value)),
	);
	if (!continueOnFail) {
		const attempts = await Promise.all(prepared);
		const failedAt = attempts.findIndex((result) => 'error' in result);
		const failure = attempts[failedAt];
		const failedItem = itemIndexes[failedAt];
		if (failure && 'error' in failure && failedItem !== undefined) return settle(failedItem, failure);
	}
	for (const [position, itemIndex] of itemIndexes.entries()) {
		const result = await prepared[position];
		if (!result) continue;
		const outcome =
			'error' in result
				? result
				: await outcomeOf(async () => await operation.act(run, itemIndex, result.value));
		settle(itemIndex, outcome);
		if ('error' in outcome && !continueOnFail) return;
	}
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
	try {
		return { value: await work() };
	} catch (error) {
		return { error };
	}
}

async function outcomeOf(work: () => Promise<INodeExecutionData[]>): Promise<ItemOutcome> {
	const result = await attempt(work);
	return 'error' in result ? result : { items: result.value };
}
