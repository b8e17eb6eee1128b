/** Webhook Subscription: Unsubscribe. Meta: `DELETE /<IG_ID>/subscribed_apps` ("Instagram Webhooks"). */
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { unsubscribeApp } from '../../graph/subscribedApps';

export const unsubscribe: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_basic',
	properties: [],
	async execute({ graph }) {
		await unsubscribeApp(graph);
		const { accountId, username } = graph.account;
		return [toItem({ accountId, username, subscribed: false, subscribedFields: [] })];
	},
};
