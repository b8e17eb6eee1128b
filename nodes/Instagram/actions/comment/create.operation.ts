/** Comment: Create. Meta: `POST /<IG_MEDIA_ID>/comments` with `message` ("IG Media, Comments"). */
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { postComment } from '../../run/postComment';

const MESSAGE = { name: 'message', label: 'Message' };

export const createComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [
		MEDIA_LOCATOR,
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. Thank you!',
			description: 'The text of the comment; live videos take no comments through the API',
		},
	],
	async execute(run, itemIndex) {
		const message = readText({ ctx: run.ctx, itemIndex }, MESSAGE);
		const mediaId = await readMediaId(run, itemIndex);
		const id = await postComment(run, itemIndex, [mediaId, 'comments'], { message });
		return [toItem({ id, text: message, mediaId })];
	},
};
