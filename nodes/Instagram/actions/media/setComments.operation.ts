/** Media: Set Comments. Meta: `POST /<IG_MEDIA_ID>` with `comment_enabled` ("IG Media, Updating"). */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../panel/fieldOf';
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readFlag } from '../../panel/parameters';

const COMMENT_ENABLED_FIELD: INodeProperties = {
	displayName: 'Allow Comments',
	name: 'commentEnabled',
	type: 'boolean',
	default: true,
	required: true,
	description: 'Whether people can comment on the post',
};
const COMMENT_ENABLED = fieldOf(COMMENT_ENABLED_FIELD);

export const setComments: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [MEDIA_LOCATOR, COMMENT_ENABLED_FIELD],
	async execute(run, itemIndex) {
		const commentEnabled = readFlag({ ctx: run.ctx, itemIndex }, COMMENT_ENABLED);
		const mediaId = await readMediaId(run, itemIndex);
		await run.graph.post([mediaId], { comment_enabled: commentEnabled }, { repeatable: true });
		return [toItem({ id: mediaId, isCommentEnabled: commentEnabled })];
	},
};
