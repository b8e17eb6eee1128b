/**
 * Tells a repeated run from a new one. With "Retry On Fail" n8n runs a node again with all its items when one
 * of them failed, and with "On Error: Continue" when the first one that comes out is an error; an AI agent
 * calls a tool again after it failed.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { credentialTypeOf } from '../transport/context';
import { isToolCall } from './toolCall';

/** What is the same in every try of a run, known from the node's own fields alone. */
interface Repeatable {
	readonly ctx: IExecuteFunctions;
}

/**
 * The name of a run, the same in all its tries, for which not even the credential has to open. Another round
 * of a loop, another execution and another node have other names. An AI tool is called with one item, and
 * each call is a run of its own.
 * @param content tells the calls of an AI tool apart; by default what was filled in
 * @returns `undefined` where nothing repeats a run
 */
export function runKeyOf({ ctx }: Repeatable, content?: unknown): string | undefined {
	const node = ctx.getNode();
	const isTool = isToolCall(ctx);
	if (!isTool && node.retryOnFail !== true) return undefined;
	const credentialId = node.credentials?.[credentialTypeOf(node)]?.id ?? null;
	const what: unknown = isTool
		? (content ?? filledIn(ctx, Object.keys(node.parameters)))
		: ctx.getWorkflowDataProxy(0).$runIndex;
	return JSON.stringify([ctx.getExecutionId(), node.id, credentialId, what]);
}

/**
 * The name of an item of a run, the same in all its tries. The node's own item is the same in each, while an
 * expression with the time gives different content each time.
 * @returns `undefined` where nothing repeats a run
 */
export function executionKeyOf(run: Repeatable, itemIndex: number, content?: unknown): string | undefined {
	const runKey = runKeyOf(run, content);
	return runKey === undefined ? undefined : `${runKey} ${itemIndex}`;
}

function filledIn(ctx: IExecuteFunctions, names: readonly string[]): unknown[] {
	return names.map((name) => {
		try {
			return [name, ctx.getNodeParameter(name, 0, null)];
		} catch {
			// an expression that fails here fails for the operation too
			return [name];
		}
	});
}
