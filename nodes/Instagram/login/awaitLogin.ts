/**
 * Waits, in front of a node's panel, for a login that may be under way. n8n's editor creates the credential
 * when Connect is pressed, fills the field Connected Account at that moment, and neither calls anything of
 * ours after the login nor fills the field again: people who have just connected would read "Not connected",
 * and the token of the login would end after an hour.
 */
import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isYoung } from '../protocol/tokens';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { BUSINESS_LOGIN_TYPE, credentialTypeOf } from '../transport/context';
import { pollUntil } from '../transport/poll';
import { readOAuth2Credential } from './tokenStore';

/** Within the minute after which proxies in front of n8n give up. */
const LOGIN_TAKES_MS = 50_000;
const LOOK_EVERY_MS = 1000;
const MOST_CREDENTIALS = 500;

/**
 * By credential: since when it is waited for. Who opens the panel again after that time is told at once what
 * to do.
 */
const awaitedSinceMs = new BoundedMap<string, number>(MOST_CREDENTIALS);

/**
 * Ends when the OAuth2 credential of the node holds a token, or was waited for; at once where it is of the
 * other type.
 */
export async function awaitLogin(ctx: ILoadOptionsFunctions): Promise<void> {
	const node = ctx.getNode();
	const { id } = node.credentials?.[BUSINESS_LOGIN_TYPE] ?? {};
	if (credentialTypeOf(node) !== BUSINESS_LOGIN_TYPE || !id) return;
	await pollUntil({
		read: async () => await readOAuth2Credential(ctx),
		decide({ token }) {
			if (token) return { done: undefined };
			const sinceMs = awaitedSinceMs.getOrCreate(id, clock.now);
			const isUnderWay = isYoung(sinceMs, LOGIN_TAKES_MS, clock.now());
			return isUnderWay ? { wait: LOOK_EVERY_MS } : { done: undefined };
		},
	});
}
