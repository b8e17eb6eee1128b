/**
 * Opens the OAuth2 credential. n8n has no hook after the login, so its token is exchanged the first time it
 * is touched.
 */
import { TOKEN_EXCHANGE_URL, TOKEN_REFRESH_URL } from '../protocol/hosts';
import {
	isAgeDoubtful,
	nextTokenAction,
	parseTokenGrant,
	REFRESH_AGAIN_AFTER_MS,
	renewedToken,
	withAgeUnknown,
	type Account,
	type StoredToken,
	type TokenGrant,
} from '../protocol/tokens';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { BUSINESS_LOGIN_TYPE, cancelSignalOf, type ApiContext } from '../transport/context';
import { GraphError, isPassingFault, UserFixableError } from '../transport/errors';
import { sendToTokenEndpoint, sendWithToken } from '../transport/request';
import { SingleFlight } from '../transport/singleFlight';
import {
	askAboutToken,
	isDead,
	isReplacedSoon,
	loginKeyOf,
	lookAtAccount,
	mayBeReplaced,
	readAccount,
	warnNotStored,
	type Session,
} from './session';
import { isOvertaken, readOAuth2Credential, replaceToken, type OAuth2Credential } from './tokenStore';

const renewals = new SingleFlight<Session>();

/**
 * @throws UserFixableError when the credential is not connected
 * @throws GraphError when the token is dead, or Meta refuses the exchange for good
 */
export async function openOAuth2Session(ctx: ApiContext): Promise<Session> {
	const token = connectedToken(await readOAuth2Credential(ctx));
	const ready = readyLoginSession(ctx, token);
	if (ready) return ready;
	return await renewals.do(loginKey(ctx, token), async () => await renew(ctx), cancelSignalOf(ctx));
}

function connectedToken(credential: OAuth2Credential): StoredToken {
	if (credential.token) return credential.token;
	throw new UserFixableError(
		'The Instagram credential is not connected: it holds no access token',
		'Open the credential and press Connect. If n8n says "Account connected" already, the answer of Instagram to the login held no token: check that app ID and app secret are those of the Instagram app (API setup with Instagram login), then connect again.',
	);
}

const loginKey = (ctx: ApiContext, { accessToken }: StoredToken) =>
	loginKeyOf(ctx, BUSINESS_LOGIN_TYPE, accessToken);

const MOST_LOGINS = 1000;

/** After a failed refresh: when to try again. Until then the current token is used. */
const nextRefreshMs = new BoundedMap<string, number>(MOST_LOGINS);

function postponeRefresh(ctx: ApiContext, token: StoredToken): void {
	nextRefreshMs.set(loginKey(ctx, token), clock.now() + REFRESH_AGAIN_AFTER_MS);
}

function isRefreshPostponed(ctx: ApiContext, token: StoredToken): boolean {
	const remainingMs = (nextRefreshMs.get(loginKey(ctx, token)) ?? 0) - clock.now();
	// longer than was ever set: the clock was put back
	return remainingMs > 0 && remainingMs <= REFRESH_AGAIN_AFTER_MS;
}

/** The session of a token that needs no call, or `undefined`. */
function readyLoginSession(ctx: ApiContext, token: StoredToken): Session | undefined {
	const action = nextTokenAction(token, clock.now());
	const isReady = action === 'use' || (action === 'refresh' && isRefreshPostponed(ctx, token));
	return token.account && isReady ? toLoginSession(ctx, token, token.account, true) : undefined;
}

function toLoginSession(ctx: ApiContext, token: StoredToken, account: Account, stored: boolean): Session {
	const { accessToken, expiresAtMs, permissions } = token;
	return {
		credentialType: BUSINESS_LOGIN_TYPE,
		loginKey: loginKey(ctx, token),
		account,
		accessToken,
		stored,
		expiresAtMs: isAgeDoubtful(token, clock.now()) ? undefined : expiresAtMs,
		permissions,
	};
}

async function renew(ctx: ApiContext): Promise<Session> {
	// another execution or another process may have finished since the caller looked
	const { token, clientSecret } = await readOAuth2Credential(ctx);
	const before = connectedToken({ token, clientSecret });
	const ready = readyLoginSession(ctx, before);
	if (ready) return ready;
	const renewed = await renewOrOpenOther(ctx, before, clientSecret);
	if ('session' in renewed) return renewed.session;
	const account = renewed.token.account ?? (await identifyOwner(ctx, renewed.token, before));
	return await keep(ctx, before, { ...renewed.token, account }, account);
}

async function renewOrOpenOther(
	ctx: ApiContext,
	before: StoredToken,
	clientSecret: string,
): Promise<{ token: StoredToken } | { session: Session }> {
	try {
		return { token: await renewToken(ctx, before, clientSecret) };
	} catch (error) {
		if (!(error instanceof GraphError) || !(await isReplaced(ctx, before, error))) throw error as Error;
		return { session: await renew(ctx) };
	}
}

/** Whether Meta refused a token that is not the one of the credential any more. */
async function isReplaced(ctx: ApiContext, before: StoredToken, error: GraphError): Promise<boolean> {
	const look = async () => await isOvertaken(ctx, before);
	return await isReplacedSoon(loginKey(ctx, before), error, look, cancelSignalOf(ctx));
}

/** Stores a token that has changed. Where somebody else was faster, their token is used. */
async function keep(
	ctx: ApiContext,
	before: StoredToken,
	token: StoredToken,
	account: Account,
): Promise<Session> {
	// the token of one hour is exchanged again the next time
	if (!token.longLived) return toLoginSession(ctx, token, account, false);
	if (isSame(before, token)) return toLoginSession(ctx, token, account, true);
	const outcome = await replaceToken(ctx, before, token);
	if (outcome === 'overtaken') return await renew(ctx);
	if (outcome === 'refused') warnNotStored(ctx);
	return toLoginSession(ctx, token, account, outcome === 'stored');
}

const isSame = (before: StoredToken, token: StoredToken) =>
	before.accessToken === token.accessToken &&
	before.obtainedAtMs === token.obtainedAtMs &&
	before.account?.accountId === token.account?.accountId;

/** A new token is kept even when Meta does not say whose it is: the one before it may no longer be valid. */
async function identifyOwner(ctx: ApiContext, token: StoredToken, before: StoredToken): Promise<Account> {
	try {
		return await ownerOf(ctx, token);
	} catch (error) {
		if (token.accessToken !== before.accessToken) await replaceToken(ctx, before, token);
		throw error as Error;
	}
}

const ownerOf = async (ctx: ApiContext, { accessToken }: StoredToken): Promise<Account> =>
	await readAccount(async (request) => await sendWithToken(ctx, accessToken, request));

async function renewToken(ctx: ApiContext, token: StoredToken, clientSecret: string): Promise<StoredToken> {
	if (nextTokenAction(token, clock.now()) === 'use') return token;
	const { accessToken } = token;
	const [url, query]: [string, Record<string, string>] = token.longLived
		? [TOKEN_REFRESH_URL, { grant_type: 'ig_refresh_token', access_token: accessToken }]
		: [
				TOKEN_EXCHANGE_URL,
				{ grant_type: 'ig_exchange_token', client_secret: clientSecret, access_token: accessToken },
			];
	try {
		const grant = await requestGrant(ctx, url, query);
		return await withPresentName(ctx, renewedToken(token, grant, clock.now()));
	} catch (error) {
		return await withoutRenewal(ctx, token, error);
	}
}

/**
 * The user name of an account may change, and "own" is also told by it; so each renewal reads it again. Meta
 * gives a token to one account only, so that the ID stays.
 */
async function withPresentName(ctx: ApiContext, token: StoredToken): Promise<StoredToken> {
	if (!token.account) return token;
	const present = await lookAtAccount(
		async (request) => await sendWithToken(ctx, token.accessToken, request),
	);
	return present?.accountId === token.account.accountId ? { ...token, account: present } : token;
}

async function requestGrant(
	ctx: ApiContext,
	url: string,
	query: Record<string, string>,
): Promise<TokenGrant> {
	const grant = parseTokenGrant(await askAboutToken(async () => await sendToTokenEndpoint(ctx, url, query)));
	if (grant) return grant;
	throw new UserFixableError(
		'The answer of Instagram to the token exchange held no token',
		'Check that app ID and app secret are those of the Instagram app (API setup with Instagram login), then connect the credential again.',
	);
}

const EXPIRED = 463;

/**
 * The token of a login lives for one hour. Meta calls it expired, as it does a token that was not used for 60
 * days.
 */
function inWordsOfLogin(error: unknown): Error {
	if (!isDead(error) || error.failure.subcode !== EXPIRED) return error as Error;
	return error.reworded({
		what: 'The login has run out: no Instagram node could use it within one hour after Connect',
		remedy:
			'Open the credential and press Connect again. Then open a node that uses the credential within the hour, or run its workflow: that makes the login last for 60 days, and every use renews it.',
	});
}

/**
 * What to use when Meta did not renew a token. A long-lived one is used as long as Meta accepts it, whatever
 * Meta answered to the renewal and whatever n8n's clock says; the one-hour token of a login only when the
 * fault is temporary.
 * @throws the reason when the token is dead, or the login cannot be exchanged
 */
async function withoutRenewal(ctx: ApiContext, token: StoredToken, error: unknown): Promise<StoredToken> {
	const isPassing = isPassingFault(error);
	if (!isPassing && !token.longLived) throw inWordsOfLogin(error);
	if (isDead(error) && !mayBeReplaced(error)) throw error;
	ctx.logger.warn(
		'Instagram did not renew the access token this time; the current one is used, and renewed later',
	);
	const isDoubtful = isAgeDoubtful(token, clock.now());
	if (isPassing || !(isDead(error) || isDoubtful)) {
		postponeRefresh(ctx, token);
		return token;
	}
	const account = await ownerOf(ctx, token);
	postponeRefresh(ctx, token);
	return isDoubtful ? { ...withAgeUnknown(token, clock.now()), account } : { ...token, account };
}
