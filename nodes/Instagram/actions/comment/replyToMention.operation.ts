/**
 * Comment: Reply to Mention. Meta: `POST /<IG_ID>/mentions` with `media_id`, `message`, `comment_id`
 * ("Mentions").
 */
import type { INodeProperties } from 'n8n-workflow';

import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { MENTIONED_MEDIA_LOCATOR, readForeignMediaId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readInstagramId, readOptionalText, readText } from '../../panel/parameters';
import { postComment } from '../../run/postComment';
import { COMMENT_TEXT, COMMENT_TEXT_FIELD } from './messageField';

const COMMENT_ID_FIELD: INodeProperties = {
	displayName: 'Comment ID',
	name: 'commentId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 17870913679156914',
	description: 'The comment that mentions the account. Empty when the caption mentions it.',
};

const COMMENT_ID = fieldOf(COMMENT_ID_FIELD, 'additionalFields');

export const replyToMention: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [
		MENTIONED_MEDIA_LOCATOR,
		{
			...COMMENT_TEXT_FIELD,
			description:
				'The text of the comment. Story mentions cannot be answered here; they arrive as messages.',
		},
		additionalFields([COMMENT_ID_FIELD]),
	],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const mediaId = readForeignMediaId(ctx, itemIndex);
		const message = readText({ ctx, itemIndex }, COMMENT_TEXT);
		const isGiven = readOptionalText({ ctx, itemIndex }, COMMENT_ID) !== undefined;
		const commentId = isGiven ? readInstagramId({ ctx, itemIndex }, COMMENT_ID) : undefined;
		const id = await postComment(run, itemIndex, [graph.account.accountId, 'mentions'], {
			media_id: mediaId,
			message,
			comment_id: commentId,
		});
		return [toItem({ id, text: message, ...(commentId !== undefined && { commentId }), mediaId })];
	},
};
