/**
 * The life of an access token (Meta: "Business Login for Instagram"): one hour after the login, sixty days
 * after the exchange, sixty days more after each refresh. A refresh needs a token that is unexpired and at
 * least 24 hours old; an expired one can never be renewed. So tokens are renewed by age, never on failure.
 * The age is only a hint: n8n's clock may be wrong, so whether a token is alive is for Meta to say.
 *
 * What n8n stores under `oauthTokenData` survives a reconnect key by key, so everything we add is bound to
 * the token it was written for by `ig_fingerprint`. It is a fingerprint and not the token, because otherwise
 * the token of the account that was connected before would stay in the credential.
 */
import { createHash } from 'crypto';

import { isRecord, numberAt, textAt, unwrapSingle, type JsonRecord } from './json';

const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;

/** Long before the 60 days end, and long after the 24 hours that Meta requires. */
export const RENEW_AFTER_MS = 7 * DAY_MS;

/** How long to wait before asking again after Meta did not renew a token that it accepts. */
export const REFRESH_AGAIN_AFTER_MS = HOUR_MS;

/** What Meta documents as the life of a long-lived token, for answers that do not say. */
export const LONG_LIVED_MS = 60 * DAY_MS;

export const PERMISSIONS = [
	'instagram_business_basic',
	'instagram_business_content_publish',
	'instagram_business_manage_messages',
	'instagram_business_manage_comments',
	'instagram_business_manage_insights',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** What is asked for unless the user chooses otherwise. */
export const DEFAULT_PERMISSIONS: readonly Permission[] = [
	'instagram_business_basic',
	'instagram_business_content_publish',
	'instagram_business_manage_messages',
	'instagram_business_manage_comments',
];

/** The account that a token belongs to. */
export interface Account {
	/** `/me.user_id`, the id that webhooks carry too. */
	readonly accountId: string;
	readonly username?: string;
	/**
	 * The ID of the account that only this app uses (`/me.id`); Meta names the account by it when a login was
	 * removed.
	 */
	readonly appScopedId?: string;
}

export interface StoredToken {
	readonly accessToken: string;
	/** False for the one-hour token that n8n gets at the login. */
	readonly longLived: boolean;
	readonly obtainedAtMs?: number;
	readonly expiresAtMs?: number;
	readonly account?: Account;
	/** Undefined when Meta did not say. */
	readonly permissions?: readonly string[];
}

export interface TokenGrant {
	readonly accessToken: string;
	readonly expiresInMs: number;
	readonly permissions?: readonly string[];
}

export type TokenAction = 'use' | 'exchange' | 'refresh';

/**
 * Names a token where the token itself must not appear: in keys of memory, and beside another token in the
 * store.
 */
export function fingerprintOf(accessToken: string): string {
	return createHash('sha256').update(accessToken).digest('hex').slice(0, 32);
}

/** Permissions come as an array or as one comma-separated text. */
function parsePermissions(value: unknown): string[] | undefined {
	if (typeof value === 'string') return value.split(/[\s,]+/).filter((name) => name !== '');
	if (Array.isArray(value)) return value.filter((name): name is string => typeof name === 'string');
	return undefined;
}

/**
 * Reads what n8n stored after the login or what we wrote back.
 * @returns `undefined` when there is no token in it: Connect looks successful in n8n even then.
 */
export function parseStoredToken(oauthTokenData: unknown): StoredToken | undefined {
	if (!isRecord(oauthTokenData)) return undefined;
	const granted = unwrapSingle(oauthTokenData);
	const accessToken = textAt(granted, 'access_token');
	if (accessToken === undefined) return undefined;
	const permissions = parsePermissions(granted.permissions);
	if (granted.ig_fingerprint !== fingerprintOf(accessToken))
		return { accessToken, longLived: false, permissions };
	const accountId = textAt(granted, 'ig_account_id');
	return {
		accessToken,
		longLived: true,
		obtainedAtMs: numberAt(granted, 'ig_obtained_at'),
		expiresAtMs: numberAt(granted, 'ig_expires_at'),
		account:
			accountId === undefined
				? undefined
				: {
						accountId,
						username: textAt(granted, 'ig_username'),
						appScopedId: textAt(granted, 'ig_app_scoped_id'),
					},
		permissions,
	};
}

/** The clocks of two machines that share a credential differ by less. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Whether something of `sinceMs` is younger than `maxAgeMs`. A time in the future is not young: the clock was
 * wrong.
 */
export function isYoung(sinceMs: number, maxAgeMs: number, nowMs: number): boolean {
	const ageMs = nowMs - sinceMs;
	return ageMs >= -CLOCK_TOLERANCE_MS && ageMs < maxAgeMs;
}

/**
 * Whether, by n8n's clock, the token has expired or was obtained in the future. Either that is true, or the
 * clock is or was wrong.
 */
export function isAgeDoubtful({ obtainedAtMs, expiresAtMs }: StoredToken, nowMs: number): boolean {
	const isExpired = expiresAtMs !== undefined && expiresAtMs <= nowMs;
	return isExpired || (obtainedAtMs !== undefined && !isYoung(obtainedAtMs, Infinity, nowMs));
}

/**
 * What to do with a token before it is used. A token of unknown or doubtful age is renewed: that makes its
 * age known, and Meta says whether it is dead.
 */
export function nextTokenAction(token: StoredToken, nowMs: number): TokenAction {
	if (!token.longLived) return 'exchange';
	if (token.obtainedAtMs === undefined || isAgeDoubtful(token, nowMs)) return 'refresh';
	return isYoung(token.obtainedAtMs, RENEW_AFTER_MS, nowMs) ? 'use' : 'refresh';
}

/**
 * A token whose stored age was wrong and which Meta accepts, but does not renew (it may be younger than 24
 * hours). It is renewed in a day; until then nobody knows when it expires.
 */
export function withAgeUnknown(token: StoredToken, nowMs: number): StoredToken {
	return { ...token, obtainedAtMs: nowMs + DAY_MS - RENEW_AFTER_MS, expiresAtMs: undefined };
}

/**
 * Reads the answer of either token endpoint.
 * @returns `undefined` when the answer holds no token.
 */
export function parseTokenGrant(body: unknown): TokenGrant | undefined {
	const answer = unwrapSingle(body);
	const accessToken = textAt(answer, 'access_token');
	if (accessToken === undefined) return undefined;
	const expiresInSeconds = numberAt(answer, 'expires_in');
	return {
		accessToken,
		expiresInMs: expiresInSeconds === undefined ? LONG_LIVED_MS : expiresInSeconds * 1000,
		permissions: parsePermissions(answer.permissions),
	};
}

/** The token as it stands after a grant. */
export function renewedToken(
	previous: StoredToken | undefined,
	grant: TokenGrant,
	nowMs: number,
): StoredToken {
	return {
		accessToken: grant.accessToken,
		longLived: true,
		obtainedAtMs: nowMs,
		expiresAtMs: nowMs + grant.expiresInMs,
		account: previous?.account,
		permissions: grant.permissions ?? previous?.permissions,
	};
}

/** What is written into n8n's credential store for a token; {@link parseStoredToken} reads it back. */
export function toOauthTokenData(token: StoredToken): JsonRecord {
	return {
		access_token: token.accessToken,
		token_type: 'bearer',
		...(token.permissions && { permissions: token.permissions.join(',') }),
		ig_fingerprint: fingerprintOf(token.accessToken),
		...(token.obtainedAtMs !== undefined && { ig_obtained_at: token.obtainedAtMs }),
		...(token.expiresAtMs !== undefined && { ig_expires_at: token.expiresAtMs }),
		...(token.account && { ig_account_id: token.account.accountId }),
		...(token.account?.appScopedId !== undefined && { ig_app_scoped_id: token.account.appScopedId }),
		// not `username`: at the next login n8n would show it as the account that has just been connected
		...(token.account?.username !== undefined && { ig_username: token.account.username }),
	};
}

/**
 * Reads `/me?fields=id,user_id,username` in both shapes.
 * @returns `undefined` without `user_id`: `id` is the app-scoped id, which no webhook carries, and no
 * substitute.
 */
export function parseAccount(body: unknown): Account | undefined {
	const me = unwrapSingle(body);
	const accountId = textAt(me, 'user_id');
	if (accountId === undefined) return undefined;
	const appScopedId = textAt(me, 'id');
	return { accountId, username: textAt(me, 'username'), ...(appScopedId !== undefined && { appScopedId }) };
}

/** Fields of `/me` that {@link parseAccount} reads. */
export const ACCOUNT_FIELDS = 'id,user_id,username';
