/** What both credential types say alike. */
import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';

import {
	CREDENTIAL_TEST_RULES,
	STATUS_WITHOUT_REASON,
} from '../nodes/Instagram/protocol/errors/credentialTest';
import { GRAPH_BASE_URL, GRAPH_HOST } from '../nodes/Instagram/protocol/hosts';
import { ACCOUNT_FIELDS } from '../nodes/Instagram/protocol/tokens';

export const DASHBOARD = 'App Dashboard > Instagram > API setup with Instagram login';

export const VERIFY_TOKEN_FIELD: INodeProperties = {
	displayName: 'Webhook Verify Token',
	name: 'webhookVerifyToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	hint: `Only for the Instagram Trigger. A word of your choice; type the same one under ${DASHBOARD} > Configure webhooks > Verify token.`,
};

export const WORKERS_FIELD: INodeProperties = {
	displayName: 'Number of Workers',
	name: 'workers',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description:
		'How many processes of n8n run workflows with this account (queue mode: the workers). Instagram counts messages and reads of conversations per account, so each process takes its share.',
};

/** Without these n8n would let an HTTP Request node, or an agent's HTTP tool, send the token to any host. */
export const ONLY_INSTAGRAM: INodeProperties[] = [
	{
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'hidden',
		default: 'domains',
	},
	{ displayName: 'Allowed Domains', name: 'allowedDomains', type: 'hidden', default: GRAPH_HOST },
];

/** Asks Instagram whose the token is. */
export const READ_ACCOUNT: ICredentialTestRequest = {
	request: {
		baseURL: GRAPH_BASE_URL,
		url: '/me',
		qs: { fields: ACCOUNT_FIELDS },
		ignoreHttpStatusErrors: { ignore: true, except: STATUS_WITHOUT_REASON },
	},
	rules: CREDENTIAL_TEST_RULES,
};
