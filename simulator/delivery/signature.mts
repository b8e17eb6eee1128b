import { createHmac } from 'node:crypto';

import { metaJson } from '../state/json.mts';
import type { App } from '../state/model.mts';
import type { Switches } from '../state/switches.mts';

/**
 * Signature headers over the raw bytes of a delivery (webhooks.md section 3). Production signs with the
 * Instagram app secret; the documents are ambiguous, hence the switch.
 */
export function signatureHeaders(bytes: Buffer, secret: string): Record<string, string> {
	return {
		'x-hub-signature': `sha1=${createHmac('sha1', secret).update(bytes).digest('hex')}`,
		'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`,
	};
}

export function signingSecret(app: App, switches: Switches): string {
	return switches.signWith === 'instagram' ? app.instagramAppSecret : app.metaAppSecret;
}

/**
 * `signed_request` of the deauthorize and data-deletion callbacks (auth.md section 10): base64url, with `=`
 * at its end by switch.
 */
export function signedRequest(payload: unknown, secret: string, padded = false): string {
	const pad = (text: string): string => (padded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text);
	const encoded = pad(Buffer.from(metaJson(payload)).toString('base64url'));
	return `${pad(createHmac('sha256', secret).update(encoded).digest('base64url'))}.${encoded}`;
}
