import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { AUTHORIZE_URL, CODE_EXCHANGE_URL, TOKEN_EXCHANGE_URL } from '../nodes/Instagram/protocol/hosts';
import {
	DEFAULT_PERMISSIONS,
	parseStoredToken,
	parseTokenGrant,
	renewedToken,
	toOauthTokenData,
	type TokenGrant,
} from '../nodes/Instagram/protocol/tokens';
import { BoundedMap } from '../nodes/Instagram/transport/boundedMap';
import { DASHBOARD, ONLY_INSTAGRAM, READ_ACCOUNT, VERIFY_TOKEN_FIELD, WORKERS_FIELD } from './sharedFields';

const EXCHANGE_TIMEOUT_MS = 20_000;
const MOST_TOKENS = 100;

/**
 * What each one-hour token was exchanged for. Until one of our nodes stores the new token, n8n asks for it
 * before every request of an HTTP Request node.
 */
const exchanges = new BoundedMap<string, Promise<TokenGrant | undefined>>(MOST_TOKENS);

/**
 * The chosen permissions, with the one that all others need. n8n's editor does not fill in the default of the
 * field and saves an empty list, which nobody wants, so it means the default.
 */
const SCOPE = `={{ Array.from(new Set(["instagram_business_basic"].concat(($self["permissions"] || []).length ? $self["permissions"] : ${JSON.stringify(DEFAULT_PERMISSIONS)}))).join(",") }}`;

/** Meta's defaults are not sent ("Business Login for Instagram": `force_reauth`, `enable_fb_login`). */
const AUTHORIZE_PARAMETERS =
	'={{ [$self["forceReauth"] ? "force_reauth=true" : "", $self["enableFbLogin"] === false ? "enable_fb_login=false" : ""].filter((text) => text !== "").join("&") }}';

/**
 * Business Login for Instagram. n8n runs the login and stores its one-hour token; the nodes of this package
 * exchange and renew it (login/oauth2Session). `preAuthentication` covers what runs without our nodes, such
 * as n8n's HTTP Request node and the credential test.
 */
export class InstagramBusinessLoginOAuth2Api implements ICredentialType {
	name = 'instagramBusinessLoginOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Instagram Business Login OAuth2 API';

	icon: Icon = { light: 'file:../icons/instagram.svg', dark: 'file:../icons/instagram.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-instagram-login/n8n-nodes-instagram-login#connect-a-real-account';

	properties: INodeProperties[] = [
		{
			displayName:
				'Within one hour after connecting, open an Instagram node with this credential. After that it stays connected as long as it is used at least once in 60 days.',
			name: 'lifetimeNotice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{ displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: AUTHORIZE_URL },
		{ displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: CODE_EXCHANGE_URL },
		{
			displayName: 'Instagram App ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1234567890123456',
			// n8n's editor shows its own "Client ID" in place of the name above; people see the hint
			hint: `The Instagram app ID, under ${DASHBOARD}. Not the Facebook App ID at the top of the dashboard: with that one Instagram says "Invalid platform app".`,
		},
		{
			displayName: 'Instagram App Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: `The Instagram app secret, beside the Instagram app ID under ${DASHBOARD}. Incoming webhooks are verified with it too.`,
		},
		{
			displayName: 'Permissions',
			name: 'permissions',
			type: 'multiOptions',
			options: [
				{
					name: 'Basic (Always Needed)',
					value: 'instagram_business_basic',
					description: 'Read the profile and its posts',
				},
				{
					name: 'Manage Comments',
					value: 'instagram_business_manage_comments',
					description: 'Read, write, hide and delete comments, and answer them privately',
				},
				{
					name: 'Manage Insights',
					value: 'instagram_business_manage_insights',
					description: 'Read the statistics of the account and its posts',
				},
				{
					name: 'Manage Messages',
					value: 'instagram_business_manage_messages',
					description: 'Read and send direct messages',
				},
				{
					name: 'Publish Content',
					value: 'instagram_business_content_publish',
					description: 'Publish photos, reels, carousels and stories',
				},
			],
			default: [...DEFAULT_PERMISSIONS],
			// n8n's editor does not fill in the default of such a field in a credential
			hint: 'Nothing chosen means: Basic, Publish Content, Manage Messages and Manage Comments',
			description:
				'What the app may do. Connect again after a change. In the Meta app each needs Standard Access for your own accounts, Advanced Access for others.',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: SCOPE,
		},
		{
			displayName: 'Ask for the Login Again',
			name: 'forceReauth',
			type: 'boolean',
			default: false,
			hint: 'Connect takes the account that the browser is logged in to. With several accounts, turn this on: Instagram then asks which one.',
			description: 'Whether Instagram asks for username and password although the browser is logged in',
		},
		{
			displayName: 'Offer the Login With Facebook',
			name: 'enableFbLogin',
			type: 'boolean',
			default: true,
			description: 'Whether the login page of Instagram shows "Log in with Facebook"',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: AUTHORIZE_PARAMETERS,
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		VERIFY_TOKEN_FIELD,
		{
			displayName: 'Meta App Secret',
			name: 'metaAppSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only if webhooks are refused with the Instagram app secret: the secret under App Dashboard > App settings > Basic, which is tried second',
		},
		WORKERS_FIELD,
		...ONLY_INSTAGRAM,
	];

	test = READ_ACCOUNT;

	/**
	 * n8n calls this before every request it signs (since n8n-core 2.20) and forgets the result. It exchanges a
	 * one-hour token once, costs nothing afterwards, and never throws: the request then fails with Meta's own
	 * reason.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const token = parseStoredToken(credentials.oauthTokenData);
		if (!token || token.longLived) return {};
		const { accessToken } = token;
		const exchange = async () => await requestExchange(this, accessToken, credentials.clientSecret);
		const grant = await exchanges.getOrCreate(accessToken, exchange);
		if (!grant) {
			exchanges.delete(accessToken);
			// n8n signs with a flat token, also when Meta answered with a list
			return { oauthTokenData: { access_token: accessToken } };
		}
		return { oauthTokenData: toOauthTokenData(renewedToken(token, grant, Date.now())) as IDataObject };
	}
}

async function requestExchange(
	{ helpers }: IHttpRequestHelper,
	accessToken: string,
	clientSecret: unknown,
): Promise<TokenGrant | undefined> {
	const qs = {
		grant_type: 'ig_exchange_token',
		client_secret: typeof clientSecret === 'string' ? clientSecret.trim() : '',
		access_token: accessToken,
	};
	try {
		return parseTokenGrant(
			await helpers.httpRequest({ url: TOKEN_EXCHANGE_URL, qs, timeout: EXCHANGE_TIMEOUT_MS }),
		);
	} catch {
		return undefined;
	}
}
