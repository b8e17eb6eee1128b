/**
 * Meta signs each delivery with HMAC-SHA256 over the raw bytes of the body (header `X-Hub-Signature-256`).
 * The documents say "your app's App Secret"; deliveries verify with the Instagram app secret, some with the
 * Meta app secret, so a list is tried. The signature holds no timestamp, so there is no replay window to
 * check: repeated deliveries are recognized by the ids of their events.
 */
import { createHmac, timingSafeEqual } from 'crypto';

export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'mismatch';

const SIGNATURE_HEADER = /^sha256=([0-9a-f]{64})$/;

/**
 * Checks a delivery's signature in constant time.
 * @param rawBody the bytes as they came; a re-serialised body never matches Meta's escapes
 * @param secrets tried in order; empty ones never match, and none at all is a `mismatch`
 */
export function verifySignature(
	rawBody: Buffer,
	header: string | undefined,
	secrets: readonly string[],
): SignatureVerdict {
	if (header === undefined || header === '') return 'missing';
	const hex = SIGNATURE_HEADER.exec(header)?.[1];
	if (hex === undefined) return 'malformed';
	const received = Buffer.from(hex, 'hex');
	const matches = secrets
		.filter((secret) => secret !== '')
		.map((secret) => timingSafeEqual(createHmac('sha256', secret).update(rawBody).digest(), received));
	return matches.includes(true) ? 'valid' : 'mismatch';
}

/** Compares two texts (verify tokens) in constant time; an empty expected text never matches. */
export function equalsSecret(expected: string, received: string): boolean {
	if (expected === '') return false;
	const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
	return timingSafeEqual(digest(expected), digest(received));
}
