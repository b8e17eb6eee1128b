import type { Core } from '../state/core.mts';
import { OAuthHostError, TextPageError } from '../state/envelope.mts';
import { SCOPES } from '../state/model.mts';
import type { Account, App } from '../state/model.mts';
import { HOUR_MS } from '../state/tokens.mts';
import type { Context, PlainRoute } from './context.mts';
import { authorizePage } from './authorizePage.mts';
import { textAnswer } from './context.mts';
import type { HttpAnswer, HttpRequest } from './request.mts';

interface AuthorizeRequest {
	app: App;
	redirectUri: string;
	scopes: string[];
	state: string | undefined;
}

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
	return { app, redirectUri, scopes: [...new Set(scopes)], state: query['state'] };
}

/** The text page of www.instagram.com, or its JSON twin on api.instagram.com. */
function guarded(handle: PlainRoute['handle']): PlainRoute['handle'] {
	return async (context, request, segments) => {
		try {
			return await handle(context, request, segments);
		} catch (error) {
			if (error instanceof TextPageError && request.host === 'api.instagram.com') {
				throw new OAuthHostError(
					error.message.replace('Invalid Request: Request parameters are invalid: ', ''),
				);
			}
			throw error;
		}
	};
}

function showPage(context: Context, request: HttpRequest): HttpAnswer {
	const { core } = context;
	const asked = readAuthorize(core, request.query);
	const accounts = [...core.store.accounts.values()];
	const signedIn = core.store.accounts.get(core.store.signedInAccountId ?? '');
	if (signedIn === undefined) throw new TextPageError('There is no account in this world to sign in with.');
	const html = authorizePage({ appName: asked.app.name, scopes: asked.scopes, accounts, signedIn });
	return textAnswer(html, 200, 'text/html; charset=utf-8');
}

function decide(context: Context, request: HttpRequest): HttpAnswer {
	const { core } = context;
	const asked = readAuthorize(core, request.query);
	const form = new URLSearchParams(request.bytes.toString('utf8'));
	const account = core.store.accounts.get(form.get('account') ?? core.store.signedInAccountId ?? '');
	if (account === undefined) throw new TextPageError('Please sign in first.');
	core.store.signedInAccountId = account.id;
	const state: Record<string, string> = asked.state === undefined ? {} : { state: asked.state };
	if (form.get('decision') !== 'allow') {
		return redirect(asked.redirectUri, {
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
	return redirect(asked.redirectUri, { code, ...state }, '#_');
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
function redirect(redirectUri: string, params: Record<string, string>, fragment = ''): HttpAnswer {
	const joint = redirectUri.includes('?') ? '&' : '?';
	const location = `${redirectUri}${joint}${new URLSearchParams(params).toString()}${fragment}`;
	return { status: 302, headers: { location }, body: '' };
}

export const authorizeRoutes: PlainRoute[] = ['www.instagram.com', 'api.instagram.com'].flatMap((host) => [
	{ host, method: 'GET', path: '/oauth/authorize', handle: guarded(showPage) },
	{ host, method: 'POST', path: '/oauth/authorize', handle: guarded(decide) },
]);
