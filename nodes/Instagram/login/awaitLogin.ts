/**
 * Waits, in front of a node's panel, for a login that may be under way. n8n's editor creates the credential when Connect is
 * pressed, fills the field Connected Account at that moment, and neither calls anything of ours after the login nor fills the
 * field again: people who have just connected would read "Not connected", and the token of the login would end after an hour.
 */
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { BoundedMap } from '../transport/boundedMap';
import { BUSINESS_LOGIN_TYPE, credentialTypeOf } from '../transport/context';
import { pollUntil } from '../transport/poll';
import { readOAuth2Credential } from './tokenStore';

/** Within the minute after which proxies in front of n8n give up. */
const LOGIN_TAKES_MS = 50_000;
const LOOK_EVERY_MS = 1000;
const MOST_CREDENTIALS = 500;

/** Credentials that were waited for: who opens the panel again is told at once what to do. */
const awaited = new BoundedMap<string, true>(MOST_CREDENTIALS);

/** Ends when the OAuth2 credential of the node holds a token; at once where it is the other type, or was waited for before. */
export async function awaitLogin(ctx: ILoadOptionsFunctions): Promise<void> {
	const node = ctx.getNode();
	const { id } = node.credentials?.[BUSINESS_LOGIN_TYPE] ?? {};
	if (credentialTypeOf(node) !== BUSINESS_LOGIN_TYPE || !id || awaited.has(id)) return;
	await pollUntil({
		read: async () => await readOAuth2Credential(ctx),
		decide({ token }, elapsedMs) {
			if (token || elapsedMs >= LOGIN_TAKES_MS) return { done: undefined };
			awaited.set(id, true);
			return { wait: LOOK_EVERY_MS };
		},
	});
}
