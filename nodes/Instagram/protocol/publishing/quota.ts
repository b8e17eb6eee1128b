/**
 * How many posts an account may publish (Meta: "Content Publishing Limit"). Meta's pages say 25, 50 and 100
 * in 24 hours; what the answer says counts. It is documented as `{data:[{…}]}` and measured flat.
 */
import { numberAt, recordAt, unwrapSingle } from '../json';

export const QUOTA_FIELDS = 'config,quota_usage';

export interface PublishingQuota {
	/** Posts published in the last 24 hours; Meta counts with a delay of minutes. */
	readonly used: number;
	/** Undefined when Meta does not say. */
	readonly total?: number;
	readonly durationSeconds?: number;
}

export function parseQuota(body: unknown): PublishingQuota {
	const quota = unwrapSingle(body);
	const config = recordAt(quota, 'config') ?? {};
	return {
		used: numberAt(quota, 'quota_usage') ?? 0,
		total: numberAt(config, 'quota_total'),
		durationSeconds: numberAt(config, 'quota_duration'),
	};
}

/** How many posts are left; `undefined` when Meta does not say. */
export function quotaLeft({ used, total }: PublishingQuota): number | undefined {
	return total === undefined ? undefined : Math.max(0, total - used);
}
