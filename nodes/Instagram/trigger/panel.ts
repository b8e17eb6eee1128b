/** The fields of the trigger's panel; settings, forward, appCallback and lifecycle read them. */
import type { INodeProperties } from 'n8n-workflow';

import { EVENT_KINDS } from '../protocol/events/kinds';
import { EVENT_ADDITION_FIELDS } from '../panel/eventAdditions';
import { EVENT_FILTER_FIELDS, eventChoices } from '../panel/eventFilters';
import { SIMPLIFY_FIELD } from '../panel/output';
import { optionsOf } from '../panel/collections';

export const EVENTS_FIELD: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: eventChoices(EVENT_KINDS),
	default: ['messages'],
	required: true,
	description: 'What starts the workflow',
};

export const ACCOUNTS_FIELD: INodeProperties = {
	displayName: 'Accounts',
	name: 'accounts',
	type: 'options',
	options: [
		{
			name: 'All Accounts',
			value: 'all',
			description: 'Events of every account that the Meta app delivers to this URL',
		},
		{
			name: 'Connected Account',
			value: 'connected',
			description: 'Only events of the account of the credential',
		},
	],
	default: 'connected',
	description: 'Whose events start the workflow',
};

export const APP_CALLBACK_FIELD: INodeProperties = {
	displayName: "App's Callback URL",
	name: 'appCallback',
	type: 'options',
	options: [
		{
			name: 'Leave as It Is',
			value: 'keep',
			description: 'You set the callback URL in the App Dashboard',
		},
		{
			name: 'Set if Free',
			value: 'setIfFree',
			description: 'Set this trigger as the callback of the Meta app, unless it has another one',
		},
		{
			name: 'Take Over',
			value: 'takeOver',
			description: 'Set this trigger as the callback; a receiver that was set before then gets nothing',
		},
	],
	default: 'keep',
	description:
		'Whether activating the workflow sets the callback URL of the Meta app. Needs Meta App ID, and the Meta App Secret in the credential. Meta documents it unclearly; setting the URL in the App Dashboard always works. Test runs never change it.',
};

export const FORWARD_TO_FIELD: INodeProperties = {
	displayName: 'Forward To',
	name: 'forwardTo',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add URL' },
	default: [],
	placeholder: 'e.g. https://n8n.example.com/webhook/0b8c…/webhook',
	description:
		'Webhook URLs of other Instagram Triggers, production or test, that receive every delivery too, unchanged and with its signature. A Meta app has one callback URL; this way several workflows receive its events.',
};

export const FORWARD_TO_PRIVATE_FIELD: INodeProperties = {
	displayName: 'Forward to Private Addresses',
	name: 'forwardToPrivate',
	type: 'boolean',
	default: false,
	description: 'Whether the URLs under Forward To may lead into your own network, also without https',
};

export const CALLBACK_APP_ID_FIELD: INodeProperties = {
	displayName: 'Meta App ID',
	name: 'metaAppId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1234567890123456',
	description:
		"Only for App's Callback URL: the ID at the top of the App Dashboard, not the one of the Instagram app",
};

export const INCLUDE_DELETED_FIELD: INodeProperties = {
	displayName: 'Include Deleted Messages',
	name: 'includeDeleted',
	type: 'boolean',
	default: false,
	description:
		'Whether a message that its sender takes back starts the workflow too, a second time and without its text. Needed where messages are stored: Instagram wants them deleted there too.',
};

export const READ_MISSING_TEXT_FIELD: INodeProperties = {
	displayName: 'Read Missing Text',
	name: 'readMissingText',
	type: 'boolean',
	default: false,
	description:
		'Whether to read text and sender of a message that Instagram only announces (Message Edit with edit number 0). Some apps receive these instead of messages.',
};

export const UNSUBSCRIBE_FIELD: INodeProperties = {
	displayName: 'Unsubscribe on Deactivate',
	name: 'unsubscribeOnDeactivate',
	type: 'boolean',
	default: false,
	description:
		"Whether deactivating the workflow ends the account's subscription to the events that no other active workflow with this credential needs. Workflows that use another credential for the same account then receive nothing until they are activated again.",
};

const OPTIONS = optionsOf([
	...EVENT_FILTER_FIELDS,
	...EVENT_ADDITION_FIELDS,
	ACCOUNTS_FIELD,
	APP_CALLBACK_FIELD,
	FORWARD_TO_FIELD,
	FORWARD_TO_PRIVATE_FIELD,
	CALLBACK_APP_ID_FIELD,
	INCLUDE_DELETED_FIELD,
	READ_MISSING_TEXT_FIELD,
	UNSUBSCRIBE_FIELD,
]);

/** Why "Listen for test event" receives nothing at first: Meta does not know the test URL. */
export const TEST_HELP =
	'Meta sends events to one URL only, the callback of the Meta app. To see events here while testing, do one of these: <b>put this test URL under Forward To</b> of the Instagram Trigger in a published workflow, or <b>set it as the callback</b> of the Meta app while you test, or use the <b>Instagram Polling Trigger</b>, which needs no webhook. Then press the button and send the account a message.';

export const TRIGGER_FIELDS: INodeProperties[] = [
	{
		displayName:
			'Publish the workflow, open Webhook URLs above and copy the <b>Production URL</b> into the Meta app: Instagram > API setup with Instagram login > Configure webhooks, with the Webhook Verify Token of the credential. A Meta app has one callback URL; Forward To passes its events on to other workflows and to a test URL.',
		name: 'callbackNotice',
		type: 'notice',
		default: '',
	},
	EVENTS_FIELD,
	SIMPLIFY_FIELD,
	OPTIONS,
];
