/**
 * Runs the items of an execution: the only place that goes over them, pairs what comes out with what came in, and honours
 * "On Error: Continue".
 */
import type { IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';

import { assertChosenAccount } from '../shared/connectedAccount';
import type { Operation, Resource, Run } from '../shared/operation';
import { runScheduled, type Outcome } from '../shared/schedule';
import { toNodeError, UserFixableError, type ErrorPlace } from '../transport/errors';
import { openGraph } from '../transport/graph';

type Resources = Readonly<Record<string, Resource>>;

/**
 * @returns what all operations gave back, in the order of the items that came in
 * @throws NodeApiError | NodeOperationError for the first failed item, unless the node continues on failure
 */
export async function runItems(ctx: IExecuteFunctions, resources: Resources): Promise<INodeExecutionData[][]> {
	const groups = groupByOperation(ctx, resources);
	const opened = await openRun(ctx, groups);
	if ('output' in opened) return [opened.output];
	const { run } = opened;
	const outcomes = new Map<number, Outcome>();
	const permissions = new Map<number, Operation['permission']>();
	for (const [operation, itemIndexes] of groups) {
		for (const itemIndex of itemIndexes) permissions.set(itemIndex, operation.permission);
		const settle = (itemIndex: number, outcome: Outcome) => void outcomes.set(itemIndex, outcome);
		await runScheduled(operation, { run, itemIndexes, continueOnFail: ctx.continueOnFail(), settle });
		if (!ctx.continueOnFail() && [...outcomes.values()].some((outcome) => 'error' in outcome)) break;
	}

	const output: INodeExecutionData[] = [];
	for (const [itemIndex, outcome] of [...outcomes].sort(([a], [b]) => a - b)) {
		const place = { itemIndex, permission: permissions.get(itemIndex), granted: run.graph.permissions };
		const items = 'items' in outcome ? outcome.items : [failedItem(run, outcome.error, place)];
		for (const item of items) output.push({ ...item, pairedItem: { item: itemIndex } });
	}
	return [output];
}

type Groups = ReadonlyMap<Operation, readonly number[]>;

/** Opens the credential, or gives what the operations say to a credential that cannot be opened. */
async function openRun(ctx: IExecuteFunctions, groups: Groups): Promise<{ run: Run } | { output: INodeExecutionData[] }> {
	try {
		const graph = await openGraph(ctx);
		assertChosenAccount(ctx.getNodeParameter('connectedAccount', 0, ''), graph);
		return { run: { ctx, graph } };
	} catch (error) {
		const output = outputWithoutConnection(groups, error);
		if (!output) throw toNodeError(ctx.getNode(), error);
		return { output };
	}
}

function outputWithoutConnection(groups: Groups, error: unknown): INodeExecutionData[] | undefined {
	const output: INodeExecutionData[] = [];
	for (const [operation, itemIndexes] of groups) {
		const items = operation.whenDisconnected?.(error);
		if (!items) return undefined;
		for (const item of itemIndexes) output.push(...items.map((out) => ({ ...out, pairedItem: { item } })));
	}
	return output;
}

/** Resource and operation are read for every item: nothing says that the first one speaks for all. */
function groupByOperation(ctx: IExecuteFunctions, resources: Resources): Map<Operation, number[]> {
	const groups = new Map<Operation, number[]>();
	for (const itemIndex of ctx.getInputData().keys()) {
		const resource = String(ctx.getNodeParameter('resource', itemIndex));
		const name = String(ctx.getNodeParameter('operation', itemIndex));
		const operation = resources[resource]?.operations[name];
		if (!operation) {
			const error = new UserFixableError(`This node has no operation "${name}" for the resource "${resource}"`);
			throw toNodeError(ctx.getNode(), error, { itemIndex });
		}
		const group = groups.get(operation);
		if (group) group.push(itemIndex);
		else groups.set(operation, [itemIndex]);
	}
	return groups;
}

/** The item that stands for a failure: Meta's numbers and our words, never the request. */
function failedItem({ ctx }: Run, error: unknown, place: ErrorPlace): INodeExecutionData {
	const nodeError = toNodeError(ctx.getNode(), error, place);
	if (!ctx.continueOnFail()) throw nodeError;
	const data = nodeError.context.data as JsonObject | undefined;
	const details = { description: nodeError.description, ...(data?.error as JsonObject | undefined) };
	return { json: { error: nodeError.message, details } };
}
