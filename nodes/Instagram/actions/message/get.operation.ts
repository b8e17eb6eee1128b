/** Message: Get. Meta: `GET /<MESSAGE_ID>?fields=…` ("Conversations API"). */
import { MESSAGE_FIELDS } from '../../protocol/messages/reading';
import { additionalFields } from '../../panel/collections';
import { MORE_MESSAGE_FIELDS, readMoreFields } from '../../panel/moreFields';
import { conversationsOf } from '../../messaging/conversations';
import { toItem, type ReadOperation } from '../../run/operation';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyMessage } from '../../protocol/messages/simplified';
import { readFlag, readOpaqueId } from '../../panel/parameters';
import { MESSAGE_ID, MESSAGE_ID_FIELD } from './messageId';

export const getMessage: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [
		{
			...MESSAGE_ID_FIELD,
			description:
				'One of the 20 newest messages of its conversation. Instagram says that older ones were deleted.',
		},
		SIMPLIFY_FIELD,
		additionalFields([MORE_MESSAGE_FIELDS]),
	],
	async execute({ ctx, graph }, itemIndex) {
		const messageId = readOpaqueId({ ctx, itemIndex }, MESSAGE_ID);
		const fields = readMoreFields(ctx, MESSAGE_FIELDS, itemIndex);
		const message = await conversationsOf(graph).get([messageId], { fields });
		const simple = readFlag({ ctx, itemIndex }, SIMPLIFY);
		return [toItem(simple ? simplifyMessage(message, graph.account) : message)];
	},
};
