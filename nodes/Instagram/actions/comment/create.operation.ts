/** Comment: Create. Meta: `POST /<IG_MEDIA_ID>/comments` with `message` ("IG Media, Comments"). */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../panel/fieldOf';
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
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
	description: 'The text of the comment; live videos take no comments through the API',
};
const MESSAGE = fieldOf(MESSAGE_FIELD);

export const createComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [MEDIA_LOCATOR, MESSAGE_FIELD],
	async execute(run, itemIndex) {
		const message = readText({ ctx: run.ctx, itemIndex }, MESSAGE);
		const mediaId = await readMediaId(run, itemIndex);
		const id = await postComment(run, itemIndex, [mediaId, 'comments'], { message });
		return [toItem({ id, text: message, mediaId })];
	},
};
