/** Comment: Reply. Meta: `POST /<IG_COMMENT_ID>/replies` with `message` ("IG Comment, Replies"). */
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { postComment } from '../../run/postComment';
import { COMMENT_TEXT, COMMENT_TEXT_FIELD } from './messageField';

export const replyToComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [
		COMMENT_LOCATOR,
		{
			...COMMENT_TEXT_FIELD,
			description:
				'The text of the reply. A reply to a reply is put under the top comment; hidden comments take none.',
		},
	],
	async execute(run, itemIndex) {
		const { ctx } = run;
		const commentId = readCommentId(ctx, itemIndex);
		const message = readText({ ctx, itemIndex }, COMMENT_TEXT);
		const id = await postComment(run, itemIndex, [commentId, 'replies'], { message });
		return [toItem({ id, text: message, commentId })];
	},
};
