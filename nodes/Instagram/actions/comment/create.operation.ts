/** Comment: Create. Meta: `POST /<IG_MEDIA_ID>/comments` with `message` ("IG Media, Comments"). */
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { postComment } from '../../run/postComment';
import { COMMENT_TEXT, COMMENT_TEXT_FIELD } from './messageField';

export const createComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [
		MEDIA_LOCATOR,
		{
			...COMMENT_TEXT_FIELD,
			description: 'The text of the comment; live videos take no comments through the API',
		},
	],
	async execute(run, itemIndex) {
		const message = readText({ ctx: run.ctx, itemIndex }, COMMENT_TEXT);
		const mediaId = await readMediaId(run, itemIndex);
		const id = await postComment(run, itemIndex, [mediaId, 'comments'], { message });
		return [toItem({ id, text: message, mediaId })];
	},
};
