/** Keeps a run from preparing more posts than the account's daily quota allows. */
import { parseQuota, QUOTA_FIELDS, quotaLeft, type PublishingQuota } from '../protocol/publishing/quota';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { CallOptions, Graph } from '../graph/graph';
import type { Run } from '../run/operation';
import { goesOnAfterFailure } from '../run/toolCall';

/** @throws GraphError | ConnectionError */
export async function readQuota(
	graph: Graph,
	sinceSeconds?: number,
	options?: CallOptions,
): Promise<PublishingQuota> {
	const query = { fields: QUOTA_FIELDS, ...(sinceSeconds !== undefined && { since: sinceSeconds }) };
	return parseQuota(await graph.get([graph.account.accountId, 'content_publishing_limit'], query, options));
}

/**
 * How many posts the account may still publish; infinite where Meta does not say. The question is a
 * precaution: if it fails the posts go on, and Meta's real limit shows when it publishes.
 */
async function readQuotaLeft(graph: Graph): Promise<QuotaLeft> {
	try {
		const quota = await readQuota(graph, undefined, { once: true });
		return { ...quota, left: quotaLeft(quota) ?? Infinity };
	} catch (error) {
		graph.signal?.throwIfAborted();
		if (isAnswerOrFault(error)) return { used: 0, left: Infinity };
		throw error as Error;
	}
}

/** Errors of a request, as opposed to faults in our code. */
const isAnswerOrFault = (error: unknown) =>
	error instanceof GraphError || error instanceof ConnectionError || error instanceof UserFixableError;

interface QuotaLeft extends PublishingQuota {
	readonly left: number;
}

/**
 * Asks once whether the account may publish all of these items.
 * @returns the error of each item beyond the quota, where one item may fail without the others
 * @throws UserFixableError when the node stops on failure and the account may not
 */
export async function keepToQuota(
	run: Run,
	itemIndexes: readonly number[],
): Promise<ReadonlyMap<number, UserFixableError>> {
	const count = itemIndexes.length;
	if (count === 0) return new Map();
	const quota = await readQuotaLeft(run.graph);
	if (count <= quota.left) return new Map();
	const isAlone = goesOnAfterFailure(run.ctx);
	const error = quotaError(
		count,
		quota,
		isAlone ? 'Nothing was published for this item.' : 'None of these was published.',
	);
	if (!isAlone) throw error;
	return new Map(itemIndexes.slice(quota.left).map((itemIndex) => [itemIndex, error]));
}

/** Says that a run would publish more than the account may. */
function quotaError(
	wanted: number,
	{ left, used, total, durationSeconds = 24 * 3600 }: QuotaLeft,
	state: string,
): UserFixableError {
	const hours = Math.round(durationSeconds / 3600);
	const posts = (count: number) => (count === 1 ? '1 post' : `${count} posts`);
	return new UserFixableError(
		`This run would publish ${posts(wanted)}, but the account may publish ${left === 0 ? 'none' : `only ${left}`} at the moment: ${used} of ${String(total)} are used in ${hours} hours`,
		`${state} Run fewer items, or wait: the quota counts the posts of the last ${hours} hours. Account > Get Publishing Limit shows it.`,
	).with({ quotaLeft: left });
}
