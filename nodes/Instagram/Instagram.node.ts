import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { account } from './actions/account/account.resource';
import { comment } from './actions/comment/comment.resource';
import { container } from './actions/container/container.resource';
import { conversation } from './actions/conversation/conversation.resource';
import { media } from './actions/media/media.resource';
import { message } from './actions/message/message.resource';
import {
	receiveDecision,
	SEND_AND_WAIT_WEBHOOKS,
	WAITING_TOOLTIP,
} from './actions/message/sendAndWait.webhook';
import { messengerProfile } from './actions/messengerProfile/messengerProfile.resource';
import { post } from './actions/post/post.resource';
import { runItems } from './actions/router';
import { user } from './actions/user/user.resource';
import { webhookSubscription } from './actions/webhookSubscription/webhookSubscription.resource';
import { welcomeFlow } from './actions/welcomeFlow/welcomeFlow.resource';
import { getConnectedAccount } from './methods/getConnectedAccount';
import { searchComments } from './methods/listSearchComments';
import { searchConversations, searchPeople } from './methods/listSearchConversations';
import { searchMedia, searchTaggedMedia } from './methods/listSearchMedia';
import { AUTHENTICATION_FIELD, CREDENTIALS } from './panel/authentication';
import { CONNECTED_ACCOUNT_FIELD } from './panel/connectedAccount';
import { panelOf } from './panel/panelOf';

const RESOURCES = {
	account,
	comment,
	container,
	conversation,
	media,
	message,
	messengerProfile,
	post,
	user,
	webhookSubscription,
	welcomeFlow,
};

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
		webhooks: SEND_AND_WAIT_WEBHOOKS,
		waitingNodeTooltip: WAITING_TOOLTIP,
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
					{ name: 'Conversation', value: 'conversation' },
					{ name: 'Media', value: 'media' },
					{ name: 'Message', value: 'message' },
					{ name: 'Messenger Profile', value: 'messengerProfile' },
					{ name: 'Post', value: 'post' },
					{ name: 'User', value: 'user' },
					{ name: 'Webhook Subscription', value: 'webhookSubscription' },
					{ name: 'Welcome Flow', value: 'welcomeFlow' },
				],
				default: 'post',
			},
			...Object.entries(RESOURCES).flatMap(([name, resource]) => panelOf(name, resource)),
		],
	};

	methods = {
		loadOptions: { getConnectedAccount },
		listSearch: { searchComments, searchConversations, searchMedia, searchPeople, searchTaggedMedia },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, RESOURCES);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveDecision(this);
	}
}
