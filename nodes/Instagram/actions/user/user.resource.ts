import type { Resource } from '../../run/operation';
import { getUser } from './get.operation';

export const user: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get the profile of a person',
				description: 'Get the profile of a person who has written to the account',
			},
		],
		default: 'get',
	},
	operations: { get: getUser },
};
