/**
 * `signed_request`, with which Meta says that a person has removed the app from their account, or wants their
 * data deleted (Meta: "Data Deletion Request Callback"): `base64url(HMAC-SHA256(secret, payload)) + "." +
 * payload`, where the HMAC is over the payload as it is encoded. Meta does not say which secret it is; apps
 * with Instagram Login verify with the Instagram app secret, some with the Meta app secret, so a list is
 * tried. `expires` is ignored: a late request is still a request, and a repeated one is recognized by its
 * content.
 */
import { createHmac, timingSafeEqual } from 'crypto';

import { isRecord, numberAt, parseGraphJson, textAt, type JsonRecord } from '../json';

export interface SignedRequest {
	/** Whom it is about: the app-scoped ID of the account, or, according to some reports, its account ID. */
	readonly userId: string;
	/** Undefined when Meta did not say. */
	readonly issuedAtMs?: number;
	/** All that Meta has signed, IDs as texts. */
	readonly payload: JsonRecord;
}

export type SignedRequestProblem = 'missing' | 'malformed' | 'mismatch' | 'algorithm';

/** Padding is optional; both alphabets of base64 are read. */
const PART = /^[A-Za-z0-9_+/-]+={0,2}$/;
const DIGEST_BYTES = 32;

/**
 * Verifies before it reads.
 * @param text the value of the form field
 * @param secrets tried in order; empty ones never match, and none at all is a `mismatch`
 */
export function readSignedRequest(
	text: string | undefined,
	secrets: readonly string[],
): SignedRequest | SignedRequestProblem {
	if (text === undefined || text === '') return 'missing';
	const [mac, encoded, ...more] = text.split('.');
	if (mac === undefined || encoded === undefined || more.length > 0) return 'malformed';
	if (!PART.test(mac) || !PART.test(encoded)) return 'malformed';
	const received = Buffer.from(mac, 'base64url');
	if (received.length !== DIGEST_BYTES) return 'malformed';
	const matches = secrets
		.filter((secret) => secret !== '')
		.map((secret) => timingSafeEqual(createHmac('sha256', secret).update(encoded).digest(), received));
	return matches.includes(true) ? readPayload(encoded) : 'mismatch';
}

function readPayload(encoded: string): SignedRequest | SignedRequestProblem {
	const payload = parseGraphJson(Buffer.from(encoded, 'base64url').toString('utf8'));
	if (!isRecord(payload)) return 'malformed';
	if (textAt(payload, 'algorithm')?.toUpperCase() !== 'HMAC-SHA256') return 'algorithm';
	const userId = textAt(payload, 'user_id');
	if (userId === undefined) return 'malformed';
	const issuedAt = numberAt(payload, 'issued_at') ?? 0;
	return { userId, payload, ...(issuedAt > 0 && { issuedAtMs: issuedAt * 1000 }) };
}
