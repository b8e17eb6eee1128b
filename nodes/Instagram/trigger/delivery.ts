/** A request to the trigger's URL: reading it, verifying it, answering it. */
import type { IWebhookFunctions } from 'n8n-workflow';

import { hasExactIds, isRecord, parseGraphJson, type JsonRecord } from '../protocol/json';
import { VIA_HEADER } from '../protocol/webhooks/loopGuard';
import { verifySignature, type SignatureVerdict } from '../protocol/webhooks/signature';
import { recallTriggerCredential, renewTriggerCredential, type TriggerCredential } from './credential';
import { logProblem } from '../transport/logProblem';

const SIGNATURE_HEADER = 'x-hub-signature-256';
/**
 * The content types of which n8n reads the body as this package does: as JSON in UTF-8. Meta's signature does
 * not cover the header, with which anybody who repeats a delivery could make n8n read something else.
 */
const PLAIN_JSON = /^application\/json(?:; ?charset=utf-8)?$/i;

export interface Delivery {
	/** The bytes as they came, over which Meta has signed. */
	readonly rawBody: Buffer;
	/** What n8n has made of them, where it reads them as {@link contentOf} does. */
	readonly parsed?: JsonRecord;
	readonly signature: string;
	readonly contentType: string;
	/** The header of the loop guard, when another trigger forwarded the delivery. */
	readonly via?: string;
}

export async function readDelivery(ctx: IWebhookFunctions): Promise<Delivery> {
	const request = ctx.getRequestObject();
	if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	const { rawBody, body } = request as { rawBody: unknown; body?: unknown };
	const contentType = headerOfDelivery(ctx, 'content-type');
	// empty also where n8n has not parsed anything
	const isParsed = PLAIN_JSON.test(contentType ?? '') && isRecord(body) && Object.keys(body).length > 0;
	return {
		rawBody: Buffer.isBuffer(rawBody) ? rawBody : Buffer.alloc(0),
		parsed: isParsed ? body : undefined,
		signature: headerOfDelivery(ctx, SIGNATURE_HEADER) ?? '',
		contentType: contentType ?? 'application/json',
		via: headerOfDelivery(ctx, VIA_HEADER),
	};
}

/** What a delivery says, with every ID as an exact text; `undefined` for what is not JSON. */
export function contentOf({ rawBody, parsed }: Delivery): unknown {
	if (parsed && hasExactIds(rawBody)) return parsed;
	return parseGraphJson(rawBody.toString('utf8'));
}

/** @returns the credential whose app has signed the delivery, or `undefined`, with the reason in the log */
export async function verifyDelivery(
	ctx: IWebhookFunctions,
	{ rawBody, signature }: Delivery,
): Promise<TriggerCredential | undefined> {
	const verdictOf = ({ appSecrets }: TriggerCredential): SignatureVerdict =>
		verifySignature(rawBody, signature, appSecrets);
	let credential = await recallTriggerCredential(ctx);
	let verdict = verdictOf(credential);
	if (verdict === 'mismatch') {
		// the secret may have been changed a moment ago
		credential = await renewTriggerCredential(ctx);
		verdict = verdictOf(credential);
	}
	if (verdict === 'valid') return credential;
	logProblem(
		ctx,
		`refused a request because its signature is ${verdict}. If Meta sent it, the app secret in the credential belongs to another app`,
	);
	return undefined;
}

/** Answers the request with a bare status, unless it has been answered already. */
export function answer(ctx: IWebhookFunctions, status: number): void {
	const response = ctx.getResponseObject();
	if (!response.headersSent) response.status(status).end();
}

function headerOfDelivery(ctx: IWebhookFunctions, name: string): string | undefined {
	const value = ctx.getHeaderData()[name];
	return typeof value === 'string' ? value : undefined;
}
