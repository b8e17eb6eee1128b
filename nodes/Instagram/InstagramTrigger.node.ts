import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { getConnectedAccount } from './methods/getConnectedAccount';
import { searchMedia } from './methods/listSearchMedia';
import { AUTHENTICATION_FIELD, CREDENTIALS } from './panel/authentication';
import { CONNECTED_ACCOUNT_FIELD } from './panel/connectedAccount';
import { activate, deactivate } from './trigger/lifecycle';
import { TEST_HELP, TRIGGER_FIELDS } from './trigger/panel';
import { keepEmitter } from './trigger/emitter';
import { enrich } from './trigger/enrich';
import { DEAUTHORIZE_PATH, DELETION_PATH } from './trigger/loginCallback';
import { receive } from './trigger/receive';

export class InstagramTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instagram Trigger',
		name: 'instagramTrigger',
		icon: { light: 'file:../../icons/instagram.svg', dark: 'file:../../icons/instagram.dark.svg' },
		group: ['trigger'],
		// not 1: for that version n8n evaluates an expression at every request to a webhook node, which takes as
		// long as everything else
		version: 2,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description: 'Starts a workflow when a direct message, a comment or another event arrives on Instagram',
		defaults: { name: 'Instagram Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: CREDENTIALS,
		triggerPanel: {
			header: 'Try it with a real event',
			executionsHelp: {
				inactive: TEST_HELP,
				active: TEST_HELP,
			},
			activationHint:
				'Publish the workflow, then open Webhook URLs above and copy the <b>Production URL</b> into the Meta app.',
		},
		// GET first: n8n registers in this order, and Meta sends a GET while the callback is being set
		webhooks: [
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook', ndvHideUrl: true },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
			// the two URLs of Meta's Business login settings (docs/trigger.md), and the page that the second one
			// leads people to
			{
				name: 'setup',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: DEAUTHORIZE_PATH,
				ndvHideUrl: '={{ !$parameter["events"].includes("deauthorized") }}',
			},
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: DELETION_PATH,
				ndvHideUrl: true,
			},
			{
				name: 'setup',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: DELETION_PATH,
				ndvHideUrl: '={{ !$parameter["events"].includes("dataDeletionRequested") }}',
			},
		],
		properties: [AUTHENTICATION_FIELD, CONNECTED_ACCOUNT_FIELD, ...TRIGGER_FIELDS],
	};

	methods = { loadOptions: { getConnectedAccount }, listSearch: { searchMedia } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await activate(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await deactivate(this);
			},
		},
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return keepEmitter(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await enrich(this);
	}
}
