import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { account } from './actions/account/account.resource';
import { comment } from './actions/comment/comment.resource';
import { container } from './actions/container/container.resource';
import { message } from './actions/message/message.resource';
import { post } from './actions/post/post.resource';
import { runItems } from './actions/router';
import { webhookSubscription } from './actions/webhookSubscription/webhookSubscription.resource';
import { getConnectedAccount } from './methods/getConnectedAccount';
import { searchComments } from './methods/listSearchComments';
import { searchConversations } from './methods/listSearchConversations';
import { searchMedia, searchTaggedMedia } from './methods/listSearchMedia';
import { AUTHENTICATION_FIELD, CREDENTIALS } from './shared/authentication';
import { CONNECTED_ACCOUNT_FIELD } from './shared/connectedAccount';
import { panelOf } from './shared/properties';

const RESOURCES = { account, comment, container, message, post, webhookSubscription };

export class Instagram implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Instagram',
		name: 'instagram',
		icon: { light: 'file:../../icons/instagram.svg', dark: 'file:../../icons/instagram.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Publish posts, send messages and moderate comments on Instagram',
		defaults: { name: 'Instagram' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: CREDENTIALS,
		properties: [
			AUTHENTICATION_FIELD,
			CONNECTED_ACCOUNT_FIELD,
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Account', value: 'account' },
					{ name: 'Comment', value: 'comment' },
					{ name: 'Container', value: 'container' },
					{ name: 'Message', value: 'message' },
					{ name: 'Post', value: 'post' },
					{ name: 'Webhook Subscription', value: 'webhookSubscription' },
				],
				default: 'post',
			},
			...Object.entries(RESOURCES).flatMap(([name, resource]) => panelOf(name, resource)),
		],
	};

	methods = {
		loadOptions: { getConnectedAccount },
		listSearch: { searchComments, searchConversations, searchMedia, searchTaggedMedia },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, RESOURCES);
	}
}
