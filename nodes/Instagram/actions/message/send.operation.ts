/** Message: Send. Meta: `POST /<IG_ID>/messages` ("Send Messages"). */
import { messageTextProblem } from '../../protocol/limits';
import { toItem, type KeyedWriteOperation } from '../../shared/operation';
import { readInstagramId, readText, refuse } from '../../shared/parameters';

const RECIPIENT = { name: 'recipientId', label: 'Recipient ID' };
const TEXT = { name: 'text', label: 'Text' };

export const sendMessage: KeyedWriteOperation = {
	overlap: 'writePerKey',
	permission: 'instagram_business_manage_messages',
	properties: [
		{
			displayName: 'Recipient ID',
			name: 'recipientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1234567890123456',
			description:
				'The Instagram-scoped ID (IGSID) of the person, as the Instagram Trigger gives it in senderId. The account may write within 24 hours after the last message of the person.',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. Thanks for your message!',
			description: 'At most 1000 bytes: a letter takes 1 byte, an accented one 2, an emoji 4',
		},
	],
	keyOf: ({ ctx }, itemIndex) => readInstagramId(ctx, RECIPIENT, itemIndex),
	async execute({ ctx, graph }, itemIndex) {
		const recipientId = readInstagramId(ctx, RECIPIENT, itemIndex);
		const text = readText(ctx, TEXT, itemIndex);
		const problem = messageTextProblem(text);
		if (problem !== undefined) refuse(TEXT, problem);
		const sent = await graph.post([graph.account.accountId, 'messages'], {
			recipient: { id: recipientId },
			message: { text },
		});
		return [toItem({ recipientId: sent.recipient_id ?? recipientId, messageId: sent.message_id })];
	},
};
