/**
 * Comment: Send Private Reply. Meta: `POST /<IG_ID>/messages` with `recipient.comment_id` ("Private
 * Replies").
 */
import { messageTextProblem } from '../../protocol/limits';
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { refuse } from '../../panel/source';
import { sendMessageOnce } from '../../messaging/sendMessage';

const TEXT = { name: 'text', label: 'Text' };

export const sendPrivateReply: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [
		COMMENT_LOCATOR,
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. Here is the link you asked for',
			description:
				'At most 1000 bytes. One message per comment is allowed, within 7 days; more can follow once the person has answered.',
		},
	],
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
