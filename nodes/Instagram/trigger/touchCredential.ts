/**
 * Receiving counts as use of the credential: a token that is old enough is renewed for the nodes that send
 * answers.
 */
import type { IWebhookFunctions } from 'n8n-workflow';

import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { openGraph } from '../graph/openGraph';
import type { Account } from '../protocol/tokens';
import { credentialKeyOf, recallTriggerCredential, renewTriggerCredential } from './credential';
import { logProblem } from '../transport/logProblem';

/**
 * How long Meta is not asked again. After a refusal, and where n8n does not let the node store the token,
 * every message would otherwise cause a call.
 */
const PAUSE_MS = 5 * 60_000;
const MOST_CREDENTIALS = 500;

interface TouchPause {
	readonly untilMs: number;
	readonly account?: Account;
}

const pauses = new BoundedMap<string, TouchPause>(MOST_CREDENTIALS);

/**
 * Renews or exchanges the token. Never throws.
 * @returns the account, or `undefined` when Meta does not say
 */
export async function touchCredential(ctx: IWebhookFunctions): Promise<Account | undefined> {
	const key = await pauseKeyOf(ctx);
	const pause = pauses.get(key);
	if (pause && pause.untilMs > clock.now()) return pause.account;
	try {
		const { account } = await openGraph(ctx);
		const stored = await renewTriggerCredential(ctx);
		if (stored.isRenewalDue) pauseFor(key, account);
		return account;
	} catch (error) {
		pauseFor(key);
		logProblem(ctx, 'could not renew the access token', error);
		return undefined;
	}
}

function pauseFor(key: string, account?: Account): void {
	pauses.set(key, { untilMs: clock.now() + PAUSE_MS, account });
}

/** The token is part of the key, so that a new login does not wait because of the one before. */
async function pauseKeyOf(ctx: IWebhookFunctions): Promise<string> {
	try {
		const { tokenFingerprint } = await recallTriggerCredential(ctx);
		return `${credentialKeyOf(ctx)} ${tokenFingerprint}`;
	} catch {
		return credentialKeyOf(ctx);
	}
}
