import { OAuthHostError } from '../state/envelope.mts';
import { unsupportedRequest } from '../state/errors.mts';
import type { Core } from '../state/core.mts';
import type { App, AuthorizationCode, Token } from '../state/model.mts';
import { authenticate, DAY_MS, LONG_TOKEN_SECONDS, mintToken, tokenError } from '../state/tokens.mts';
import { bodyOf } from './bodies.mts';
import type { RoutePlugin } from './context.mts';
import { on } from './hosts.mts';
import { Params } from './request.mts';
import type { MetaRequest, Wire } from './request.mts';

/**
 * POST https://api.instagram.com/oauth/access_token (auth.md section 3). Form bodies only: JSON is not
 * documented, and without form fields the first required one is missing.
 */
function exchangeCode(core: Core, request: MetaRequest): unknown {
	const body = bodyOf(request);
	const fields = new Params({}, body.kind === 'form' || body.kind === 'multipart' ? body.value : {});
	for (const name of ['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code']) {
		if (!fields.has(name)) throw new OAuthHostError(`Missing required field ${name}`);
	}
	const app = core.store.apps.get(fields.required('client_id'));
	if (app === undefined) throw new OAuthHostError('Invalid platform app');
	if (fields.required('client_secret') !== app.instagramAppSecret)
		throw new OAuthHostError('Error validating client secret.');
	if (fields.required('grant_type') !== 'authorization_code') throw new OAuthHostError('Invalid grant_type');
	const code = redeem(core, app, fields.required('code'), fields.required('redirect_uri'));
	const account = core.store.accounts.get(code.accountId);
	if (account === undefined) throw new OAuthHostError('Invalid authorization code');
	const token = mintToken(core, { app, account, scopes: code.scopes, kind: 'short' });
	const accessToken = core.switches.tokenWithoutAccessToken ? undefined : token.value;
	if (core.switches.tokenResponse === 'data') {
		return {
			data: [{ access_token: accessToken, user_id: account.appScopedId, permissions: code.scopes.join(',') }],
		};
	}
	return {
		access_token: accessToken,
		user_id: BigInt(account.appScopedId),
		permissions: code.scopes,
	};
}

/** A code is single use and valid for one hour; it comes without the `#_` of the address bar. */
function redeem(core: Core, app: App, value: string, redirectUri: string): AuthorizationCode {
	const code = core.store.codes.get(value);
	if (code === undefined) throw new OAuthHostError('Invalid authorization code');
	if (code.used) throw new OAuthHostError('This authorization code has been used');
	if (code.appId !== app.instagramAppId || code.expiresAt <= core.clock.now()) {
		throw new OAuthHostError('Matching code was not found or was already used');
	}
	if (code.redirectUri !== redirectUri)
		throw new OAuthHostError("Redirect URI doesn't match original redirect URI");
	code.used = true;
	return code;
}

/**
 * GET graph.instagram.com/access_token: short to long (auth.md section 4). The token is a parameter here
 * (SPEC: required), a Bearer header is not read. Wrong secret and non-tester give the same text.
 */
function exchangeToken(core: Core, request: MetaRequest): unknown {
	const params = new Params(request.query, bodyOf(request).value);
	if (request.method !== 'GET') throw unsupportedRequest(request.method);
	if (params.text('grant_type') !== 'ig_exchange_token') throw unsupportedRequest('get');
	const { app, account, token } = authenticate(core, params.text('access_token') ?? '', 'get');
	if (params.text('client_secret') !== app.instagramAppSecret) throw unsupportedRequest('get');
	if (token.kind === 'long') {
		if (core.switches.exchangeLongToken === 'error') throw unsupportedRequest('get');
		return longTokenBody(core, token);
	}
	return longTokenBody(core, mintToken(core, { app, account, scopes: token.scopes, kind: 'long' }));
}

/** GET graph.instagram.com/refresh_access_token (auth.md section 5). */
function refreshToken(core: Core, request: MetaRequest): unknown {
	const params = new Params(request.query, bodyOf(request).value);
	if (request.method !== 'GET') throw unsupportedRequest(request.method);
	if (params.text('grant_type') !== 'ig_refresh_token') throw unsupportedRequest('get');
	const { app, account, token } = authenticate(core, params.text('access_token') ?? '', 'get');
	if (token.kind === 'short' || !token.scopes.includes('instagram_business_basic'))
		throw unsupportedRequest('get');
	const permissions = token.scopes.join(',');
	if (core.clock.now() - token.issuedAt < DAY_MS) return youngRefresh(core, token, permissions);
	if (core.switches.refreshReturns === 'same') {
		token.issuedAt = core.clock.now();
		token.expiresAt = token.issuedAt + LONG_TOKEN_SECONDS * 1000;
		return { ...longTokenBody(core, token), permissions };
	}
	const fresh = mintToken(core, { app, account, scopes: token.scopes, kind: 'long' });
	if (core.switches.oldTokenAfterRefresh === 'invalid') token.revoked = 'replaced';
	return { ...longTokenBody(core, fresh), permissions };
}

function youngRefresh(core: Core, token: Token, permissions: string): unknown {
	if (core.switches.youngRefresh === 'same') return { ...longTokenBody(core, token), permissions };
	if (core.switches.youngRefresh === 'error100') throw unsupportedRequest('get');
	throw tokenError(
		core,
		'Error validating access token: The access token is not old enough to be refreshed.',
	);
}

function longTokenBody(core: Core, token: Token): Record<string, unknown> {
	const secondsLeft = Math.max(0, Math.ceil((token.expiresAt - core.clock.now()) / 1000));
	return { access_token: token.value, token_type: 'bearer', expires_in: secondsLeft };
}

/** Versioned spellings of the token endpoints are only reported (auth.md section 1): not served. */
export const tokenRoutes: RoutePlugin = async (app, { context: { core } }) => {
	app.post<Wire>('/oauth/access_token', on('api.instagram.com'), async (request) =>
		exchangeCode(core, request),
	);
	app.route<Wire>({
		method: ['GET', 'POST'],
		url: '/access_token',
		...on('graph.instagram.com'),
		handler: async (request) => exchangeToken(core, request),
	});
	app.route<Wire>({
		method: ['GET', 'POST'],
		url: '/refresh_access_token',
		...on('graph.instagram.com'),
		handler: async (request) => refreshToken(core, request),
	});
};
