/**
 * Comment: Send Private Reply. Meta: `POST /<IG_ID>/messages` with `recipient.comment_id` ("Private
 * Replies").
 */
import type { INodeProperties } from 'n8n-workflow';

import { messageTextProblem } from '../../protocol/limits';
import { fieldOf } from '../../panel/fieldOf';
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { refuse } from '../../panel/source';
import { sendMessageOnce } from '../../messaging/sendMessage';

const TEXT_FIELD: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. Here is the link you asked for',
	description:
		'At most 1000 bytes. One message per comment is allowed, within 7 days; more can follow once the person has answered.',
};
const TEXT = fieldOf(TEXT_FIELD);

export const sendPrivateReply: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [COMMENT_LOCATOR, TEXT_FIELD],
	async execute(run, itemIndex) {
		const { ctx } = run;
		const commentId = readCommentId(ctx, itemIndex);
		const text = readText({ ctx, itemIndex }, TEXT);
		const problem = messageTextProblem(text);
		if (problem !== undefined) refuse(TEXT, problem);
		const sent = await sendMessageOnce(run, itemIndex, { kind: 'comment', id: commentId }, { text });
		return [toItem({ id: sent.message_id, personId: sent.recipient_id, commentId })];
	},
};
