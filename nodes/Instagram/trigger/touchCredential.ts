/** Receiving counts as use of the credential: a token that is old enough is renewed, for the nodes that answer. */
import type { IWebhookFunctions } from 'n8n-workflow';

import { clock } from '../transport/clock';
import { openGraph } from '../transport/graph';
import { credentialKeyOf, renewTriggerCredential } from './credential';
import { logProblem } from './log';

/** A refusal is not asked for again with every message. */
const PAUSE_MS = 5 * 60_000;
const MOST_KEPT = 500;

const pausedUntilMs = new Map<string, number>();

/**
 * Renews or exchanges the token. Never throws.
 * @returns the account, or `undefined` when Meta does not say
 */
export async function touchCredential(ctx: IWebhookFunctions): Promise<string | undefined> {
	const key = credentialKeyOf(ctx);
	if ((pausedUntilMs.get(key) ?? 0) > clock.now()) return undefined;
	try {
		const { account } = await openGraph(ctx);
		await renewTriggerCredential(ctx);
		return account.accountId;
	} catch (error) {
		if (pausedUntilMs.size >= MOST_KEPT) pausedUntilMs.clear();
		pausedUntilMs.set(key, clock.now() + PAUSE_MS);
		logProblem(ctx, 'could not renew the access token', error);
		return undefined;
	}
}
