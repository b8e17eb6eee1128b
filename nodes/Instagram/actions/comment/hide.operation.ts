/** Comment: Hide. Meta: `POST /<IG_COMMENT_ID>` with `hide=true` ("IG Comment"). */
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';

export const hideComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [COMMENT_LOCATOR],
	async execute({ ctx, graph }, itemIndex) {
		const commentId = readCommentId(ctx, itemIndex);
		await graph.post([commentId], { hide: true }, { repeatable: true });
		return [toItem({ id: commentId, hidden: true })];
	},
};
