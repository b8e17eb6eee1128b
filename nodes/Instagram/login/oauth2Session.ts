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
import { clock } from '../transport/clock';
import { BUSINESS_LOGIN_TYPE, type ApiContext } from '../transport/context';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import { sendToTokenEndpoint, sendWithToken } from '../transport/request';
import { askAboutToken, readAccount, warnNotStored, type Session } from './session';
import { SingleFlight } from '../transport/singleFlight';
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

/** Until when a token that lives is used as it is, because Meta did not renew it. */
const restUntilMs = new Map<string, number>();
const REST_MS = 60 * 60_000;

/** One login's rest is not another's; those that are over are forgotten. */
function rest({ accessToken }: StoredToken): void {
	const nowMs = clock.now();
	for (const [known, untilMs] of restUntilMs) if (untilMs <= nowMs) restUntilMs.delete(known);
	restUntilMs.set(accessToken, nowMs + REST_MS);
}

/** The session of a token that needs no call, or `undefined`. */
function readySession(credentialKey: string, token: StoredToken): Session | undefined {
	const action = nextTokenAction(token, clock.now());
	const isResting = action === 'refresh' && clock.now() < (restUntilMs.get(token.accessToken) ?? 0);
	if (!token.account || (action !== 'use' && !isResting)) return undefined;
	return toSession(credentialKey, token, token.account, true);
}

function toSession(credentialKey: string, token: StoredToken, account: Account, stored: boolean): Session {
	const { accessToken, expiresAtMs, permissions } = token;
	return {
		credentialType: BUSINESS_LOGIN_TYPE,
		credentialKey,
		account,
		accessToken,
		stored,
		expiresAtMs,
		permissions,
	};
}

async function renew(ctx: ApiContext, credentialKey: string): Promise<Session> {
	// another execution or another process may have finished since the caller looked
	const credential = await readOAuth2Credential(ctx);
	const before = connectedToken(credential);
	const ready = readySession(credentialKey, before);
	if (ready) return ready;

	const token = await renewToken(ctx, before, credential.clientSecret);
	if (token === before && before.account) return toSession(credentialKey, before, before.account, true);
	const account = token.account ?? (await identify(ctx, token, before));
	if (!token.longLived) return toSession(credentialKey, token, account, false);

	if (await isOvertaken(ctx, before)) return await renew(ctx, credentialKey);
	const stored = await writeToken(ctx, { ...token, account });
	if (!stored) warnNotStored(ctx);
	return toSession(credentialKey, token, account, stored);
}

/** Whether somebody else has stored a token meanwhile: another process, or a person who connected again. Theirs counts. */
async function isOvertaken(ctx: ApiContext, before: StoredToken): Promise<boolean> {
	const { token } = await readOAuth2Credential(ctx);
	return token !== undefined && token.accessToken !== before.accessToken;
}

/** A new token is kept even when Meta does not say whose it is: the one before may be worth nothing any more. */
async function identify(ctx: ApiContext, token: StoredToken, before: StoredToken): Promise<Account> {
	try {
		return await readAccount(async (request) => await sendWithToken(ctx, token.accessToken, request));
	} catch (error) {
		if (token !== before && !(await isOvertaken(ctx, before))) await writeToken(ctx, token);
		throw error as Error;
	}
}

async function renewToken(ctx: ApiContext, token: StoredToken, clientSecret: string): Promise<StoredToken> {
	switch (nextTokenAction(token, clock.now())) {
		case 'use':
			return token;
		case 'reconnect':
			throw new GraphError(classifyGraphError(400, { error: { code: 190, error_subcode: 463 } }));
		case 'exchange': {
			const query = {
				grant_type: 'ig_exchange_token',
				client_secret: clientSecret,
				access_token: token.accessToken,
			};
			return await grantOr(ctx, token, async () => await requestGrant(ctx, TOKEN_EXCHANGE_URL, query));
		}
		case 'refresh': {
			const query = { grant_type: 'ig_refresh_token', access_token: token.accessToken };
			return await grantOr(ctx, token, async () => await requestGrant(ctx, TOKEN_REFRESH_URL, query));
		}
	}
}

async function requestGrant(
	ctx: ApiContext,
	url: string,
	query: Record<string, string>,
): Promise<TokenGrant> {
	const grant = parseTokenGrant(await askAboutToken(async () => await sendToTokenEndpoint(ctx, url, query)));
	if (grant) return grant;
	throw new UserFixableError(
		'Instagram answered the token exchange without a token',
		'Check that app ID and app secret are those of the Instagram app (API setup with Instagram login), then connect the credential again.',
	);
}

/** A long-lived token serves until it expires or is dead, whatever Meta says to its renewal; a login only when the fault passes. */
async function grantOr(
	ctx: ApiContext,
	token: StoredToken,
	request: () => Promise<TokenGrant>,
): Promise<StoredToken> {
	try {
		return renewedToken(token, await request(), clock.now());
	} catch (error) {
		const isPassing =
			error instanceof ConnectionError ||
			(error instanceof GraphError && (error.failure.kind === 'retry' || error.failure.kind === 'wait'));
		const isDead = error instanceof GraphError && error.failure.kind === 'reconnect';
		if (!isPassing && (isDead || !token.longLived)) throw error as Error;
		ctx.logger.warn(
			'Instagram did not renew the access token now; the current one is used, and renewed later',
		);
		rest(token);
		return token;
	}
}
