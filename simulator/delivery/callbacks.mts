import type { Core } from '../state/core.mts';
import type { App, Callback } from '../state/model.mts';
import { callOutside } from './outside.mts';

/** Fields an app can subscribe to: SPEC enum (webhooks.md section 1). `message_echoes` is not in it. */
export const WEBHOOK_FIELDS = [
	'comment_poll_response',
	'comments',
	'creator_marketplace_invited_creator_onboarding',
	'creator_marketplace_projects',
	'delta',
	'follow',
	'live_comments',
	'mentions',
	'message_edit',
	'message_reactions',
	'messages',
	'messaging_handover',
	'messaging_optins',
	'messaging_postbacks',
	'messaging_referral',
	'messaging_seen',
	'onboarding_welcome_message_series',
	'share_to_story',
	'standby',
	'story_insights',
	'story_poll_response',
	'story_reactions',
] as const;

/** The callback URL did not answer the handshake as it must (webhooks.md section 2). */
export class HandshakeError extends Error {}

/**
 * Performs the verification GET and stores the callback. Meta answers with the same texts in the
 * dashboard and on the App Subscriptions edge.
 */
export async function setCallback(core: Core, app: App, callback: Callback): Promise<void> {
	const unknown = callback.fields.find((field) => !WEBHOOK_FIELDS.some((known) => known === field));
	if (unknown !== undefined)
		throw new HandshakeError(`Param fields must be one of {${WEBHOOK_FIELDS.join(', ')}}`);
	const failed = "The URL couldn't be validated. ";
	if (!callback.callbackUrl.startsWith('https://'))
		throw new HandshakeError(`${failed}Callback URL must use HTTPS`);
	const challenge = String(1_000_000_000 + Math.floor(core.ids.random() * 1_000_000_000));
	const url = new URL(callback.callbackUrl);
	url.searchParams.set('hub.mode', 'subscribe');
	url.searchParams.set('hub.challenge', challenge);
	url.searchParams.set('hub.verify_token', callback.verifyToken);
	let answer;
	try {
		answer = await callOutside(core, {
			url: url.href,
			headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' },
			timeoutMs: core.switches.webhookTimeoutMs,
		});
	} catch (error) {
		throw new HandshakeError(`${failed}${error instanceof Error ? error.message : String(error)}`);
	}
	const body = answer.bytes.toString('utf8');
	if (answer.status !== 200)
		throw new HandshakeError(`${failed}Response code: ${answer.status}, expected 200`);
	if (body !== challenge) {
		throw new HandshakeError(
			`${failed}Response does not match challenge, expected value="${challenge}", received="${body.slice(0, 40)}"`,
		);
	}
	app.callback = { ...callback, fields: [...callback.fields] };
}
