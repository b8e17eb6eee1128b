import type { Resource } from '../../shared/operation';
import { getAccount } from './get.operation';

export const account: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get the connected account',
				description: 'Get the profile of the connected Instagram account',
			},
		],
		default: 'get',
	},
	operations: { get: getAccount },
};
