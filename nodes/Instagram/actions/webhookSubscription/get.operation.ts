/** Webhook Subscription: Get. Meta: `GET /<IG_ID>/subscribed_apps` ("Instagram Webhooks"). */
import { toItem, type ReadOperation } from '../../run/operation';
import { readSubscribedFields } from '../../graph/subscribedApps';

export const getSubscription: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [],
	async execute({ graph }) {
		const subscribedFields = await readSubscribedFields(graph);
		const { accountId, username } = graph.account;
		return [toItem({ accountId, username, subscribed: subscribedFields.length > 0, subscribedFields })];
	},
};
