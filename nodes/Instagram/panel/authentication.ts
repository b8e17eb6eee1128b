/** The credentials of the nodes, and the field that chooses between them. */
import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { BUSINESS_LOGIN_TYPE, PASTED_TOKEN_TYPE } from '../transport/context';

export const CREDENTIALS: INodeCredentialDescription[] = [
	{ name: BUSINESS_LOGIN_TYPE, required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
	{ name: PASTED_TOKEN_TYPE, required: true, displayOptions: { show: { authentication: ['accessToken'] } } },
];

export const AUTHENTICATION_FIELD: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'Business Login (OAuth2)', value: 'oAuth2' },
		{ name: 'Access Token', value: 'accessToken' },
	],
	default: 'oAuth2',
};
