import type { Core } from './core.mts';
import { GraphError } from './envelope.mts';
import { unsupportedRequest } from './errors.mts';
import type { Account, App, Token } from './model.mts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** Documented `expires_in` of a long-lived token (auth.md section 4). */
export const LONG_TOKEN_SECONDS = 5_183_944;

export interface Caller {
	app: App;
	account: Account;
	token: Token;
}

/** Creates a token. `ageMs` says how long ago it was issued. */
export function mintToken(
	core: Core,
	given: { app: App; account: Account; scopes: readonly string[]; kind: 'short' | 'long'; ageMs?: number },
): Token {
	const issuedAt = core.clock.now() - (given.ageMs ?? 0);
	const token: Token = {
		value: core.ids.token(),
		kind: given.kind,
		appId: given.app.instagramAppId,
		accountId: given.account.id,
		scopes: [...given.scopes],
		issuedAt,
		expiresAt: issuedAt + (given.kind === 'short' ? HOUR_MS : LONG_TOKEN_SECONDS * 1000),
	};
	core.store.tokens.set(token.value, token);
	return token;
}

/**
 * An app in development or with Standard Access reaches only accounts that are its testers (auth.md section
 * 8).
 */
export function reachesOnlyTesters(app: App): boolean {
	return app.mode === 'development' || app.access === 'standard';
}

/**
 * The caller behind a token, or the error Meta answers (auth.md sections 8 and 9). `undefined` stands
 * for a request without any token.
 */
export function authenticate(core: Core, value: string | undefined, method: string): Caller {
	if (value === undefined)
		throw tokenError(core, 'Invalid OAuth 2.0 Access Token', undefined, 'IGApiException');
	if (!/^IG[A-Za-z0-9_-]{20,}$/.test(value)) {
		if (core.switches.malformedToken === 'unsupported') throw unsupportedRequest(method);
		throw tokenError(core, 'Invalid OAuth 2.0 Access Token', undefined, 'IGApiException');
	}
	const token = core.store.tokens.get(value);
	const app = token && core.store.apps.get(token.appId);
	const account = token && core.store.accounts.get(token.accountId);
	if (token === undefined || app === undefined || account === undefined) {
		throw tokenError(core, 'Invalid OAuth access token - Cannot parse access token');
	}
	throwIfDead(core, token);
	if (reachesOnlyTesters(app) && !account.testerOf.includes(app.instagramAppId))
		throw unsupportedRequest(method);
	return { app, account, token };
}

function throwIfDead(core: Core, token: Token): void {
	if (token.revoked === 'removed') {
		throw tokenError(
			core,
			`Error validating access token: The user has not authorized application ${token.appId}.`,
			458,
		);
	}
	if (token.revoked === 'password') {
		throw tokenError(
			core,
			'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
			460,
		);
	}
	if (token.revoked === 'replaced') {
		throw tokenError(
			core,
			'Error validating access token: Session does not match current stored session.',
			467,
		);
	}
	const now = core.clock.now();
	if (token.expiresAt <= now) {
		throw tokenError(
			core,
			`Error validating access token: Session has expired on ${pacificTime(token.expiresAt)}. The current time is ${pacificTime(now)}.`,
			463,
		);
	}
}

export function tokenError(
	core: Core,
	message: string,
	subcode?: number,
	type: 'OAuthException' | 'IGApiException' = 'OAuthException',
): GraphError {
	return new GraphError(190, message, { status: core.switches.tokenErrorStatus, type, subcode });
}

/** `Tuesday, 01-Dec-25 06:00:00 PST`: how Meta prints times in token errors. */
function pacificTime(epochMs: number): string {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: 'America/Los_Angeles',
		weekday: 'long',
		day: '2-digit',
		month: 'short',
		year: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23',
		timeZoneName: 'short',
	}).formatToParts(epochMs);
	const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
	const date = `${part('day')}-${part('month')}-${part('year')}`;
	return `${part('weekday')}, ${date} ${part('hour')}:${part('minute')}:${part('second')} ${part('timeZoneName')}`;
}
