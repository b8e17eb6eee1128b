/** Keeps a run from preparing posts that the account's daily quota does not let it publish. */
import { parseQuota, QUOTA_FIELDS, quotaLeft, type PublishingQuota } from '../protocol/publishingQuota';
import { GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../transport/graph';

/** @throws GraphError | ConnectionError */
export async function readQuota(graph: Graph, sinceSeconds?: number): Promise<PublishingQuota> {
	const query = { fields: QUOTA_FIELDS, ...(sinceSeconds !== undefined && { since: sinceSeconds }) };
	return parseQuota(await graph.get([graph.account.accountId, 'content_publishing_limit'], query));
}

/**
 * How many posts the account may still publish; infinite where Meta does not say. What Meta really allows shows when it
 * publishes, so that an account without this endpoint can go on.
 * @throws GraphError | ConnectionError when Meta cannot be asked now
 */
export async function readQuotaLeft(graph: Graph): Promise<QuotaLeft> {
	try {
		const quota = await readQuota(graph);
		return { ...quota, left: quotaLeft(quota) ?? Infinity };
	} catch (error) {
		if (error instanceof GraphError && ['input', 'unknown'].includes(error.failure.kind))
			return { used: 0, left: Infinity };
		throw error as Error;
	}
}

export interface QuotaLeft extends PublishingQuota {
	readonly left: number;
}

/** Says that a run would publish more than the account may. */
export function quotaError(
	wanted: number,
	{ left, used, total, durationSeconds = 24 * 3600 }: QuotaLeft,
): UserFixableError {
	const hours = Math.round(durationSeconds / 3600);
	const posts = (count: number) => (count === 1 ? '1 post' : `${count} posts`);
	return new UserFixableError(
		`This run would publish ${posts(wanted)}, but the account may publish ${left === 0 ? 'none' : `only ${left}`} at the moment: ${used} of ${String(total)} are used in ${hours} hours`,
		`Nothing was created. Run fewer items, or wait: the quota counts the posts of the last ${hours} hours. Account > Get Publishing Limit shows it.`,
	).with({ quotaLeft: left });
}
