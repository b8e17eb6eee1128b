/**
 * Runs the items of an execution: the only place that loops over them, pairs output with input, and honours
 * "On Error: Continue".
 */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { assertChosenAccount } from '../panel/connectedAccount';
import { toItem, type Operation, type Resource, type Run } from '../run/operation';
import { runMemoryOf } from '../run/runMemory';
import { runScheduled, type ItemOutcome } from '../run/schedule';
import { isFailed, isWrite, stopError, type Failed, type Settled } from '../run/stopError';
import { goesOnAfterFailure, isToolCall, toolAnswer } from '../run/toolCall';
import { toNodeError, UserFixableError, type ErrorPlace } from '../transport/errors';
import { sayWhatStands, whatStands } from '../run/whatStands';
import { openGraph } from '../graph/openGraph';

type Resources = Readonly<Record<string, Resource>>;
type Groups = ReadonlyMap<Operation, readonly number[]>;

/**
 * @returns what all operations gave back, in the order of the items that came in
 * @throws NodeApiError | NodeOperationError for a failed item, unless the node continues on failure
 */
export async function runItems(
	ctx: IExecuteFunctions,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	const groups = groupByOperation(ctx, resources);
	const settled = new Outcomes(ctx);
	const opened = await openRun(ctx, groups);
	if ('output' in opened) return [opened.output];
	if ('run' in opened) await runGroups(opened.run, groups, settled);
	else settled.settleAll(groups, { error: opened.error });
	if (!settled.hasFailed()) forgetRun(ctx, groups);

	const placeOf = (itemIndex: number, operation: Operation): ErrorPlace => {
		if (!('run' in opened)) return { itemIndex };
		const permission = operation.permissionOf?.(ctx, itemIndex) ?? operation.permission;
		return { itemIndex, permission, granted: opened.run.graph.permissions };
	};
	const lastWordOf = (itemIndex: number, { error, operation }: Failed) =>
		sayWhatStands(ctx, operation, itemIndex, error);
	const nodeErrorOf = (itemIndex: number, failed: Failed) =>
		toNodeError(ctx.getNode(), lastWordOf(itemIndex, failed), placeOf(itemIndex, failed.operation));
	const failedItem = (itemIndex: number, failed: Failed) => {
		if (!isToolCall(ctx)) return errorItem(nodeErrorOf(itemIndex, failed));
		const place = placeOf(itemIndex, failed.operation);
		const call = { place, isWrite: isWrite(failed.operation), isLogin: !('run' in opened) };
		return toItem(toolAnswer(lastWordOf(itemIndex, failed), call));
	};
	if (settled.hasFailed() && !goesOnAfterFailure(ctx))
		throw stopError(settled.withEarlier(groups), nodeErrorOf, whatStands(ctx, groups.keys()));
	return [
		settled.inOrder().flatMap(([item, outcome]) => {
			const items = isFailed(outcome) ? [failedItem(item, outcome)] : outcome.items;
			return items.map((out) => ({ ...out, pairedItem: { item } }));
		}),
	];
}

/** Nobody repeats a run of which every item has succeeded. */
function forgetRun(ctx: IExecuteFunctions, groups: Groups): void {
	runMemoryOf(ctx).forget();
	for (const operation of groups.keys()) operation.succeeded?.(ctx);
}

/** What became of each item, including what an earlier try of the run has done to it. */
class Outcomes {
	private readonly byItem = new Map<number, Settled>();

	constructor(private readonly ctx: IExecuteFunctions) {}

	has(itemIndex: number): boolean {
		return this.byItem.has(itemIndex);
	}

	settle(operation: Operation, itemIndex: number, outcome: ItemOutcome): void {
		const shown = isWrite(operation) ? runMemoryOf(this.ctx).lastWord(itemIndex, outcome) : outcome;
		this.byItem.set(itemIndex, { ...shown, operation });
	}

	settleAll(groups: Groups, outcome: ItemOutcome): void {
		for (const [operation, itemIndexes] of groups)
			for (const itemIndex of itemIndexes) this.settle(operation, itemIndex, outcome);
	}

	/** Settles, without a call, the items whose final outcome an earlier try found out. */
	settleFromMemory(operation: Operation, itemIndexes: readonly number[]): void {
		if (!isWrite(operation)) return;
		for (const itemIndex of itemIndexes) {
			const known = runMemoryOf(this.ctx).finalOutcomeOf(itemIndex);
			if (known && !this.has(itemIndex)) this.settle(operation, itemIndex, known);
		}
	}

	hasFailed(): boolean {
		return [...this.byItem.values()].some(isFailed);
	}

	inOrder(): Array<[itemIndex: number, outcome: Settled]> {
		return [...this.byItem].sort(([a], [b]) => a - b);
	}

	/** These outcomes, and those of items that only an earlier try reached. */
	withEarlier(groups: Groups): ReadonlyMap<number, Settled> {
		const all = new Map(this.byItem);
		for (const [operation, itemIndexes] of groups) {
			if (!isWrite(operation)) continue;
			for (const itemIndex of itemIndexes) {
				const told = runMemoryOf(this.ctx).toldOf(itemIndex);
				if (told && !all.has(itemIndex)) all.set(itemIndex, { ...told, operation });
			}
		}
		return all;
	}
}

async function runGroups(run: Run, groups: Groups, settled: Outcomes): Promise<void> {
	await refuseOtherAccounts(run, groups, settled);
	const continueOnFail = goesOnAfterFailure(run.ctx);
	for (const [operation, itemIndexes] of groups) {
		settled.settleFromMemory(operation, itemIndexes);
		if (!continueOnFail && settled.hasFailed()) return;
		await runScheduled(operation, {
			run,
			itemIndexes: itemIndexes.filter((itemIndex) => !settled.has(itemIndex)),
			continueOnFail,
			settle: (itemIndex, outcome) => settled.settle(operation, itemIndex, outcome),
		});
	}
}

type Opened = { readonly run: Run } | { readonly output: INodeExecutionData[] } | { readonly error: unknown };

/** Opens the credential, or gives the operations' answers for a credential that cannot be opened. */
async function openRun(ctx: IExecuteFunctions, groups: Groups): Promise<Opened> {
	try {
		return { run: { ctx, graph: await openGraph(ctx) } };
	} catch (error) {
		const output = await outputWithoutConnection(ctx, groups, error);
		return output ? { output } : { error };
	}
}

async function outputWithoutConnection(
	ctx: IExecuteFunctions,
	groups: Groups,
	error: unknown,
): Promise<INodeExecutionData[] | undefined> {
	const output: INodeExecutionData[] = [];
	for (const [operation, itemIndexes] of groups) {
		for (const item of itemIndexes) {
			const items = await operation.whenDisconnected?.(error, ctx, item);
			if (!items) return undefined;
			output.push(...items.map((out) => ({ ...out, pairedItem: { item } })));
		}
	}
	return output;
}

/** Items that are meant for another account, found before anything starts. */
async function refuseOtherAccounts({ ctx, graph }: Run, groups: Groups, settled: Outcomes): Promise<void> {
	for (const [operation, itemIndexes] of groups) {
		for (const itemIndex of itemIndexes) {
			try {
				assertChosenAccount(ctx, itemIndex, graph);
			} catch (error) {
				const items = await operation.whenDisconnected?.(error, ctx, itemIndex);
				settled.settle(operation, itemIndex, items ? { items } : { error });
			}
		}
	}
}

/** Resource and operation are read for every item: nothing promises that those of the first hold for all. */
function groupByOperation(ctx: IExecuteFunctions, resources: Resources): Map<Operation, number[]> {
	const groups = new Map<Operation, number[]>();
	for (const itemIndex of ctx.getInputData().keys()) {
		const resource = String(ctx.getNodeParameter('resource', itemIndex));
		const name = String(ctx.getNodeParameter('operation', itemIndex));
		const operation = resources[resource]?.operations[name];
		if (!operation) {
			const error = new UserFixableError(
				`This node has no operation "${name}" for the resource "${resource}"`,
			);
			throw toNodeError(ctx.getNode(), error, { itemIndex });
		}
		const group = groups.get(operation);
		if (group) group.push(itemIndex);
		else groups.set(operation, [itemIndex]);
	}
	return groups;
}

/** The item that stands for a failure: Meta's numbers and our words, never the request. */
function errorItem(nodeError: NodeApiError | NodeOperationError): INodeExecutionData {
	const data = nodeError.context.data as JsonObject | undefined;
	// n8n recognizes a failed item by having only these two keys, and sends it to the error output
	const details = { description: nodeError.description, ...(data?.error as JsonObject | undefined) };
	return { json: { error: nodeError.message, details } };
}
