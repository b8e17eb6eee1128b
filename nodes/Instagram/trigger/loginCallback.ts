/**
 * The two callbacks that the Business login settings of a Meta app ask for: a person has removed the app, or
 * wants their data deleted (Meta: "Data Deletion Request Callback"). Both belong to the app and not to an
 * account, so the filters of the trigger do not apply: a request about any account starts the workflow, and
 * the item says whether it is the connected one.
 */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { EventKind } from '../protocol/events/kind';
import { DATA_DELETION_REQUESTED, DEAUTHORIZED } from '../protocol/events/loginCallbacks';
import { eventIdOf } from '../protocol/events/parseDelivery';
import type { SimplifiedEvent } from '../protocol/events/simplified';
import { simplifiedOf } from '../protocol/events/simplifiedOf';
import { textAt } from '../protocol/json';
import { makeConfirmationCode, readConfirmationCode } from '../protocol/webhooks/confirmationCode';
import { readSignedRequest, type SignedRequest } from '../protocol/webhooks/signedRequest';
import { clock } from '../transport/clock';
import { readTriggerCredential, renewTriggerCredential, type TriggerCredential } from './credential';
import { deletionPage, UNKNOWN_CODE_PAGE } from './deletionPage';
import { answer, readDelivery } from './delivery';
import { triggerNameOf } from '../transport/context';
import { awaitStart } from './emitter';
import { ANSWERED, handOver } from './handOver';
import { logProblem } from '../transport/logProblem';
import { SeenEvents } from './once';
import { readAdditions } from '../panel/eventAdditions';
import { readEvents } from './settings';

/** The last part of the two URLs. */
export const DEAUTHORIZE_PATH = 'deauthorize';
export const DELETION_PATH = 'data-deletion';

const seenRequests = new SeenEvents();

/**
 * Answers a request to one of the callback URLs.
 * @returns `undefined` when the request is for another URL of the trigger
 */
export async function receiveLoginCallback(
	ctx: IWebhookFunctions,
): Promise<IWebhookResponseData | undefined> {
	// n8n knows only two webhook names, so the path shows which one it is
	const { method, path } = ctx.getRequestObject();
	switch (path.replace(/\/$/, '').split('/').at(-1)) {
		case DEAUTHORIZE_PATH:
			return await receiveRequest(ctx, DEAUTHORIZED);
		case DELETION_PATH:
			if (method === 'POST') return await receiveRequest(ctx, DATA_DELETION_REQUESTED);
			showStatus(ctx, await readTriggerCredential(ctx));
			return ANSWERED;
		default:
			return undefined;
	}
}

async function receiveRequest(ctx: IWebhookFunctions, kind: EventKind): Promise<IWebhookResponseData> {
	const { rawBody } = await readDelivery(ctx);
	// this happens rarely, so the credential is always read again and a changed secret counts at once
	const credential = await renewTriggerCredential(ctx);
	const form = new URLSearchParams(rawBody.toString('utf8'));
	const request = readSignedRequest(form.get('signed_request') ?? undefined, credential.appSecrets);
	if (typeof request === 'string') {
		logProblem(
			ctx,
			`refused a request to its ${kind.name} URL because its signature is ${request === 'algorithm' ? 'of an unknown kind' : request}. If Meta sent it, the app secret in the credential belongs to another app`,
		);
		answer(ctx, 401);
		return ANSWERED;
	}
	const isChosen = readEvents(ctx).has(kind.field);
	const confirmation = kind === DATA_DELETION_REQUESTED ? confirm(ctx, credential, request) : {};
	if (!isChosen && kind === DATA_DELETION_REQUESTED) {
		// an answer would promise a deletion that nobody carries out
		logProblem(ctx, `got a request to delete data, but "${kind.name}" is not among its events`);
		answer(ctx, 404);
		return ANSWERED;
	}
	if (isChosen) await awaitStart(ctx);
	respond(ctx, confirmation);
	return isChosen ? start(ctx, kind, credential, request, confirmation) : ANSWERED;
}

interface Confirmation {
	readonly confirmationCode?: string;
	readonly statusUrl?: string;
}

function confirm(
	ctx: IWebhookFunctions,
	{ appSecrets: [secret = ''] }: TriggerCredential,
	{ userId, issuedAtMs }: SignedRequest,
): Confirmation {
	const confirmationCode = makeConfirmationCode(secret, userId, issuedAtMs ?? clock.now());
	const page = (ctx.getNodeWebhookUrl('default') ?? '').replace(/[^/]*$/, DELETION_PATH);
	return { confirmationCode, statusUrl: `${page}?code=${confirmationCode}` };
}

/** For a removed login Meta accepts any 200; for a deletion request it shows the answer to the person. */
function respond(ctx: IWebhookFunctions, { confirmationCode, statusUrl }: Confirmation): void {
	if (confirmationCode === undefined) return answer(ctx, 200);
	const body = JSON.stringify({ url: statusUrl, confirmation_code: confirmationCode });
	ctx.getResponseObject().status(200).type('application/json').send(body);
}

function start(
	ctx: IWebhookFunctions,
	kind: EventKind,
	credential: TriggerCredential,
	request: SignedRequest,
	confirmation: Confirmation,
): IWebhookResponseData {
	const event = toCallbackEvent(kind, credential, request, confirmation);
	const { eventId, isTest } = event;
	const seen = seenRequests.of(`${triggerNameOf(ctx)} ${ctx.getMode()}`);
	const claim = seen.claim([eventId]);
	if (!claim.fresh.has(eventId)) return ANSWERED;
	const raw = { event: event.event, signed_request: request.payload, ...confirmation };
	const json = (isSimplified(ctx) ? event : raw) as IDataObject;
	const started = handOver(ctx, [{ item: { json }, eventId, isTest }], (lost) => seen.forget(lost));
	claim.settle(ctx.getMode() === 'manual');
	return started;
}

/** A setting that cannot be used loses no request to delete data. */
function isSimplified(ctx: IWebhookFunctions): boolean {
	try {
		return readAdditions(ctx).simplify;
	} catch (error) {
		logProblem(ctx, 'has a setting that cannot be used, so it simplifies its events', error);
		return true;
	}
}

function toCallbackEvent(
	kind: EventKind,
	{ account }: TriggerCredential,
	{ userId, issuedAtMs, payload }: SignedRequest,
	confirmation: Confirmation,
): SimplifiedEvent {
	const { accountId: connectedId, appScopedId } = account ?? {};
	const isConnected = [connectedId, appScopedId].includes(userId);
	const isKnown = isConnected || (connectedId !== undefined && appScopedId !== undefined);
	const accountId = isConnected && connectedId !== undefined ? connectedId : userId;
	return simplifiedOf(
		{ userId, ...(isKnown && { isConnectedAccount: isConnected }), ...confirmation },
		{
			event: kind.field,
			eventId: eventIdOf(userId, kind.field, kind.identify(payload) ?? ''),
			accountId,
			personId: undefined,
			timestamp: issuedAtMs === undefined ? undefined : new Date(issuedAtMs).toISOString(),
			isOwn: false,
			isTest: false,
		},
	);
}

function showStatus(ctx: IWebhookFunctions, { appSecrets }: TriggerCredential): void {
	const code = textAt(ctx.getQueryData() as IDataObject, 'code') ?? '';
	const requestedAtMs = readConfirmationCode(code, appSecrets);
	const response = ctx.getResponseObject();
	if (requestedAtMs === undefined) response.status(404).type('text/html').send(UNKNOWN_CODE_PAGE);
	else response.status(200).type('text/html').send(deletionPage(code, requestedAtMs));
}
