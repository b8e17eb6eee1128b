import { isRecord } from '../state/json.mts';
import type { Core } from '../state/core.mts';
import type { Account, App } from '../state/model.mts';
import type { Delivery, Dispatcher } from './dispatcher.mts';
import { signedRequest } from './signature.mts';

/** The two callbacks of the Business login settings (auth.md section 10). */
export type LoginCallback = 'deauthorize' | 'dataDeletion';

export interface SentLoginCallback {
	delivery: Delivery;
	/** What Meta shows to the person who asked for the deletion of their data. */
	confirmation?: { url: string; code: string };
	/** Why Meta does not take the answer. */
	problem?: string;
}

/** What the dashboard takes: https only. */
export function setLoginCallbacks(
	app: App,
	urls: { deauthorizeUrl?: string; dataDeletionUrl?: string },
): void {
	for (const url of [urls.deauthorizeUrl, urls.dataDeletionUrl]) {
		if (url !== undefined && !url.startsWith('https://'))
			throw new Error(`the callback URL ${url} must use HTTPS`);
	}
	Object.assign(app, urls);
}

/** Posts the `signed_request` of a callback, once: Meta documents no repetition. */
export async function sendLoginCallback(
	{ core, dispatcher }: { core: Core; dispatcher: Dispatcher },
	given: { app: App; account: Account; kind: LoginCallback; userId?: string },
): Promise<SentLoginCallback> {
	const { app, account, kind } = given;
	const url = kind === 'deauthorize' ? app.deauthorizeUrl : app.dataDeletionUrl;
	if (url === undefined) throw new Error(`app ${app.name} has no ${kind} URL`);
	const { signedRequestUserId, signedRequestSecret, signedRequestPadded } = core.switches;
	const userId = given.userId ?? (signedRequestUserId === 'account' ? account.id : account.appScopedId);
	const issuedAt = Math.floor(core.clock.now() / 1000);
	const payload = {
		algorithm: 'HMAC-SHA256',
		expires: issuedAt + 3600,
		issued_at: issuedAt,
		user_id: signedRequestUserId === 'number' ? BigInt(userId) : userId,
	};
	const secret = signedRequestSecret === 'meta' ? app.metaAppSecret : app.instagramAppSecret;
	const signed = signedRequest(payload, secret, signedRequestPadded);
	const body = new URLSearchParams({ signed_request: signed }).toString();
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const delivery = await dispatcher.post({ url, bytes: Buffer.from(body), headers, app });
	return { delivery, ...readAnswer(kind, delivery) };
}

/** Any 200 does for a deauthorization; a deletion request wants `{"url", "confirmation_code"}`. */
function readAnswer(kind: LoginCallback, delivery: Delivery): Omit<SentLoginCallback, 'delivery'> {
	if (delivery.status !== 200) return { problem: `Response code: ${delivery.status}, expected 200` };
	if (kind === 'deauthorize') return {};
	let answer: unknown;
	try {
		answer = JSON.parse(delivery.attempts.at(-1)?.responseText ?? '');
	} catch {
		return { problem: 'The response is no JSON' };
	}
	const { url, confirmation_code: code } = isRecord(answer) ? answer : {};
	if (typeof url !== 'string' || !url.startsWith('https://')) return { problem: 'url must be an https URL' };
	if (typeof code !== 'string' || !/^[a-z0-9]+$/i.test(code))
		return { problem: 'confirmation_code must be alphanumeric' };
	return { confirmation: { url, code } };
}
