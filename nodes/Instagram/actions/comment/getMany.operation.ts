/**
 * Comment: Get Many. Meta: `GET /<IG_MEDIA_ID>/comments`, top-level, newest first, 50 a page ("IG Media,
 * Comments").
 */
import type { INodeProperties } from 'n8n-workflow';

import { COMMENT, expand, fieldsParameter } from '../../protocol/media/fields';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { LIST_FIELDS, readListLimit } from '../../panel/listFields';
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
import { noteLook } from '../../run/doubt';
import type { ReadOperation } from '../../run/operation';
import { placeOfComments } from '../../run/postComment';
import { fieldsOption, readOutput, SIMPLIFY_FIELD } from '../../panel/output';
import { readFlag } from '../../panel/parameters';
import { COMMENTS_PER_PAGE, mapElements } from '../../graph/paginate';

const INCLUDE_REPLIES_FIELD: INodeProperties = {
	displayName: 'Include Replies',
	name: 'includeReplies',
	type: 'boolean',
	default: false,
	description: 'Whether to add to each comment the newest replies to it. Get Replies reads all of them.',
};
const INCLUDE_REPLIES = fieldOf(INCLUDE_REPLIES_FIELD, 'additionalFields');

export const getManyComments: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_comments',
	properties: [
		MEDIA_LOCATOR,
		...LIST_FIELDS,
		SIMPLIFY_FIELD,
		additionalFields([fieldsOption(COMMENT), INCLUDE_REPLIES_FIELD]),
	],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const { fields, toItem } = readOutput(ctx, itemIndex, COMMENT);
		const replies = readFlag({ ctx, itemIndex }, INCLUDE_REPLIES) ? [expand('replies', fields)] : [];
		const limit = readListLimit(ctx, itemIndex);
		const mediaId = await readMediaId(run, itemIndex);
		const query = { fields: fieldsParameter([...fields, ...replies]) };
		const comments = await mapElements(
			graph,
			{ path: [mediaId, 'comments'], query, limit, pageSize: COMMENTS_PER_PAGE },
			toItem,
		);
		noteLook(run, placeOfComments(mediaId, 'comments'));
		return comments;
	},
};
