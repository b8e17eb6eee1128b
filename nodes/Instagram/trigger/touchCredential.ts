/** Receiving counts as use of the credential: a token that is old enough is renewed, for the nodes that answer. */
import type { IWebhookFunctions } from 'n8n-workflow';

import { clock } from '../transport/clock';
import { openGraph } from '../graph/graph';
import { credentialKeyOf, renewTriggerCredential } from './credential';
import { logProblem } from './log';

/** A refusal is not asked for again with every message, nor is a token that n8n does not let the node store. */
const PAUSE_MS = 5 * 60_000;
const MOST_KEPT = 500;

interface Pause {
	readonly untilMs: number;
	readonly accountId?: string;
}

const pauses = new Map<string, Pause>();

/**
 * Renews or exchanges the token. Never throws.
 * @returns the account, or `undefined` when Meta does not say
 */
export async function touchCredential(ctx: IWebhookFunctions): Promise<string | undefined> {
	const key = credentialKeyOf(ctx);
	const pause = pauses.get(key);
	if (pause && pause.untilMs > clock.now()) return pause.accountId;
	try {
		const { accountId } = (await openGraph(ctx)).account;
		const stored = await renewTriggerCredential(ctx);
		if (stored.isRenewalDue) rest(key, accountId);
		return accountId;
	} catch (error) {
		rest(key);
		logProblem(ctx, 'could not renew the access token', error);
		return undefined;
	}
}

function rest(key: string, accountId?: string): void {
	if (pauses.size >= MOST_KEPT) pauses.clear();
	pauses.set(key, { untilMs: clock.now() + PAUSE_MS, accountId });
}
