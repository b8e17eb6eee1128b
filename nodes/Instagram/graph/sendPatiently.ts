/** One call: signed, sent in its turn, repeated where that is safe, and explained when it fails. */
import { classifyGraphError, isReadableSuccess } from '../protocol/errors/classify';
import { usagePause } from '../protocol/errors/retry';
import { asClause } from '../protocol/errors/wording';
import type { JsonRecord } from '../protocol/json';
import { withoutTokensInLinks } from '../protocol/secrets';
import { reopenSession } from '../login/openSession';
import type { Session } from '../login/session';
import { clock } from '../transport/clock';
import type { ApiContext } from '../transport/context';
import { ConnectionError, GraphError } from '../transport/errors';
import { waitForTurn, type Pace } from '../transport/pace';
import {
	sendAuthenticated,
	sendWithToken,
	type GraphRequest,
	type GraphResponse,
} from '../transport/request';
import { delayBeforeRetry } from '../transport/retry';
import { canBeReworded } from '../transport/rewording';
import { pause } from '../transport/throttle';
import type { MetaClock } from './metaClock';

/** On whose behalf calls are made. */
export interface Sender {
	readonly ctx: ApiContext;
	readonly session: Session;
	readonly metaClock: MetaClock;
	readonly signal: AbortSignal | undefined;
	/** How many processes share the account's calls a second. */
	workers(): Promise<number>;
}

/**
 * Sends a request, and sends it again where that is safe; each attempt waits for its turn.
 * @throws GraphError | ConnectionError, and UserFixableError when Meta asks for a longer pause than a run
 * should wait
 */
export async function sendPatiently(
	sender: Sender,
	request: GraphRequest,
	{
		repeatable,
		pace,
		once = false,
	}: { readonly repeatable: boolean; readonly pace?: Pace; readonly once?: boolean },
): Promise<JsonRecord> {
	const { session, signal } = sender;
	const { loginKey } = session;
	const row = `${pace?.kind} of ${session.account.accountId}`;
	const gapMs = pace && pace.gapMs * (await sender.workers());
	let current = session;
	for (let attempts = 1; ; attempts += 1) {
		await waitForTurn({ loginKey, row, gapMs }, signal);
		const outcome = namingTheRate(await sendOnce(sender, current, request), pace);
		if (!(outcome instanceof Error)) return outcome;

		if (outcome instanceof GraphError && outcome.failure.kind === 'reconnect') {
			if (!repeatable && !outcome.failure.nothingHappened) throw outcome;
			const renewed = attempts > 1 ? undefined : await reopenIfPossible(sender, current, outcome);
			// a run that began as one account does not go on as another
			if (renewed?.account.accountId !== session.account.accountId) throw outcome;
			current = renewed;
			continue;
		}
		const delayMs = once ? undefined : delayBeforeRetry(outcome, repeatable, attempts);
		if (delayMs === undefined) throw outcome;
		if (outcome instanceof GraphError && outcome.failure.kind === 'wait')
			pause(loginKey, delayMs, asClause(outcome.failure.what));
		else await clock.sleep(delayMs, signal);
	}
}

/**
 * A credential that cannot be read at this moment gives no other token: what Meta said of this one stands.
 * n8n's own error would hide from callers what they have done before.
 */
async function reopenIfPossible(
	{ ctx, signal }: Sender,
	refused: Session,
	refusal: GraphError,
): Promise<Session | undefined> {
	try {
		return await reopenSession(ctx, refused, refusal);
	} catch (error) {
		signal?.throwIfAborted();
		if (canBeReworded(error as Error)) throw error as Error;
		return undefined;
	}
}

type SendOutcome = JsonRecord | GraphError | ConnectionError;

/** "Calls of this kind": the code is the same for messages, private replies and reads of conversations. */
const RATE_OF_A_KIND = 613;

/** Says in a rate limit error which calls were too many. */
function namingTheRate(outcome: SendOutcome, pace: Pace | undefined): SendOutcome {
	if (!pace || !(outcome instanceof GraphError) || outcome.failure.code !== RATE_OF_A_KIND) return outcome;
	const { remedy } = outcome.failure;
	const what = `Instagram counted too many ${pace.what}; it allows ${pace.limit}`;
	return outcome.reworded({ what, remedy });
}

async function sendOnce(
	{ ctx, metaClock }: Sender,
	session: Session,
	request: GraphRequest,
): Promise<SendOutcome> {
	let response: GraphResponse;
	try {
		response = session.stored
			? await sendAuthenticated(ctx, session.credentialType, request)
			: await sendWithToken(ctx, session.accessToken, request);
	} catch (error) {
		if (error instanceof ConnectionError) return error;
		throw error as Error;
	}
	metaClock.observe(response.headers);
	const { pauseMs, because } = usagePause(response.headers);
	pause(session.loginKey, pauseMs, because);
	const { status, body } = response;
	// some pages print lists without their envelope (welcome_message_flows)
	const answer = Array.isArray(body) ? { data: body } : body;
	if (isReadableSuccess(status, answer)) return withoutTokensInLinks(answer);
	return new GraphError(classifyGraphError(status, body));
}
