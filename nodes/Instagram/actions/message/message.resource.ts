import type { Resource } from '../../shared/operation';
import { sendMessage } from './send.operation';

export const message: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Send',
				value: 'send',
				action: 'Send a message',
				description: 'Send a direct message to a person who has written to the account',
			},
		],
		default: 'send',
	},
	operations: { send: sendMessage },
};
