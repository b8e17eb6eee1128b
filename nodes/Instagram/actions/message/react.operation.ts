/** Message: React. Meta: `POST /<IG_ID>/messages` with `sender_action: react` ("Sender Actions"). */
import type { INodeProperties } from 'n8n-workflow';

import { reactionRequest } from '../../protocol/messages/bodies';
import { toItem, type KeyedWriteOperation } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { readOpaqueId, readText } from '../../panel/parameters';
import { sendSenderAction } from '../../messaging/sendMessage';
import { MESSAGE_ID, MESSAGE_ID_FIELD } from './messageId';
import { readRecipientId, RECIPIENT_LOCATOR } from '../../panel/people';

const REACTION_FIELD: INodeProperties = {
	displayName: 'Reaction',
	name: 'reaction',
	type: 'string',
	default: 'love',
	required: true,
	placeholder: 'e.g. love',
	description: 'The word love for a heart, or any emoji',
};
const REACTION = fieldOf(REACTION_FIELD);

export const react: KeyedWriteOperation = {
	overlap: 'writePerKey',
	permission: 'instagram_business_manage_messages',
	properties: [RECIPIENT_LOCATOR, MESSAGE_ID_FIELD, REACTION_FIELD],
	keyOf: ({ ctx }, itemIndex) => readRecipientId({ ctx, itemIndex }),
	async execute({ ctx, graph }, itemIndex) {
		const recipientId = readRecipientId({ ctx, itemIndex });
		const messageId = readOpaqueId({ ctx, itemIndex }, MESSAGE_ID);
		const reaction = readText({ ctx, itemIndex }, REACTION).trim();
		await sendSenderAction(graph, reactionRequest(recipientId, messageId, reaction));
		return [toItem({ personId: recipientId, messageId, reaction })];
	},
};
