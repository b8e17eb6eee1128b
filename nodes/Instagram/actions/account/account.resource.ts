import type { Resource } from '../../shared/operation';
import { getAccount } from './get.operation';
import { getPublishingLimit } from './getPublishingLimit.operation';

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
			{
				name: 'Get Publishing Limit',
				value: 'getPublishingLimit',
				action: 'Get the publishing limit',
				description: 'See how many posts the account may still publish through the API',
			},
		],
		default: 'get',
	},
	operations: { get: getAccount, getPublishingLimit },
};
