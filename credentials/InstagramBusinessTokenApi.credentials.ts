import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { GRAPH_BASE_URL, TOKEN_EXCHANGE_URL, TOKEN_REFRESH_URL } from '../nodes/Instagram/protocol/hosts';
import { parseGraphJson } from '../nodes/Instagram/protocol/json';
import {
	AUTHORIZATION,
	parsePastedToken,
	SESSION,
	toStoredText,
	type PastedToken,
} from '../nodes/Instagram/protocol/pastedToken';
import {
	ACCOUNT_FIELDS,
	parseAccount,
	parseTokenGrant,
	type Account,
	type TokenGrant,
} from '../nodes/Instagram/protocol/tokens';
import { BoundedMap } from '../nodes/Instagram/transport/boundedMap';
import { DASHBOARD, ONLY_INSTAGRAM, READ_ACCOUNT, VERIFY_TOKEN_FIELD, WORKERS_FIELD } from './sharedFields';

/** Somebody may be waiting for a panel to load. */
const TIMEOUT_MS = 20_000;
const MOST_TOKENS = 100;

/** By token: callers that want to renew it at the same time share one renewal. */
const renewals = new BoundedMap<string, Promise<IDataObject>>(MOST_TOKENS);

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
			hint: `From ${DASHBOARD} > Generate access tokens. It lasts 60 days; every use renews it once it is a week old.`,
		},
		{
			displayName: 'Instagram App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: `Only for the Instagram Trigger. Under ${DASHBOARD}, beside the Instagram app ID; not the secret of the Facebook app.`,
		},
		VERIFY_TOKEN_FIELD,
		WORKERS_FIELD,
		...ONLY_INSTAGRAM,
		{
			displayName: 'Renewed Token',
			name: 'renewedToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{
			displayName: 'Refused Token',
			name: 'refusedToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
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
		properties: { headers: { Authorization: AUTHORIZATION } },
	};

	test = READ_ACCOUNT;

	/**
	 * n8n calls this when `session` is empty and stores what it gives back. A refusal is not an error: a token
	 * younger than a day cannot be renewed yet, and a dead one shows in the call that follows.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		const token = parsePastedToken(credentials, Date.now());
		if (!token) return { session: SESSION };
		const appSecret = typeof credentials.appSecret === 'string' ? credentials.appSecret.trim() : '';
		const { accessToken } = token;
		const started = async () => await renewPasted(this, token, appSecret);
		try {
			return { ...(await renewals.getOrCreate(accessToken, started)) };
		} finally {
			renewals.delete(accessToken);
		}
	}
}

/** What to store, beside `session`, after asking Meta to renew a token. */
async function renewPasted(
	{ helpers }: IHttpRequestHelper,
	{ pasted, accessToken, account: known }: PastedToken,
	appSecret: string,
): Promise<IDataObject> {
	const ask = async (url: string, qs: IDataObject, headers?: IDataObject): Promise<unknown> => {
		try {
			const options = { url, qs, headers, encoding: 'text', timeout: TIMEOUT_MS } as const;
			return parseGraphJson(String(await helpers.httpRequest(options)));
		} catch {
			return undefined;
		}
	};
	const readOwner = async (token: string): Promise<Account | undefined> => {
		const headers = { Authorization: `Bearer ${token}` };
		const readMe = async () =>
			parseAccount(await ask(`${GRAPH_BASE_URL}/me`, { fields: ACCOUNT_FIELDS }, headers));
		return (await readMe()) ?? (await readMe());
	};

	const grant = await requestPastedGrant(ask, accessToken, appSecret);
	const token = grant?.accessToken ?? accessToken;
	const account = await readOwner(token);
	const atMs = Date.now();
	if (grant) {
		const expiresAtMs = atMs + grant.expiresInMs;
		const renewal = { pasted, token, atMs, expiresAtMs, account: account ?? known };
		return { session: SESSION, renewedToken: toStoredText(renewal), refusedToken: '' };
	}
	// a dead token may have been renewed by another process, whose renewal must stay
	if (!account) return { session: SESSION };
	// what the token before it was renewed to is of no use any more
	const isFirst = token === pasted;
	return {
		session: SESSION,
		refusedToken: toStoredText({ token, atMs, account }),
		...(isFirst && { renewedToken: '' }),
	};
}

async function requestPastedGrant(
	ask: (url: string, qs: IDataObject) => Promise<unknown>,
	accessToken: string,
	appSecret: string,
): Promise<TokenGrant | undefined> {
	const refresh = { grant_type: 'ig_refresh_token', access_token: accessToken };
	const refreshed = parseTokenGrant(await ask(TOKEN_REFRESH_URL, refresh));
	if (refreshed || appSecret === '') return refreshed;
	// a token of one hour, pasted from elsewhere
	const exchange = {
		grant_type: 'ig_exchange_token',
		client_secret: appSecret,
		access_token: accessToken,
	};
	return parseTokenGrant(await ask(TOKEN_EXCHANGE_URL, exchange));
}
