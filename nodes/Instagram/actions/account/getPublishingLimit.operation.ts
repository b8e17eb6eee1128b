/**
 * Account: Get Publishing Limit. Meta: `GET /<IG_ID>/content_publishing_limit` ("Content Publishing Limit").
 */
import type { INodeProperties } from 'n8n-workflow';

import { quotaLeft } from '../../protocol/publishing/quota';
import { toItem, type ReadOperation } from '../../run/operation';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { readOptionalTime } from '../../panel/parameters';
import { refuse } from '../../panel/source';
import { readQuota } from '../../publishing/checkQuota';
import { clock } from '../../transport/clock';

const SINCE_FIELD: INodeProperties = {
	displayName: 'Since',
	name: 'since',
	type: 'dateTime',
	default: '',
	description:
		'Counts the posts from this time on, at most 24 hours ago. By default, those of the last 24 hours.',
};
const SINCE = fieldOf(SINCE_FIELD, 'additionalFields');
const DAY_MS = 24 * 60 * 60_000;

export const getPublishingLimit: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_content_publish',
	properties: [additionalFields([SINCE_FIELD])],
	async execute({ ctx, graph }, itemIndex) {
		const sinceMs = readOptionalTime({ ctx, itemIndex }, SINCE);
		if (sinceMs !== undefined && sinceMs < clock.now() - DAY_MS) refuse(SINCE, 'is more than 24 hours ago');
		const quota = await readQuota(graph, sinceMs === undefined ? undefined : Math.floor(sinceMs / 1000));
		return [
			toItem({
				quotaUsed: quota.used,
				quotaTotal: quota.total,
				quotaLeft: quotaLeft(quota),
				quotaDurationSeconds: quota.durationSeconds,
			}),
		];
	},
};
