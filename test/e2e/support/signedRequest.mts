import { createHmac } from 'node:crypto';

/**
 * What Meta sends to the callbacks of the Business login settings, as far as it is signed with the right
 * secret.
 */
export function signedRequest(userId: string, secret: string): string {
	const payload = Buffer.from(JSON.stringify({ algorithm: 'HMAC-SHA256', user_id: userId })).toString(
		'base64url',
	);
	return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
}
