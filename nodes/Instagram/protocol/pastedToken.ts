/**
 * The token credential: what a person pasted, and what has become of it. `accessToken` belongs to the person
 * and is never written; the renewed token stands beside it in `renewedToken`, bound to the pasted token it
 * came from. So a token that is pasted while another one is being renewed counts from that moment on.
 *
 * `renewedToken` and `refusedToken` are one text each, which n8n's editor hides and restores as a whole: a
 * person who saves the credential cannot mix an old half with a new one. Two processes may renew at the same
 * time, and the loser must not undo what the winner has stored, so a refusal is written apart.
 */
import { isRecord, numberAt, textAt, type JsonRecord } from './json';
import { CLOCK_TOLERANCE_MS, isYoung, REFRESH_AGAIN_AFTER_MS, RENEW_AFTER_MS, type Account } from './tokens';

/** What Meta gave for a token. */
export interface Renewal {
	/** The pasted token that this one descends from. */
	readonly pasted: string;
	readonly token: string;
	readonly atMs: number;
	readonly expiresAtMs: number;
	readonly account?: Account;
}

/** Meta accepts the token but does not renew it now: it may be younger than 24 hours. */
export interface TokenRefusal {
	readonly token: string;
	readonly atMs: number;
	readonly account?: Account;
}

export interface PastedToken {
	readonly pasted: string;
	/** The token in use: the pasted one, or the one that it was renewed to. */
	readonly accessToken: string;
	/** False when the token should be renewed before it is used. */
	readonly fresh: boolean;
	readonly account?: Account;
	/** Undefined until Meta has said. */
	readonly expiresAtMs?: number;
}

/**
 * Reads the credential as n8n hands it over, with its expressions evaluated.
 * @returns `undefined` when no token was pasted
 */
export function parsePastedToken(credential: unknown, nowMs: number): PastedToken | undefined {
	if (!isRecord(credential)) return undefined;
	const pasted = textAt(credential, 'accessToken')?.trim();
	if (pasted === undefined || pasted === '') return undefined;
	const renewal = recordIn(credential.renewedToken);
	const isRenewed = textAt(renewal, 'pasted') === pasted;
	const accessToken = (isRenewed ? textAt(renewal, 'token') : undefined) ?? pasted;
	const refusal = recordIn(credential.refusedToken);
	const isRefused = textAt(refusal, 'token') === accessToken;
	return {
		pasted,
		accessToken,
		fresh:
			(isRenewed && isYoung(numberAt(renewal, 'atMs') ?? 0, RENEW_AFTER_MS, nowMs)) ||
			(isRefused && isYoung(numberAt(refusal, 'atMs') ?? 0, REFRESH_AGAIN_AFTER_MS, nowMs)),
		account: (isRenewed ? accountIn(renewal) : undefined) ?? (isRefused ? accountIn(refusal) : undefined),
		expiresAtMs: isRenewed ? believableExpiry(renewal, nowMs) : undefined,
	};
}

/**
 * Undefined where n8n's clock is or was wrong: Meta accepts the token although by that clock it is dead, or
 * does not exist yet.
 */
function believableExpiry(renewal: JsonRecord, nowMs: number): number | undefined {
	const expiresAtMs = numberAt(renewal, 'expiresAtMs') ?? 0;
	return expiresAtMs > nowMs && isYoung(numberAt(renewal, 'atMs') ?? 0, Infinity, nowMs)
		? expiresAtMs
		: undefined;
}

function recordIn(text: unknown): JsonRecord {
	if (typeof text !== 'string' || text === '') return {};
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : {};
	} catch {
		return {};
	}
}

function accountIn(record: JsonRecord): Account | undefined {
	const accountId = textAt(record, 'accountId');
	if (accountId === undefined) return undefined;
	return {
		accountId,
		username: textAt(record, 'username'),
		appScopedId: textAt(record, 'appScopedId'),
	};
}

/** The text that is stored for a renewal or a refusal; {@link parsePastedToken} reads it. */
export function toStoredText({ account, ...rest }: Renewal | TokenRefusal): string {
	return JSON.stringify({ ...rest, ...account });
}

const PASTED = (credentials: string) => `String(${credentials}["accessToken"] || "").trim()`;
const RENEWAL = (credentials: string) => `JSON.parse(${credentials}["renewedToken"] || "{}")`;
/** As {@link parsePastedToken} finds it. */
const TOKEN_IN_USE = (credentials: string) =>
	`(${RENEWAL(credentials)}.pasted === ${PASTED(credentials)} ? ${RENEWAL(credentials)}.token : ${PASTED(credentials)})`;
const IS_YOUNG = (record: string, maxAgeMs: number) =>
	`Date.now() - ${record}.atMs >= -${CLOCK_TOLERANCE_MS} && Date.now() - ${record}.atMs < ${maxAgeMs}`;
const REFUSAL = 'JSON.parse($self["refusedToken"] || "{}")';

/** n8n signs requests with what this expression gives. */
export const AUTHORIZATION = `=Bearer {{ ${TOKEN_IN_USE('$credentials')} }}`;

/**
 * n8n renews the credential whenever this expression gives an empty text. It is {@link PastedToken.fresh} as
 * an n8n expression.
 */
export const SESSION = `={{ (${RENEWAL('$self')}.pasted === ${PASTED('$self')} && ${IS_YOUNG(RENEWAL('$self'), RENEW_AFTER_MS)}) || (${REFUSAL}.token === ${TOKEN_IN_USE('$self')} && ${IS_YOUNG(REFUSAL, REFRESH_AGAIN_AFTER_MS)}) ? "fresh" : "" }}`;
