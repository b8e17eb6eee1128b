/**
 * The webhook conversation with Meta: the challenge when a callback is set, and deliveries. A delivery is verified over its raw
 * bytes, taken apart, and answered before anything slow. An exception here would become a failed execution for every
 * forged request, so that none leaves.
 */
import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { parseDelivery, type InstagramEvent } from '../protocol/events/parseDelivery';
import { parseGraphJson, textAt } from '../protocol/json';
import { redactSecrets } from '../protocol/secrets';
import { equalsSecret, verifySignature } from '../protocol/signature';
import { openGraph } from '../transport/graph';
import { readTriggerCredential, type TriggerCredential } from './credential';
import { Once } from './once';
import { isWanted } from './select';
import { readSettings, type TriggerSettings } from './settings';

const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };

const handedOver = new Once();

/** Answers one request to the trigger's URL. Never throws. */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const credential = await readTriggerCredential(ctx);
		return ctx.getWebhookName() === 'setup' ? answerChallenge(ctx, credential) : await receiveDelivery(ctx, credential);
	} catch (error) {
		ctx.logger.error(`The Instagram Trigger could not take a request: ${messageOf(error)}`);
		// Meta delivers again
		answer(ctx, 503);
		return ANSWERED;
	}
}

/** Meta asks, when a callback is set, whether its owner knows the verify token. */
function answerChallenge(ctx: IWebhookFunctions, { verifyToken }: TriggerCredential): IWebhookResponseData {
	const query = ctx.getQueryData() as IDataObject;
	const received = textAt(query, 'hub.verify_token') ?? '';
	const challenge = textAt(query, 'hub.challenge');
	const isRight = query['hub.mode'] === 'subscribe' && equalsSecret(verifyToken, received);
	if (isRight && challenge !== undefined) ctx.getResponseObject().status(200).type('text/plain').send(challenge);
	else answer(ctx, 403);
	return ANSWERED;
}

async function receiveDelivery(ctx: IWebhookFunctions, credential: TriggerCredential): Promise<IWebhookResponseData> {
	const rawBody = await readRawBody(ctx);
	const signature = ctx.getHeaderData()['x-hub-signature-256'];
	const verdict = verifySignature(rawBody, typeof signature === 'string' ? signature : undefined, credential.appSecrets);
	if (verdict !== 'valid') {
		ctx.logger.warn(`The Instagram Trigger refused a request: its signature is ${verdict}. If Meta sent it, the app secret in the credential is not the one of the app.`);
		answer(ctx, 401);
		return ANSWERED;
	}

	const settings = readSettings(ctx);
	const selection = { settings, accountId: credential.accountId };
	const events = parseDelivery(parseGraphJson(rawBody.toString('utf8'))).filter((event) => isWanted(event, selection));
	const claim = handedOver.claim(scopeOf(ctx), events.filter(({ simplified }) => !simplified.isTest).map(({ simplified }) => simplified.eventId));
	try {
		answer(ctx, 200);
		if (credential.isRenewalDue) void renew(ctx);
		const items = takeOnce(events, claim.fresh).map((event) => toItem(event, settings));
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
	const seen = new Set<string>();
	return events.filter(({ simplified: { eventId, isTest } }) => {
		if (isTest) return true;
		if (seen.has(eventId) || !fresh.has(eventId)) return false;
		seen.add(eventId);
		return true;
	});
}

function toItem(event: InstagramEvent, { simplify }: TriggerSettings): INodeExecutionData {
	return { json: (simplify ? event.simplified : event.entry) as IDataObject };
}

/** Receiving counts as use of the credential: an old token is renewed, for the nodes that answer. */
async function renew(ctx: IWebhookFunctions): Promise<void> {
	try {
		await openGraph(ctx);
	} catch (error) {
		ctx.logger.warn(`The Instagram Trigger could not renew the access token: ${messageOf(error)}`);
	}
}

const messageOf = (error: unknown) => redactSecrets(error instanceof Error ? error.message : String(error));
