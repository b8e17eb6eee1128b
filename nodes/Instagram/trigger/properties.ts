/** The fields of the trigger's panel; trigger/settings reads them. */
import type { INodeProperties } from 'n8n-workflow';

import { EVENT_KINDS } from '../protocol/events/kinds';

const EVENT_CHOICES = EVENT_KINDS.map(({ name, field, description }) => ({ name, value: field, description })).sort((a, b) =>
	a.name.localeCompare(b.name, 'en'),
);

export const TRIGGER_FIELDS: INodeProperties[] = [
	{
		displayName:
			'Paste the webhook URL above into the Meta app under Instagram > API setup with Instagram login > Configure webhooks, with the Webhook Verify Token of the credential. A Meta app has one callback URL: use the production URL.',
		name: 'callbackNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: EVENT_CHOICES,
		default: ['messages'],
		required: true,
		description: 'What starts the workflow',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Accounts',
				name: 'accounts',
				type: 'options',
				options: [
					{ name: 'Connected Account', value: 'connected', description: 'Only events of the account of the credential' },
					{ name: 'All Accounts', value: 'all', description: 'Events of every account that the Meta app delivers to this URL' },
				],
				default: 'connected',
				description: 'Whose events start the workflow',
			},
			{
				displayName: 'Include Own Messages and Comments',
				name: 'includeOwn',
				type: 'boolean',
				default: false,
				description:
					'Whether what the account itself sends and writes starts the workflow too. A workflow that answers would then answer itself.',
			},
		],
	},
];
