/**
 * The webhook conversation with Meta: the challenge when a callback is set, and deliveries. A delivery is
 * verified over its raw bytes, and answered before it is taken apart. Never throws: n8n would record a failed
 * execution, and anyone can send a forged request.
 */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { knownAccount } from '../graph/knownAccounts';
import { withOwner, type OwnAccount } from '../protocol/events/own';
import { ownersOf, parseDelivery, type InstagramEvent } from '../protocol/events/parseDelivery';
import { isWantedEvent } from '../protocol/events/select';
import { textAt } from '../protocol/json';
import { equalsSecret } from '../protocol/webhooks/signature';
import { readTriggerCredential, type TriggerCredential } from './credential';
import { answer, contentOf, readDelivery, verifyDelivery } from './delivery';
import { noteMessages, withoutAnnounced } from './announced';
import { completeEvents } from './complete';
import { forward } from './forward';
import { triggerNameOf } from '../transport/context';
import { awaitStart } from './emitter';
import { ANSWERED, handOver } from './handOver';
import { logProblem } from '../transport/logProblem';
import { receiveLoginCallback } from './loginCallback';
import { SeenEvents, type Claim } from './once';
import { explainSilence, findOwnAccount } from './ownAccount';
import { readSettings, type TriggerSettings } from './settings';
import { touchCredential } from './touchCredential';

const seenEvents = new SeenEvents();

/** Answers one request to the trigger's URL. Never throws. */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const called = await receiveLoginCallback(ctx);
		if (called) return called;
		if (ctx.getWebhookName() !== 'setup') return await receiveDelivery(ctx);
		answerChallenge(ctx, await readTriggerCredential(ctx));
	} catch (error) {
		const isAnswered = ctx.getResponseObject().headersSent;
		logProblem(ctx, isAnswered ? 'lost a request, which it had answered' : 'could not take a request', error);
		// Meta delivers again, unless it has its answer
		answer(ctx, 503);
	}
	return ANSWERED;
}

/** When a callback is set, Meta asks whether its owner knows the verify token. */
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
	const delivery = await readDelivery(ctx);
	const credential = await verifyDelivery(ctx, delivery);
	if (!credential) return refuseDelivery(ctx, 401);

	const settings = readSettingsOrSay(ctx);
	if (!settings) {
		// whatever Meta delivers again meets the same settings
		void forward(ctx, delivery);
		return refuseDelivery(ctx, 200);
	}
	const content = contentOf(delivery);
	const owners = ownersOf(content);
	const { account, isDecided } = await findOwnAccount(ctx, credential, settings, owners);
	// Meta delivers again
	if (!isDecided) return refuseDelivery(ctx, 503);
	if (owners.length > 0) await awaitStart(ctx);

	answer(ctx, 200);
	void forward(ctx, delivery);
	if (credential.isRenewalDue) void touchCredential(ctx);
	explainSilence(ctx, settings, account.accountId);
	return await startRunsOnce(ctx, parseDelivery(content), account, settings);
}

/** Starts runs with those of the events that are wanted and have not been handed to n8n yet. */
async function startRunsOnce(
	ctx: IWebhookFunctions,
	events: readonly InstagramEvent[],
	account: OwnAccount,
	settings: TriggerSettings,
): Promise<IWebhookResponseData> {
	const wanted = events
		.map((event) => withOwner(event, account))
		// other accounts behind the same callback have more names than their ID as well
		.map((event) => withOwner(event, knownAccount(event.simplified.accountId) ?? {}))
		.filter((event) => isWantedEvent(event, { settings, accountId: account.accountId }));
	noteMessages(placeOf(ctx), events, settings);
	const claim = claimEvents(ctx, wanted);
	try {
		const started = await startRuns(ctx, takeOnce(wanted, claim), claim, settings);
		claim.settle(isTestRun(ctx));
		return started;
	} catch (error) {
		claim.giveBack();
		throw error as Error;
	}
}

async function startRuns(
	ctx: IWebhookFunctions,
	events: readonly InstagramEvent[],
	{ fresh }: Claim,
	settings: TriggerSettings,
): Promise<IWebhookResponseData> {
	const place = placeOf(ctx);
	const seen = seenEvents.of(place);
	const ready = await completeEvents(ctx, await withoutAnnounced(place, events, settings), settings);
	// an announcement that was read has become the message, which may have come by itself meanwhile
	const became = ready.filter(({ eventId, isTest }) => !isTest && !fresh.has(eventId));
	const claim = seen.claim(became.map(({ eventId }) => eventId));
	const left = ready.filter((event) => !became.includes(event) || claim.fresh.has(event.eventId));
	claim.settle(isTestRun(ctx));
	return handOver(ctx, left, (eventIds) => seen.forget(eventIds));
}

function refuseDelivery(ctx: IWebhookFunctions, status: number): IWebhookResponseData {
	answer(ctx, status);
	return ANSWERED;
}

/**
 * @returns `undefined` for settings that cannot be used, such as an expression may give; the log says which
 */
function readSettingsOrSay(ctx: IWebhookFunctions): TriggerSettings | undefined {
	try {
		return readSettings(ctx);
	} catch (error) {
		logProblem(ctx, 'has a setting that cannot be used, so it starts nothing until that is changed', error);
		return undefined;
	}
}

/**
 * Takes the events that this trigger has not handed to n8n yet. The dashboard's samples always have the same
 * ids.
 */
function claimEvents(ctx: IWebhookFunctions, events: readonly InstagramEvent[]): Claim {
	const ids = events
		.filter(({ simplified }) => !simplified.isTest)
		.map(({ simplified }) => simplified.eventId);
	return seenEvents.of(placeOf(ctx)).claim(ids);
}

const isTestRun = (ctx: IWebhookFunctions) => ctx.getMode() === 'manual';

/** The test URL of a trigger gets each event as well as its production URL. */
function placeOf(ctx: IWebhookFunctions): string {
	return `${triggerNameOf(ctx)} ${ctx.getMode()}`;
}

/** The events that are new, each once, and all samples. */
function takeOnce(events: readonly InstagramEvent[], { fresh }: Claim): InstagramEvent[] {
	const left = new Set(fresh);
	return events.filter(({ simplified: { eventId, isTest } }) => isTest || left.delete(eventId));
}
