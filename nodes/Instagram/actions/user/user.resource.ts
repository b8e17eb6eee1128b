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
				action: 'Get profile of person who wrote to account',
				description: 'Get the profile of a person who has written to the account',
			},
		],
		default: 'get',
	},
	operations: { get: getUser },
};
