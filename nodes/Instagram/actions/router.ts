/**
 * Runs the items of an execution: the only place that goes over them, pairs what comes out with what came in, and honours
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
import { forgetRun } from '../run/writeOnce';
import type { Operation, Resource, Run } from '../run/operation';
import { runScheduled, type Outcome } from '../run/schedule';
import { toNodeError, UserFixableError } from '../transport/errors';
import { openGraph } from '../graph/graph';

type Resources = Readonly<Record<string, Resource>>;

/**
 * @returns what all operations gave back, in the order of the items that came in
 * @throws NodeApiError | NodeOperationError for the first failed item, unless the node continues on failure
 */
export async function runItems(
	ctx: IExecuteFunctions,
	resources: Resources,
): Promise<INodeExecutionData[][]> {
	const groups = groupByOperation(ctx, resources);
	const opened = await openRun(ctx, groups);
	if ('output' in opened) return [opened.output];
	const { run } = opened;
	const outcomes: Outcomes = await refuseOtherAccounts(run, groups);
	const continueOnFail = ctx.continueOnFail();
	for (const [operation, itemIndexes] of groups) {
		if (!continueOnFail && hasFailed(outcomes)) break;
		const settle = (itemIndex: number, outcome: Outcome) =>
			void outcomes.set(itemIndex, { ...outcome, operation });
		const allowed = itemIndexes.filter((itemIndex) => !outcomes.has(itemIndex));
		await runScheduled(operation, { run, itemIndexes: allowed, continueOnFail, settle });
	}
	if (!hasFailed(outcomes)) forgetRun(run);

	const output: INodeExecutionData[] = [];
	for (const [itemIndex, outcome] of [...outcomes].sort(([a], [b]) => a - b)) {
		if ('error' in outcome && !continueOnFail) throw stopError(run, itemIndex, outcomes);
		const items = 'items' in outcome ? outcome.items : [errorItem(nodeErrorOf(run, itemIndex, outcome))];
		for (const item of items) output.push({ ...item, pairedItem: { item: itemIndex } });
	}
	return [output];
}

type Groups = ReadonlyMap<Operation, readonly number[]>;
type Settled = Outcome & { readonly operation: Operation };
type Outcomes = Map<number, Settled>;

const hasFailed = (outcomes: Outcomes) => [...outcomes.values()].some((outcome) => 'error' in outcome);

/** Opens the credential, or gives what the operations say to a credential that cannot be opened. */
async function openRun(
	ctx: IExecuteFunctions,
	groups: Groups,
): Promise<{ run: Run } | { output: INodeExecutionData[] }> {
	try {
		return { run: { ctx, graph: await openGraph(ctx) } };
	} catch (error) {
		const output = await outputWithoutConnection(ctx, groups, error);
		if (output) return { output };
		if (!ctx.continueOnFail()) throw toNodeError(ctx.getNode(), error);
		// n8n would pass the items on as if all were well
		const failed = [...ctx.getInputData().keys()].map((item) => ({
			...errorItem(toNodeError(ctx.getNode(), error, { itemIndex: item })),
			pairedItem: { item },
		}));
		return { output: failed };
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
async function refuseOtherAccounts({ ctx, graph }: Run, groups: Groups): Promise<Outcomes> {
	const outcomes: Outcomes = new Map();
	for (const [operation, itemIndexes] of groups) {
		for (const itemIndex of itemIndexes) {
			try {
				assertChosenAccount(ctx, itemIndex, graph);
			} catch (error) {
				const items = await operation.whenDisconnected?.(error, ctx, itemIndex);
				outcomes.set(itemIndex, { ...(items ? { items } : { error }), operation });
			}
		}
	}
	return outcomes;
}

/** Resource and operation are read for every item: nothing says that the first one speaks for all. */
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

type Failed = Extract<Settled, { error: unknown }>;

function nodeErrorOf({ ctx, graph }: Run, itemIndex: number, { error, operation }: Failed) {
	const place = { itemIndex, permission: operation.permission, granted: graph.permissions };
	return toNodeError(ctx.getNode(), error, place);
}

/** The item that stands for a failure: Meta's numbers and our words, never the request. */
function errorItem(nodeError: NodeApiError | NodeOperationError): INodeExecutionData {
	const data = nodeError.context.data as JsonObject | undefined;
	// n8n knows a failed item by having these two keys only, and sends it to the error output
	const details = { description: nodeError.description, ...(data?.error as JsonObject | undefined) };
	return { json: { error: nodeError.message, details } };
}

/**
 * The error of a node that stops. It gives out no items, so what was written is named in it: whoever mends the item and runs the
 * node again would write that a second time.
 */
function stopError(run: Run, failedIndex: number, outcomes: Outcomes): Error {
	const failures = [...outcomes].filter((entry): entry is [number, Failed] => 'error' in entry[1]);
	const [, first] = failures.find(([itemIndex]) => itemIndex === failedIndex) ?? [];
	if (!first) return new Error('No item has failed');
	const nodeError = nodeErrorOf(run, failedIndex, first);
	const written = [...outcomes].filter(
		([, outcome]) => 'items' in outcome && NAMED.has(outcome.operation.overlap),
	);
	const others = failures.filter(
		([itemIndex, { operation }]) => itemIndex !== failedIndex && NAMED.has(operation.overlap),
	);
	const doneItems = written.map(([itemIndex]) => itemIndex).sort((a, b) => a - b);
	const done =
		doneItems.length === 0
			? []
			: [`Done in this run, counted from 0: ${listed(doneItems)}. Leave these out when you run it again.`];
	const failed = others
		.slice(0, MAX_NAMED_FAILURES)
		.map(
			([itemIndex, outcome]) =>
				`Item ${itemIndex} failed too: ${nodeErrorOf(run, itemIndex, outcome).message}.`,
		);
	if (done.length + failed.length === 0) return nodeError;
	nodeError.description = [nodeError.description, ...done, ...failed].filter((line) => line).join(' ');
	const data = nodeError.context.data as { error?: JsonObject } | undefined;
	const details = {
		doneItems: doneItems.join(','),
		...(others.length > 0 && { failedItems: others.map(([itemIndex]) => itemIndex).join(',') }),
	};
	nodeError.context.data = { error: { ...data?.error, ...details } };
	return nodeError;
}

/** Writes that are done one by one; posts say themselves what stands. */
const NAMED: ReadonlySet<Operation['overlap']> = new Set(['orderedWrite', 'writePerKey'] as const);
const MAX_NAMED_FAILURES = 3;
const MAX_NAMED_ITEMS = 50;

function listed(itemIndexes: readonly number[]): string {
	const more = itemIndexes.length - MAX_NAMED_ITEMS;
	const named = `item${itemIndexes.length === 1 ? '' : 's'} ${itemIndexes.slice(0, MAX_NAMED_ITEMS).join(', ')}`;
	return more > 0 ? `${named} and ${more} more` : named;
}
