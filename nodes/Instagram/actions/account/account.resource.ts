import type { Resource } from '../../run/operation';
import { checkSetup } from './checkSetup.operation';
import { getAccount } from './get.operation';
import { getConnectionStatus } from './getConnectionStatus.operation';
import { getAccountInsights } from './getInsights.operation';
import { getPublishingLimit } from './getPublishingLimit.operation';

export const account: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Check Setup',
				value: 'checkSetup',
				action: 'Check setup of account',
				description:
					'Check login, account, permissions, webhooks and n8n in turn: one item for each, with what to do where something is wrong',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get connected account',
				description: 'Get the profile of the connected Instagram account',
			},
			{
				name: 'Get Connection Status',
				value: 'getConnectionStatus',
				action: 'Get connection status of account',
				description:
					'Get who is connected, when the login expires and what was granted. A lost login is a result, so that a schedule can warn.',
			},
			{
				name: 'Get Insights',
				value: 'getInsights',
				action: 'Get insights of account',
				description: 'Get views, reach, interactions and more of the account, or who its audience is',
			},
			{
				name: 'Get Publishing Limit',
				value: 'getPublishingLimit',
				action: 'Get publishing limit of account',
				description: 'Get how many posts the account has published in 24 hours, and how many it may publish',
			},
		],
		default: 'get',
	},
	operations: {
		checkSetup,
		get: getAccount,
		getConnectionStatus,
		getInsights: getAccountInsights,
		getPublishingLimit,
	},
};
