/** Comment: Get Replies. Meta: `GET /<IG_COMMENT_ID>/replies` ("IG Comment, Replies"). */
import { COMMENT, fieldsParameter } from '../../protocol/media/fields';
import { additionalFields } from '../../panel/collections';
import { LIST_FIELDS, readListLimit } from '../../panel/listFields';
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { noteLook } from '../../run/doubt';
import type { ReadOperation } from '../../run/operation';
import { placeOfComments } from '../../run/postComment';
import { fieldsOption, readOutput, SIMPLIFY_FIELD } from '../../panel/output';
import { COMMENTS_PER_PAGE, mapElements } from '../../graph/paginate';

export const getReplies: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_comments',
	properties: [COMMENT_LOCATOR, ...LIST_FIELDS, SIMPLIFY_FIELD, additionalFields([fieldsOption(COMMENT)])],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const commentId = readCommentId(ctx, itemIndex);
		const { fields, toItem } = readOutput(ctx, itemIndex, COMMENT);
		const limit = readListLimit(ctx, itemIndex);
		const query = { fields: fieldsParameter(fields) };
		const replies = await mapElements(
			graph,
			{ path: [commentId, 'replies'], query, limit, pageSize: COMMENTS_PER_PAGE },
			toItem,
		);
		noteLook(run, placeOfComments(commentId, 'replies'));
		return replies;
	},
};
