/**
 * Comment: Reply to Mention. Meta: `POST /<IG_ID>/mentions` with `media_id`, `message`, `comment_id`
 * ("Mentions").
 */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../panel/fieldOf';
import { MENTIONED_MEDIA_LOCATOR, readForeignMediaId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readInstagramId, readOptionalText, readText } from '../../panel/parameters';
import { postComment } from '../../run/postComment';

const MESSAGE_FIELD: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. Thank you!',
	description: 'The text of the comment. Story mentions cannot be answered here; they arrive as messages.',
};

const COMMENT_ID_FIELD: INodeProperties = {
	displayName: 'Comment ID',
	name: 'commentId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 17870913679156914',
	description: 'The comment that mentions the account. Empty when the caption mentions it.',
};

const MESSAGE = fieldOf(MESSAGE_FIELD);
const COMMENT_ID = fieldOf(COMMENT_ID_FIELD, 'additionalFields');

export const replyToMention: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [
		MENTIONED_MEDIA_LOCATOR,
		MESSAGE_FIELD,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [COMMENT_ID_FIELD],
		},
	],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const mediaId = readForeignMediaId(ctx, itemIndex);
		const message = readText({ ctx, itemIndex }, MESSAGE);
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
