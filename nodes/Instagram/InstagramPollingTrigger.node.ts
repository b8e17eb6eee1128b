import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { getConnectedAccount } from './methods/getConnectedAccount';
import { searchMedia } from './methods/listSearchMedia';
import { AUTHENTICATION_FIELD, CREDENTIALS } from './panel/authentication';
import { CONNECTED_ACCOUNT_FIELD } from './panel/connectedAccount';
import { POLLING_FIELDS } from './polling/panel';
import { poll } from './polling/poll';

export class InstagramPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instagram Polling Trigger',
		name: 'instagramPollingTrigger',
		icon: { light: 'file:../../icons/instagram.svg', dark: 'file:../../icons/instagram.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description:
			'Looks for new comments, messages and posts on Instagram and starts a workflow, without a webhook',
		defaults: { name: 'Instagram Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: CREDENTIALS,
		properties: [AUTHENTICATION_FIELD, CONNECTED_ACCOUNT_FIELD, ...POLLING_FIELDS],
	};

	methods = { loadOptions: { getConnectedAccount }, listSearch: { searchMedia } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
