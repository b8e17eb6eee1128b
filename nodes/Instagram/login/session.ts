/** An open credential, and what both credential types need to open one. */
import { classifyGraphError, isReadableSuccess } from '../protocol/errors/classify';
import type { JsonRecord } from '../protocol/json';
import { ACCOUNT_FIELDS, fingerprintOf, isYoung, parseAccount, type Account } from '../protocol/tokens';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import type { ApiContext, CredentialType } from '../transport/context';
import { GraphError, UserFixableError } from '../transport/errors';
import type { GraphRequest, GraphResponse } from '../transport/request';
import { delayBeforeRetry } from '../transport/retry';

/** Never appears in an output, an error or a log. */
export interface Session {
	readonly credentialType: CredentialType;
	/** The name of the login for everything that runs share: {@link loginKeyOf}. */
	readonly loginKey: string;
	readonly account: Account;
	readonly accessToken: string;
	/** False where n8n did not let the node store the token, so that it has to be sent from memory. */
	readonly stored: boolean;
	readonly expiresAtMs?: number;
	/** Undefined when Meta did not say what was granted. */
	readonly permissions?: readonly string[];
}

/**
 * Names the login of a credential. The token is part of the name, because end-user credentials share the ID
 * of one credential, and because a credential that was connected to another account is no longer the same
 * login.
 */
export function loginKeyOf(ctx: ApiContext, credentialType: CredentialType, accessToken: string): string {
	const id = ctx.getNode().credentials?.[credentialType]?.id ?? '';
	return `${credentialType}:${id}:${fingerprintOf(accessToken)}`;
}

const READ_ACCOUNT: GraphRequest = { method: 'GET', path: ['me'], query: { fields: ACCOUNT_FIELDS } };

/**
 * The body of a successful answer. One that cannot be read says nothing about the login.
 * @throws GraphError for every other answer
 */
export function bodyOf({ status, body }: GraphResponse): JsonRecord {
	if (isReadableSuccess(status, body)) return body;
	throw new GraphError(classifyGraphError(status, body));
}

/** Somebody may be waiting for a menu to load. */
const MAX_ATTEMPTS = 3;

/** Asks Meta about a token, and asks again after a fault that passes in seconds. */
export async function askAboutToken(
	ask: () => Promise<GraphResponse>,
	signal?: AbortSignal,
): Promise<JsonRecord> {
	for (let attempts = 1; ; attempts += 1) {
		try {
			return bodyOf(await ask());
		} catch (error) {
			const isThrottle = error instanceof GraphError && error.failure.kind === 'wait';
			const delayMs =
				attempts < MAX_ATTEMPTS && !isThrottle ? delayBeforeRetry(error, true, attempts) : undefined;
			if (delayMs === undefined) throw error as Error;
			await clock.sleep(delayMs, signal);
		}
	}
}

/**
 * Asks Meta whom a token belongs to.
 * @throws GraphError when Meta refuses
 */
export async function readAccount(send: (request: GraphRequest) => Promise<GraphResponse>): Promise<Account> {
	const account = parseAccount(await askAboutToken(async () => await send(READ_ACCOUNT)));
	if (account) return account;
	throw new UserFixableError(
		'Instagram did not say which account the token belongs to',
		'The permission instagram_business_basic is needed for every call: connect the credential again with it.',
	);
}

/** Whoever waits for the renewal of a token does not wait long for a name that is known already. */
const LOOK_TIMEOUT_MS = 3000;

/**
 * {@link readAccount} as a precaution, with a token that has to be stored whatever happens: asked once, never
 * throws, and gives back `undefined` where that brings nothing.
 */
export async function lookAtAccount(
	send: (request: GraphRequest) => Promise<GraphResponse>,
): Promise<Account | undefined> {
	try {
		return parseAccount(bodyOf(await send({ ...READ_ACCOUNT, timeoutMs: LOOK_TIMEOUT_MS })));
	} catch {
		return undefined;
	}
}

/** Subcodes of 190 that give a certain reason why a token is dead. */
const CERTAIN_DEATHS: ReadonlySet<number | undefined> = new Set([458, 459, 460, 463, 464]);

/** Whether Meta has said that the token is dead. */
export function isDead(error: unknown): error is GraphError {
	return error instanceof GraphError && error.failure.kind === 'reconnect';
}

/**
 * Whether Meta may have refused the token because another process has just renewed it (Meta does not document
 * whether a refresh ends the token before it). Meta also refuses like this to renew a token that is younger
 * than 24 hours.
 */
export function mayBeReplaced(error: unknown): error is GraphError {
	return isDead(error) && !CERTAIN_DEATHS.has(error.failure.subcode);
}

/** The winner of a race stores its token within a moment: one call about the account, and n8n's write. */
const LOOKS_FOR_THE_WINNER_MS = [0, 250, 500, 1000, 2000];
const LOOK_AGAIN_AFTER_MS = 60_000;
const MOST_LOGINS = 1000;

/**
 * When we last looked in vain for the replacement of a token that Meta refused: for a dead one we wait once,
 * not at every call.
 */
const lookedAtMs = new BoundedMap<string, number>(MOST_LOGINS);

/**
 * Waits for the token that another process may be storing at this moment.
 * @param error with which Meta refused the token
 * @param isReplaced looks into the store
 * @returns whether there is one
 */
export async function isReplacedSoon(
	loginKey: string,
	error: GraphError,
	isReplaced: () => Promise<boolean>,
	signal: AbortSignal | undefined,
): Promise<boolean> {
	const hasLooked = isYoung(lookedAtMs.get(loginKey) ?? 0, LOOK_AGAIN_AFTER_MS, clock.now());
	const isWorthWaiting = mayBeReplaced(error) && !hasLooked;
	for (const delayMs of isWorthWaiting ? LOOKS_FOR_THE_WINNER_MS : [0]) {
		await clock.sleep(delayMs, signal);
		if (await isReplaced()) return true;
	}
	if (isWorthWaiting) lookedAtMs.set(loginKey, clock.now());
	return false;
}

const NOT_STORED =
	"n8n did not let the Instagram node store the renewed access token, so it was used from memory. Run this workflow on n8n's standard engine (not the experimental engine 2.0), or open the node once in the editor, so that the token is stored before it expires.";

/** Tells the user, in the log and on the node, that a token could not be stored. */
export function warnNotStored(ctx: ApiContext): void {
	ctx.logger.warn(NOT_STORED);
	if ('addExecutionHints' in ctx)
		ctx.addExecutionHints({ message: NOT_STORED, type: 'warning', location: 'outputPane' });
}
