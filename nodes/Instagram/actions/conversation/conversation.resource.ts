import type { Resource } from '../../run/operation';
import { getConversation } from './get.operation';
import { getManyConversations } from './getMany.operation';
import { getConversationMessages } from './getMessages.operation';

export const conversation: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get conversation',
				description: 'Get a conversation and who takes part in it',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many conversations',
				description:
					'List conversations, the one with the newest message first, or find the one with a person',
			},
			{
				name: 'Get Messages',
				value: 'getMessages',
				action: 'Get messages of conversation',
				description:
					'List the messages of a conversation, newest first; Instagram lets only the 20 newest be read',
			},
		],
		default: 'getMany',
	},
	operations: { get: getConversation, getMany: getManyConversations, getMessages: getConversationMessages },
};
