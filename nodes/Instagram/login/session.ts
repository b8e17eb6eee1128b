/** An open credential, and what both credential types need to open one. */
import { classifyGraphError, isErrorBody } from '../protocol/errors/classify';
import { ACCOUNT_FIELDS, parseAccount, type Account } from '../protocol/tokens';
import { clock } from '../transport/clock';
import type { ApiContext, CredentialType } from '../transport/context';
import { GraphError, UserFixableError } from '../transport/errors';
import type { GraphRequest, GraphResponse } from '../transport/request';
import { delayBeforeRetry } from '../transport/retry';

/** Never leaves the transport in an output, an error or a log. */
export interface Session {
	readonly credentialType: CredentialType;
	/** Names the credential for everything that is shared between runs. */
	readonly credentialKey: string;
	readonly account: Account;
	readonly accessToken: string;
	/** False where n8n did not let the node store the token, which then has to be sent from memory. */
	readonly stored: boolean;
	readonly expiresAtMs?: number;
	/** Undefined when Meta did not say what was granted. */
	readonly permissions?: readonly string[];
}

const READ_ACCOUNT: GraphRequest = { method: 'GET', path: ['me'], query: { fields: ACCOUNT_FIELDS } };

/**
 * The body of a successful answer.
 * @throws GraphError for every other answer
 */
export function bodyOf(response: GraphResponse): unknown {
	if (response.status >= 400 || response.status < 200 || isErrorBody(response.body)) {
		throw new GraphError(classifyGraphError(response.status, response.body));
	}
	return response.body;
}

/** Somebody may be waiting in front of a menu. */
const MAX_ATTEMPTS = 3;

/** Asks Meta about a token, again when the fault is one that passes in seconds. */
export async function askAboutToken(
	ask: () => Promise<GraphResponse>,
	signal?: AbortSignal,
): Promise<unknown> {
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

const NOT_STORED =
	"n8n did not let the Instagram node store the renewed access token, so it was used from memory. Run this workflow on n8n's standard engine (not the experimental engine 2.0), or open the node once in the editor, so that the token is stored before it expires.";

/** Tells the user, in the log and on the node, that a token could not be stored. */
export function warnNotStored(ctx: ApiContext): void {
	ctx.logger.warn(NOT_STORED);
	if ('addExecutionHints' in ctx)
		ctx.addExecutionHints({ message: NOT_STORED, type: 'warning', location: 'outputPane' });
}
