/** Opens the OAuth2 credential: what n8n has no hook for after the login is done here, the first time it is touched. */
import { classifyGraphError } from '../protocol/errors/classify';
import { TOKEN_EXCHANGE_URL, TOKEN_REFRESH_URL } from '../protocol/hosts';
import {
	nextTokenAction,
	parseTokenGrant,
	renewedToken,
	type Account,
	type StoredToken,
	type TokenGrant,
} from '../protocol/tokens';
import { clock } from './clock';
import { BUSINESS_LOGIN_TYPE, type ApiContext } from './context';
import { ConnectionError, GraphError, UserFixableError } from './errors';
import { sendToTokenEndpoint, sendWithToken } from './request';
import { bodyOf, readAccount, warnNotStored, type Session } from './session';
import { SingleFlight } from './singleFlight';
import { readOAuth2Credential, writeToken, type OAuth2Credential } from './tokenStore';

const renewals = new SingleFlight<Session>();

/**
 * @throws UserFixableError when the credential is not connected
 * @throws GraphError when the token is dead, or Meta refuses the exchange for good
 */
export async function openOAuth2Session(ctx: ApiContext, credentialKey: string): Promise<Session> {
	const token = connectedToken(await readOAuth2Credential(ctx));
	const ready = readySession(credentialKey, token);
	if (ready) return ready;
	return await renewals.do(credentialKey, async () => await renew(ctx, credentialKey));
}

function connectedToken(credential: OAuth2Credential): StoredToken {
	if (credential.token) return credential.token;
	throw new UserFixableError(
		'The Instagram credential is not connected: it holds no access token',
		'Open the credential and press Connect. If n8n says "Account connected" already, Instagram answered the login without a token: check that app ID and app secret are those of the Instagram app (API setup with Instagram login), then connect again.',
	);
}

/** The session of a token that needs no call, or `undefined`. */
function readySession(credentialKey: string, token: StoredToken): Session | undefined {
	if (!token.account || nextTokenAction(token, clock.now()) !== 'use') return undefined;
	return toSession(credentialKey, token, token.account, true);
}

function toSession(credentialKey: string, token: StoredToken, account: Account, stored: boolean): Session {
	const { accessToken, expiresAtMs, permissions } = token;
	return { credentialType: BUSINESS_LOGIN_TYPE, credentialKey, account, accessToken, stored, expiresAtMs, permissions };
}

async function renew(ctx: ApiContext, credentialKey: string): Promise<Session> {
	// another execution or another process may have finished since the caller looked
	const credential = await readOAuth2Credential(ctx);
	const before = connectedToken(credential);
	const ready = readySession(credentialKey, before);
	if (ready) return ready;

	const token = await renewToken(ctx, before, credential.clientSecret);
	if (token === before && before.account) return toSession(credentialKey, before, before.account, true);
	const account =
		token.account ?? (await readAccount(async (request) => await sendWithToken(ctx, token.accessToken, request)));
	if (!token.longLived) return toSession(credentialKey, token, account, false);

	const latest = (await readOAuth2Credential(ctx)).token;
	const overtaken = latest && latest.accessToken !== before.accessToken && readySession(credentialKey, latest);
	if (overtaken) return overtaken;
	const stored = await writeToken(ctx, { ...token, account });
	if (!stored) warnNotStored(ctx);
	return toSession(credentialKey, token, account, stored);
}

async function renewToken(ctx: ApiContext, token: StoredToken, clientSecret: string): Promise<StoredToken> {
	switch (nextTokenAction(token, clock.now())) {
		case 'use':
			return token;
		case 'reconnect':
			throw new GraphError(classifyGraphError(400, { error: { code: 190, error_subcode: 463 } }));
		case 'exchange': {
			const query = { grant_type: 'ig_exchange_token', client_secret: clientSecret, access_token: token.accessToken };
			return await grantOr(ctx, token, async () => await requestGrant(ctx, TOKEN_EXCHANGE_URL, query));
		}
		case 'refresh': {
			const query = { grant_type: 'ig_refresh_token', access_token: token.accessToken };
			return await grantOr(ctx, token, async () => await requestGrant(ctx, TOKEN_REFRESH_URL, query));
		}
	}
}

async function requestGrant(ctx: ApiContext, url: string, query: Record<string, string>): Promise<TokenGrant> {
	const grant = parseTokenGrant(bodyOf(await sendToTokenEndpoint(ctx, url, query)));
	if (grant) return grant;
	throw new UserFixableError(
		'Instagram answered the token exchange without a token',
		'Check that app ID and app secret are those of the Instagram app (API setup with Instagram login), then connect the credential again.',
	);
}

/** A token that still lives serves until the next run when Meta is out of order; a refusal for good is told. */
async function grantOr(
	ctx: ApiContext,
	token: StoredToken,
	request: () => Promise<TokenGrant>,
): Promise<StoredToken> {
	try {
		return renewedToken(token, await request(), clock.now());
	} catch (error) {
		const passing = error instanceof ConnectionError || (error instanceof GraphError && isPassing(error));
		const tooYoung = token.longLived && error instanceof GraphError && error.failure.kind === 'input';
		if (!passing && !tooYoung) throw error as Error;
		ctx.logger.warn('Instagram did not renew the access token now; the current one is used until the next run');
		return token;
	}
}

const isPassing = ({ failure }: GraphError) => failure.kind === 'retry' || failure.kind === 'wait';
