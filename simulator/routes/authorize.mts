import type { FastifyReply } from 'fastify';

import type { Core } from '../state/core.mts';
import { OAuthHostError, TextPageError } from '../state/envelope.mts';
import { SCOPES } from '../state/model.mts';
import type { Account, App } from '../state/model.mts';
import { HOUR_MS } from '../state/tokens.mts';
import { authorizePage } from './authorizePage.mts';
import { bodyOf } from './bodies.mts';
import { named, sendText } from './context.mts';
import type { Context, RoutePlugin } from './context.mts';
import { on } from './hosts.mts';
import type { MetaRequest, Wire } from './request.mts';

interface AuthorizeRequest {
	app: App;
	redirectUri: string;
	scopes: string[];
	state: string | undefined;
	/** `force_reauth`: the session of the browser does not count. */
	forceReauth: boolean;
	/** `enable_fb_login`, which is on unless it is turned off. */
	offersFacebook: boolean;
}

/**
 * Both spellings of the booleans are seen: `true`/`false` is documented, `0`/`1` is sent by large products.
 */
const flag = (text: string | undefined, otherwise: boolean): boolean =>
	text === undefined ? otherwise : text === 'true' || text === '1';

/**
 * The authorization window (auth.md section 2). Errors are text pages, never redirects; unknown
 * parameters and both spellings of the booleans are accepted.
 */
function readAuthorize(core: Core, query: Record<string, string>): AuthorizeRequest {
	const app = core.store.apps.get(query['client_id'] ?? '');
	if (app === undefined)
		throw new TextPageError('Invalid Request: Request parameters are invalid: Invalid platform app');
	const redirectUri = query['redirect_uri'] ?? '';
	if (redirectUri === '')
		throw new TextPageError('Invalid Request: Request parameters are invalid: Missing redirect_uri');
	const secure = redirectUri.startsWith('https://') || core.switches.allowHttpRedirect;
	if (!secure || !app.redirectUris.includes(redirectUri)) {
		throw new TextPageError('Invalid Request: Request parameters are invalid: Invalid redirect_uri');
	}
	if (query['response_type'] !== 'code') {
		throw new TextPageError('Invalid Request: Request parameters are invalid: Invalid response_type');
	}
	const scopes = (query['scope'] ?? '').split(/[,\s]+/).filter((scope) => scope !== '');
	const known = scopes.every((scope) => SCOPES.some((one) => one === scope));
	if (!known || !scopes.includes('instagram_business_basic')) {
		throw new TextPageError('Invalid Request: Request parameters are invalid: Invalid scope');
	}
	return {
		app,
		redirectUri,
		scopes: [...new Set(scopes)],
		state: query['state'],
		forceReauth: flag(query['force_reauth'], false),
		offersFacebook: flag(query['enable_fb_login'], true),
	};
}

function showPage({ core }: Context, request: MetaRequest, reply: FastifyReply): FastifyReply {
	const asked = readAuthorize(core, request.query);
	const accounts = [...core.store.accounts.values()];
	const session = core.store.accounts.get(core.store.signedInAccountId ?? '');
	if (session === undefined) throw new TextPageError('There is no account in this world to sign in with.');
	const html = authorizePage({
		appName: asked.app.name,
		scopes: asked.scopes,
		accounts,
		signedIn: asked.forceReauth ? undefined : session,
		offersFacebook: asked.offersFacebook,
	});
	return sendText(reply, html, 200, 'text/html; charset=utf-8');
}

function decide({ core }: Context, request: MetaRequest, reply: FastifyReply): FastifyReply {
	const asked = readAuthorize(core, request.query);
	const form = new URLSearchParams(bodyOf(request).bytes.toString('utf8'));
	const session = asked.forceReauth ? '' : (core.store.signedInAccountId ?? '');
	const account = core.store.accounts.get(form.get('account') ?? session);
	if (account === undefined) throw new TextPageError('Please sign in first.');
	core.store.signedInAccountId = account.id;
	const state: Record<string, string> = asked.state === undefined ? {} : { state: asked.state };
	if (form.get('decision') !== 'allow') {
		return redirect(reply, asked.redirectUri, {
			error: 'access_denied',
			error_reason: 'user_denied',
			error_description: 'The user denied your request',
			...state,
		});
	}
	if (account.accountType === 'PERSONAL') {
		throw new TextPageError(
			'You need a professional account to use this app. Switch to a professional account and try again.',
		);
	}
	const ticked = form.getAll('permission');
	// Basic is the prerequisite of all others and cannot be unticked.
	const scopes = asked.scopes.filter(
		(scope) => scope === 'instagram_business_basic' || ticked.includes(scope),
	);
	const code = newCode(core, asked, account, scopes);
	return redirect(reply, asked.redirectUri, { code, ...state }, '#_');
}

function newCode(core: Core, asked: AuthorizeRequest, account: Account, scopes: string[]): string {
	const value = core.ids.code();
	core.store.codes.set(value, {
		value,
		appId: asked.app.instagramAppId,
		accountId: account.id,
		redirectUri: asked.redirectUri,
		scopes,
		expiresAt: core.clock.now() + HOUR_MS,
		used: false,
	});
	return value;
}

/** Meta's `#_` is a fragment: a server never sees it (auth.md section 2). */
function redirect(
	reply: FastifyReply,
	redirectUri: string,
	params: Record<string, string>,
	fragment = '',
): FastifyReply {
	const joint = redirectUri.includes('?') ? '&' : '?';
	return reply.redirect(`${redirectUri}${joint}${new URLSearchParams(params).toString()}${fragment}`);
}

/** The window on www.instagram.com, and the one on api.instagram.com, whose errors are JSON. */
export const authorizeRoutes: RoutePlugin = async (app, { context }) => {
	const window =
		(host: 'www.instagram.com' | 'api.instagram.com'): RoutePlugin =>
		async (scope) => {
			scope.get<Wire>('/oauth/authorize', on(host), (request, reply) => showPage(context, request, reply));
			scope.post<Wire>('/oauth/authorize', on(host), (request, reply) => decide(context, request, reply));
			if (host === 'www.instagram.com') return;
			scope.setErrorHandler<Error>((error) => {
				if (!(error instanceof TextPageError)) throw error;
				throw new OAuthHostError(
					error.message.replace('Invalid Request: Request parameters are invalid: ', ''),
				);
			});
		};
	await app.register(named(window('www.instagram.com')), { context });
	await app.register(named(window('api.instagram.com')), { context });
};
