/**
 * Tells the repetition of a run from a new one. With "Retry On Fail" n8n runs a node again with all its items when one of them
 * failed, and with "On Error: Continue" when the first one that comes out is an error; an AI agent calls a tool again that failed.
 */
import type { Run } from './operation';

/**
 * Names an item for every try of the same run. A loop, another execution and another node have other names.
 * @param content tells the calls of an AI tool apart, each of which is a run of its own
 * @returns `undefined` where nothing repeats a run
 */
export function placeOf({ ctx, graph }: Run, itemIndex: number, content: unknown): string | undefined {
	const node = ctx.getNode();
	const isTool = node.type.endsWith('Tool');
	if (!isTool && node.retryOnFail !== true) return undefined;
	// a node's item is the same in each try, while an expression with the time gives other content
	const what: unknown = isTool ? content : ctx.getWorkflowDataProxy(itemIndex).$runIndex;
	return JSON.stringify([ctx.getExecutionId(), node.id, graph.account.accountId, itemIndex, what]);
}
