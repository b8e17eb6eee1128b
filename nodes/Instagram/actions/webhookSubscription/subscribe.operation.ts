/**
 * Webhook Subscription: Subscribe. Meta: `POST /<IG_ID>/subscribed_apps` with `subscribed_fields` ("Instagram
 * Webhooks").
 */
import type { INodeProperties } from 'n8n-workflow';

import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { readFlag } from '../../panel/parameters';
import { EVENT_KINDS } from '../../protocol/events/kinds';
import { eventChoices } from '../../panel/eventFilters';
import { readTextList } from '../../panel/lists';
import { refuse } from '../../panel/source';
import { readSubscribedFields, subscribeFields } from '../../graph/subscribedApps';

const SUBSCRIBABLE = EVENT_KINDS.filter(({ field, subscribedFields }) => subscribedFields.includes(field));

const SUBSCRIBED_FIELDS_FIELD: INodeProperties = {
	displayName: 'Events',
	name: 'subscribedFields',
	type: 'multiOptions',
	options: eventChoices(SUBSCRIBABLE),
	default: ['messages', 'comments'],
	required: true,
	description:
		'The events of the account that Instagram sends to the app. The app must be subscribed to them in the Meta App Dashboard too.',
};

const KEEP_OTHERS_FIELD: INodeProperties = {
	displayName: 'Keep Other Events',
	name: 'keepOthers',
	type: 'boolean',
	default: true,
	description:
		'Whether the account stays subscribed to its other events. Turn it off only if no other workflow depends on them.',
};

const SUBSCRIBED_FIELDS = fieldOf(SUBSCRIBED_FIELDS_FIELD);
const KEEP_OTHERS = fieldOf(KEEP_OTHERS_FIELD);

export const subscribeToEvents: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_basic',
	properties: [SUBSCRIBED_FIELDS_FIELD, KEEP_OTHERS_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const wanted = readTextList({ ctx, itemIndex }, SUBSCRIBED_FIELDS);
		if (wanted.length === 0)
			refuse(
				SUBSCRIBED_FIELDS,
				'is empty',
				'To end the subscription, use Webhook Subscription > Unsubscribe.',
			);
		const kept = readFlag({ ctx, itemIndex }, KEEP_OTHERS) ? await readSubscribedFields(graph) : [];
		const subscribedFields = [...new Set([...kept, ...wanted])];
		await subscribeFields(graph, subscribedFields);
		const { accountId, username } = graph.account;
		return [toItem({ accountId, username, subscribed: true, subscribedFields })];
	},
};
