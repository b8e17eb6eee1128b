/** Comment: Delete. Meta: `DELETE /<IG_COMMENT_ID>`, by the owner of the media ("IG Comment"). */
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { deleteOnce } from '../../run/deleteOnce';
import { toItem, type OrderedWriteOperation } from '../../run/operation';

const LOST = {
	what: 'The comment may have been deleted',
	remedy: 'Check under the post whether it is still there.',
};

export const deleteComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [COMMENT_LOCATOR],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const commentId = readCommentId(ctx, itemIndex);
		await deleteOnce(run, itemIndex, {
			remove: async () => await graph.delete([commentId]),
			async isGone() {
				await graph.get([commentId], { fields: 'id' });
				return false;
			},
			lost: LOST,
		});
		return [toItem({ id: commentId, deleted: true })];
	},
};
