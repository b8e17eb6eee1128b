/** A request to the trigger's URL: reading it, verifying it, answering it. */
import type { IWebhookFunctions } from 'n8n-workflow';

import { VIA_HEADER } from '../protocol/webhooks/loopGuard';
import { verifySignature, type SignatureVerdict } from '../protocol/webhooks/signature';
import { recallTriggerCredential, renewTriggerCredential, type TriggerCredential } from './credential';
import { logProblem } from '../transport/logProblem';

const SIGNATURE_HEADER = 'x-hub-signature-256';

export interface Delivery {
	/** The bytes as they came, over which Meta has signed. */
	readonly rawBody: Buffer;
	readonly signature: string;
	readonly contentType: string;
	/** The header of the loop guard, when another trigger forwarded the delivery. */
	readonly via?: string;
}

export async function readDelivery(ctx: IWebhookFunctions): Promise<Delivery> {
	const request = ctx.getRequestObject();
	if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	return {
		rawBody: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
		signature: headerOfDelivery(ctx, SIGNATURE_HEADER) ?? '',
		contentType: headerOfDelivery(ctx, 'content-type') ?? 'application/json',
		via: headerOfDelivery(ctx, VIA_HEADER),
	};
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
