/** Comment: Reply. Meta: `POST /<IG_COMMENT_ID>/replies` with `message` ("IG Comment, Replies"). */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../panel/fieldOf';
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { postComment } from '../../run/postComment';

const MESSAGE_FIELD: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. Thank you!',
	description:
		'The text of the reply. A reply to a reply is put under the top comment; hidden comments take none.',
};
const MESSAGE = fieldOf(MESSAGE_FIELD);

export const replyToComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [COMMENT_LOCATOR, MESSAGE_FIELD],
	async execute(run, itemIndex) {
		const { ctx } = run;
		const commentId = readCommentId(ctx, itemIndex);
		const message = readText({ ctx, itemIndex }, MESSAGE);
		const id = await postComment(run, itemIndex, [commentId, 'replies'], { message });
		return [toItem({ id, text: message, commentId })];
	},
};
