/** Comment: Get. Meta: `GET /<IG_COMMENT_ID>?fields=…` ("IG Comment"). */
import { COMMENT, fieldsParameter } from '../../protocol/media/fields';
import { additionalFields } from '../../panel/collections';
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import type { ReadOperation } from '../../run/operation';
import { fieldsOption, readOutput, SIMPLIFY_FIELD } from '../../panel/output';

export const getComment: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_comments',
	properties: [COMMENT_LOCATOR, SIMPLIFY_FIELD, additionalFields([fieldsOption(COMMENT)])],
	async execute({ ctx, graph }, itemIndex) {
		const commentId = readCommentId(ctx, itemIndex);
		const { fields, toItem } = readOutput(ctx, itemIndex, COMMENT);
		return [toItem(await graph.get([commentId], { fields: fieldsParameter(fields) }))];
	},
};
