import type { Resource } from '../../run/operation';
import { getSubscription } from './get.operation';
import { subscribeToEvents } from './subscribe.operation';
import { unsubscribe } from './unsubscribe.operation';

export const webhookSubscription: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get webhook subscription of account',
				description: 'Get the events of the account that Instagram sends to the app',
			},
			{
				name: 'Subscribe',
				value: 'subscribe',
				action: 'Subscribe account to webhook events',
				description:
					'Make Instagram send events of the account to the app. An active Instagram Trigger does this by itself.',
			},
			{
				name: 'Unsubscribe',
				value: 'unsubscribe',
				action: 'Unsubscribe account from all webhook events',
				description:
					'Stop Instagram from sending events of the account; its Instagram Triggers then receive nothing',
			},
		],
		default: 'get',
	},
	operations: { get: getSubscription, subscribe: subscribeToEvents, unsubscribe },
};
