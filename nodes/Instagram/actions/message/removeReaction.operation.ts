/**
 * Message: Remove Reaction. Meta: `POST /<IG_ID>/messages` with `sender_action: unreact` ("Sender Actions").
 */
import { unreactRequest } from '../../protocol/messages/bodies';
import { toItem, type KeyedWriteOperation } from '../../run/operation';
import { readOpaqueId } from '../../panel/parameters';
import { sendSenderAction } from '../../messaging/sendMessage';
import { MESSAGE_ID, MESSAGE_ID_FIELD } from './messageId';
import { readRecipientId, RECIPIENT_LOCATOR } from '../../panel/people';

export const removeReaction: KeyedWriteOperation = {
	overlap: 'writePerKey',
	permission: 'instagram_business_manage_messages',
	properties: [RECIPIENT_LOCATOR, MESSAGE_ID_FIELD],
	keyOf: ({ ctx }, itemIndex) => readRecipientId({ ctx, itemIndex }),
	async execute({ ctx, graph }, itemIndex) {
		const recipientId = readRecipientId({ ctx, itemIndex });
		const messageId = readOpaqueId({ ctx, itemIndex }, MESSAGE_ID);
		await sendSenderAction(graph, unreactRequest(recipientId, messageId));
		return [toItem({ personId: recipientId, messageId, reaction: null })];
	},
};
