import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { GRAPH_BASE_URL, TOKEN_EXCHANGE_URL, TOKEN_REFRESH_URL } from '../nodes/Instagram/protocol/hosts';
import { parseGraphJson } from '../nodes/Instagram/protocol/json';
import {
	ACCOUNT_FIELDS,
	DAY_MS,
	parseAccount,
	parseTokenGrant,
	RENEW_AFTER_MS,
	type TokenGrant,
} from '../nodes/Instagram/protocol/tokens';

const DASHBOARD = 'App Dashboard > Instagram > API setup with Instagram login';

/**
 * Empty once the token is due for renewal, which makes n8n call `preAuthentication` and store what it gives back. The token is
 * known by its last characters, as it was pasted (`renewedFrom`) or as it was renewed (`tail`), so that another pasted
 * token is renewed at once, and one that is kept in an external secret, where n8n cannot write, is not renewed at every call.
 */
const SESSION =
	'={{ $self["tail"] && [$self["tail"], $self["renewedFrom"]].includes(String($self["accessToken"] || "").trim().slice(-8)) && Date.now() < Number($self["renewAfterMs"]) ? "fresh" : "" }}';

const tailOf = (accessToken: string) => accessToken.slice(-8);

/** A token made in Meta's App Dashboard, renewed by n8n's own mechanism for credentials that expire. */
export class InstagramBusinessTokenApi implements ICredentialType {
	name = 'instagramBusinessTokenApi';

	displayName = 'Instagram Access Token API';

	icon: Icon = { light: 'file:../icons/instagram.svg', dark: 'file:../icons/instagram.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-instagram-login/n8n-nodes-instagram-login#connect-a-real-account';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: `From ${DASHBOARD} > Generate access tokens. It lasts 60 days; every use renews it when it is older than a week.`,
		},
		{
			displayName: 'Instagram App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: `Needed by the Instagram Trigger, which verifies webhooks with it. Under ${DASHBOARD}; not the secret of the Facebook app.`,
		},
		{
			displayName: 'Webhook Verify Token',
			name: 'webhookVerifyToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: `A word of your own choice, for the Instagram Trigger: type the same under ${DASHBOARD} > Configure webhooks > Verify token`,
		},
		{
			displayName: 'Number of Workers',
			name: 'workers',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description:
				'How many processes of n8n run workflows with this account (queue mode: the workers). Instagram counts messages and reads of conversations per account, so each process takes its share.',
		},
		{ displayName: 'Renew After', name: 'renewAfterMs', type: 'hidden', default: 0 },
		{ displayName: 'Expires At', name: 'expiresAtMs', type: 'hidden', default: 0 },
		{ displayName: 'Tail', name: 'tail', type: 'hidden', default: '' },
		{ displayName: 'Renewed From', name: 'renewedFrom', type: 'hidden', default: '' },
		{ displayName: 'Account ID', name: 'accountId', type: 'hidden', default: '' },
		{ displayName: 'Username', name: 'username', type: 'hidden', default: '' },
		{
			displayName: 'Session',
			name: 'session',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: SESSION,
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: GRAPH_BASE_URL, url: '/me', qs: { fields: ACCOUNT_FIELDS } },
	};

	/**
	 * n8n calls this when `session` is empty and stores what it gives back. A refusal is no error: a token younger than a day
	 * cannot be renewed yet, and one that is dead shows it in the call that follows.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const pasted = String(credentials.accessToken ?? '').trim();
		const ask = async (url: string, qs: IDataObject, headers?: IDataObject): Promise<unknown> => {
			try {
				return parseGraphJson(String(await this.helpers.httpRequest({ url, qs, headers, encoding: 'text' })));
			} catch {
				return undefined;
			}
		};
		const renew = async (): Promise<TokenGrant | undefined> => {
			const refreshed = parseTokenGrant(
				await ask(TOKEN_REFRESH_URL, { grant_type: 'ig_refresh_token', access_token: pasted }),
			);
			if (refreshed || !credentials.appSecret) return refreshed;
			// a token of one hour, pasted from elsewhere
			return parseTokenGrant(
				await ask(TOKEN_EXCHANGE_URL, {
					grant_type: 'ig_exchange_token',
					client_secret: credentials.appSecret,
					access_token: pasted,
				}),
			);
		};

		const grant = await renew();
		const accessToken = grant?.accessToken ?? pasted;
		const readMe = async () =>
			parseAccount(
				await ask(
					`${GRAPH_BASE_URL}/me`,
					{ fields: ACCOUNT_FIELDS },
					{ Authorization: `Bearer ${accessToken}` },
				),
			);
		const account = (await readMe()) ?? (await readMe());
		const known = [credentials.tail, credentials.renewedFrom].includes(tailOf(pasted));
		const nowMs = Date.now();
		return {
			session: SESSION,
			accessToken,
			tail: tailOf(accessToken),
			renewedFrom: tailOf(pasted),
			renewAfterMs: nowMs + (grant ? RENEW_AFTER_MS : DAY_MS),
			expiresAtMs: grant ? nowMs + grant.expiresInMs : known ? credentials.expiresAtMs : 0,
			accountId: account?.accountId ?? (known ? credentials.accountId : ''),
			username: account?.username ?? (known ? credentials.username : ''),
		};
	}
}
