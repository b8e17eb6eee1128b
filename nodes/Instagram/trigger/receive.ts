/**
 * The webhook conversation with Meta: the challenge when a callback is set, and deliveries. A delivery is verified over its raw
 * bytes, taken apart, and answered before anything slow. An exception here would become a failed execution for every
 * forged request, so that none leaves.
 */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { parseDelivery, type InstagramEvent } from '../protocol/events/parseDelivery';
import { parseGraphJson, textAt } from '../protocol/json';
import { VIA_HEADER } from '../protocol/webhooks/loopGuard';
import { equalsSecret, verifySignature } from '../protocol/webhooks/signature';
import {
	readTriggerCredential,
	recallTriggerCredential,
	renewTriggerCredential,
	SUSPECT_MS,
	type TriggerCredential,
} from './credential';
import { toItems } from './extras';
import { forward } from './forward';
import { logProblem } from './log';
import { Once } from './once';
import { isForAnother, isMeantForAnother, isWanted } from './select';
import { readSettings } from './settings';
import { touchCredential } from './touchCredential';

const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };
const SIGNATURE_HEADER = 'x-hub-signature-256';

const seenEvents = new Once();

/** Answers one request to the trigger's URL. Never throws. */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		if (ctx.getWebhookName() !== 'setup') return await receiveDelivery(ctx);
		answerChallenge(ctx, await readTriggerCredential(ctx));
	} catch (error) {
		logProblem(ctx, 'could not take a request', error);
		// Meta delivers again
		answer(ctx, 503);
	}
	return ANSWERED;
}

/** Meta asks, when a callback is set, whether its owner knows the verify token. */
function answerChallenge(ctx: IWebhookFunctions, { verifyToken }: TriggerCredential): void {
	const query = ctx.getQueryData() as IDataObject;
	const received = textAt(query, 'hub.verify_token') ?? '';
	const challenge = textAt(query, 'hub.challenge');
	const isRight = query['hub.mode'] === 'subscribe' && equalsSecret(verifyToken, received);
	if (isRight && challenge !== undefined)
		ctx.getResponseObject().status(200).type('text/plain').send(challenge);
	else answer(ctx, 403);
}

async function receiveDelivery(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const rawBody = await readRawBody(ctx);
	const signature = headerOf(ctx, SIGNATURE_HEADER) ?? '';
	let credential = await recallTriggerCredential(ctx);
	let verdict = verifySignature(rawBody, signature, credential.appSecrets);
	if (verdict === 'mismatch') {
		// the secret may have been changed a moment ago
		credential = await renewTriggerCredential(ctx);
		verdict = verifySignature(rawBody, signature, credential.appSecrets);
	}
	if (verdict !== 'valid') {
		logProblem(
			ctx,
			`refused a request, because its signature is ${verdict}. If it came from Meta, the app secret in the credential is not the one of the app`,
		);
		answer(ctx, 401);
		return ANSWERED;
	}

	const settings = readSettings(ctx);
	const events = parseDelivery(parseGraphJson(rawBody.toString('utf8')));
	if (
		!settings.allAccounts &&
		events.some(({ simplified }) => isForAnother(simplified, credential.accountId))
	) {
		// the credential may have been connected to another account a moment ago
		credential = await recallTriggerCredential(ctx, SUSPECT_MS);
	}
	let accountId =
		credential.accountId ?? (settings.chosenAccount === '' ? undefined : settings.chosenAccount);
	if (
		accountId === undefined &&
		!settings.allAccounts &&
		events.some(({ simplified }) => !simplified.isTest)
	) {
		accountId = await touchCredential(ctx);
		if (accountId === undefined) {
			logProblem(
				ctx,
				'does not know the account of its credential, and leaves the events to the next delivery',
			);
			answer(ctx, 503);
			return ANSWERED;
		}
	}
	const selection = { settings, accountId };
	const wanted = events.filter((event) => isWanted(event, selection));
	// from here to the answer nothing waits, so that no other delivery can come in between
	const claim = seenEvents.claim(
		scopeOf(ctx),
		wanted.filter(({ simplified }) => !simplified.isTest).map(({ simplified }) => simplified.eventId),
	);
	try {
		answer(ctx, 200);
		const contentType = headerOf(ctx, 'content-type') ?? 'application/json';
		void forward(ctx, { rawBody, signature, contentType, via: headerOf(ctx, VIA_HEADER) });
		if (credential.isRenewalDue) void touchCredential(ctx);
		if (isMeantForAnother(settings, accountId))
			logProblem(
				ctx,
				'heard nothing, because the credential is connected to another account than the one chosen in the node',
			);
		const fresh = takeOnce(wanted, claim.fresh);
		const items = fresh.length === 0 ? [] : await toItems(ctx, fresh, settings);
		claim.handedOver();
		return items.length === 0 ? ANSWERED : { ...ANSWERED, workflowData: [items] };
	} catch (error) {
		claim.giveBack();
		throw error as Error;
	}
}

async function readRawBody(ctx: IWebhookFunctions): Promise<Buffer> {
	const request = ctx.getRequestObject();
	if (!Buffer.isBuffer(request.rawBody)) await request.readRawBody();
	return Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
}

function headerOf(ctx: IWebhookFunctions, name: string): string | undefined {
	const value = ctx.getHeaderData()[name];
	return typeof value === 'string' ? value : undefined;
}

function answer(ctx: IWebhookFunctions, status: number): void {
	const response = ctx.getResponseObject();
	if (!response.headersSent) response.status(status).end();
}

/** Each trigger gets each event, and the test URL of a trigger beside its production URL. */
function scopeOf(ctx: IWebhookFunctions): string {
	return `${ctx.getWorkflow().id ?? ''} ${ctx.getNode().id} ${ctx.getMode()}`;
}

/** The events that are new, each once; samples of the dashboard always have the same ids, and are never old. */
function takeOnce(events: readonly InstagramEvent[], fresh: ReadonlySet<string>): InstagramEvent[] {
	const taken = new Set<string>();
	return events.filter(({ simplified: { eventId, isTest } }) => {
		if (isTest) return true;
		if (taken.has(eventId) || !fresh.has(eventId)) return false;
		taken.add(eventId);
		return true;
	});
}
