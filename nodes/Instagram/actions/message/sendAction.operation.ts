/**
 * Message: Send Action. Meta: `POST /<IG_ID>/messages` with a `sender_action` and nothing else ("Sender
 * Actions").
 */
import type { INodeProperties } from 'n8n-workflow';

import { senderActionRequest } from '../../protocol/messages/bodies';
import { toItem, type KeyedWriteOperation } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { readChoice } from '../../panel/parameters';
import { sendSenderAction } from '../../messaging/sendMessage';
import { readRecipientId, RECIPIENT_LOCATOR } from '../../panel/people';

const SENDER_ACTION_FIELD: INodeProperties = {
	displayName: 'Action',
	name: 'senderAction',
	type: 'options',
	options: [
		{
			name: 'Mark as Seen',
			value: 'mark_seen',
			description: 'Shows the person that the last message was read',
		},
		{ name: 'Typing Off', value: 'typing_off', description: 'Hides the typing bubble' },
		{
			name: 'Typing On',
			value: 'typing_on',
			description: 'Shows a typing bubble until the next message, for some seconds at most',
		},
	],
	default: 'typing_on',
};
const SENDER_ACTION = fieldOf(SENDER_ACTION_FIELD);

export const sendAction: KeyedWriteOperation = {
	overlap: 'writePerKey',
	permission: 'instagram_business_manage_messages',
	properties: [RECIPIENT_LOCATOR, SENDER_ACTION_FIELD],
	keyOf: ({ ctx }, itemIndex) => readRecipientId({ ctx, itemIndex }),
	async execute({ ctx, graph }, itemIndex) {
		const recipientId = readRecipientId({ ctx, itemIndex });
		const senderAction = readChoice({ ctx, itemIndex }, SENDER_ACTION, [
			'mark_seen',
			'typing_off',
			'typing_on',
		] as const);
		await sendSenderAction(graph, senderActionRequest(recipientId, senderAction));
		return [toItem({ personId: recipientId, senderAction })];
	},
};
