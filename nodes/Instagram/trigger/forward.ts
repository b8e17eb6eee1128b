/**
 * Forwards deliveries to other Instagram Triggers, because a Meta app has one callback URL: the body byte by
 * byte and Meta's signature, so that each receiver verifies for itself. Runs after Meta has its answer. A
 * receiver that does not answer is tried a few times and then skipped, and the others do not wait for it.
 */
import type { IWebhookFunctions } from 'n8n-workflow';

import { isPassingStatus } from '../transport/fileAnswers';
import { nextVia, VIA_HEADER } from '../protocol/webhooks/loopGuard';
import { fieldOf } from '../panel/fieldOf';
import { readTextList } from '../panel/lists';
import { readFlag } from '../panel/parameters';
import type { TriggerContext } from '../panel/source';
import { isPrivateHost } from '../protocol/publicAddress';
import { clock } from '../transport/clock';
import { ConnectionError, UserFixableError } from '../transport/errors';
import { sendDelivery } from '../transport/request';
import type { Delivery } from './delivery';
import { triggerNameOf } from '../transport/context';
import { logProblem } from '../transport/logProblem';
import { SeenEvents } from './once';
import { FORWARD_TO_FIELD, FORWARD_TO_PRIVATE_FIELD } from './panel';

const FORWARD_TO = fieldOf(FORWARD_TO_FIELD, 'options');
const ALLOW_PRIVATE = fieldOf(FORWARD_TO_PRIVATE_FIELD, 'options');

const TIMEOUT_MS = 10_000;
/** The pauses before the second and the third attempt. */
const PAUSES_MS = [1000, 5000];

const MOST_TRIGGERS = 500;
const MOST_DELIVERIES = 2000;
const forwarded = new SeenEvents(MOST_TRIGGERS, MOST_DELIVERIES);

/**
 * The URLs to which deliveries are forwarded.
 * @throws UserFixableError for anything that is not a URL, for plain http, and for private addresses unless
 * these are allowed
 */
export function readForwardUrls(ctx: TriggerContext): string[] {
	const allowPrivate = readFlag(ctx, ALLOW_PRIVATE);
	const texts = readTextList(ctx, FORWARD_TO)
		.flatMap((text) => text.split(/[\s,]+/))
		.filter((text) => text !== '');
	return [...new Set(texts)].map((text) => checkForwardUrl(text, allowPrivate));
}

function checkForwardUrl(text: string, allowPrivate: boolean): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const refuse = (problem: string, remedy: string) =>
		new UserFixableError(`${FORWARD_TO.label}: "${text.slice(0, 80)}" ${problem}`, remedy);
	if (!url || !/^https?:$/.test(url.protocol))
		throw refuse('is not a URL', 'Copy the webhook URL of another Instagram Trigger, production or test.');
	if (url.username !== '' || url.password !== '')
		throw refuse('must not contain a user name or password', 'Remove them.');
	if (isPrivateHost(url.hostname)) {
		if (allowPrivate) return url.href;
		throw refuse(
			'leads to a private address',
			`Switch on ${ALLOW_PRIVATE.label} if the other n8n runs in your own network.`,
		);
	}
	if (url.protocol === 'http:') throw refuse('is not encrypted', 'Messages are sent over https only.');
	return url.href;
}

/**
 * Forwards the delivery to all URLs at the same time, once: a trigger that gets it again, from Meta or
 * another trigger, does not forward it again. Never throws; failures are logged without the delivery.
 */
export async function forward(ctx: IWebhookFunctions, delivery: Delivery): Promise<void> {
	try {
		const urls = readForwardUrls(ctx);
		if (urls.length === 0) return;
		const trigger = triggerNameOf(ctx);
		const via = nextVia(delivery.via, trigger);
		if (via === undefined) {
			// its own test URL may stand in the list, and leads no further
			if (ctx.getMode() === 'manual') return;
			logProblem(
				ctx,
				'did not forward a delivery that it has forwarded before: the Forward To URLs of your triggers form a circle',
			);
			return;
		}
		if (!isFirst(`${trigger} ${ctx.getMode()}`, delivery)) return;
		await Promise.all(urls.map(async (url) => await forwardTo(ctx, url, delivery, via)));
	} catch (error) {
		logProblem(ctx, 'could not forward a delivery', error);
	}
}

/** It does not matter who delivered it: otherwise triggers that list each other would multiply a delivery. */
function isFirst(trigger: string, { signature }: Delivery): boolean {
	// the signature stands for the bytes
	const claim = forwarded.of(trigger).claim([signature]);
	claim.settle();
	return claim.fresh.size > 0;
}

async function forwardTo(
	ctx: IWebhookFunctions,
	url: string,
	{ rawBody, contentType, signature }: Delivery,
	via: string,
): Promise<void> {
	const headers = { 'content-type': contentType, 'x-hub-signature-256': signature, [VIA_HEADER]: via };
	for (const pauseMs of [...PAUSES_MS, undefined]) {
		const outcome = await forwardOnce(ctx, url, rawBody, headers);
		if (outcome.done) return;
		if (!outcome.again || pauseMs === undefined)
			return logProblem(ctx, `could not forward a delivery to ${new URL(url).host}: ${outcome.problem}`);
		await clock.sleep(pauseMs);
	}
}

interface ForwardOutcome {
	readonly done: boolean;
	readonly again?: boolean;
	readonly problem?: string;
}

async function forwardOnce(
	ctx: IWebhookFunctions,
	url: string,
	rawBody: Buffer,
	headers: Record<string, string>,
): Promise<ForwardOutcome> {
	try {
		const { status } = await sendDelivery(ctx, url, rawBody, headers, TIMEOUT_MS);
		if (status >= 200 && status < 300) return { done: true };
		return { done: false, again: isPassing(url, status), problem: explain(status) };
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error as Error;
		return { done: false, again: error.isNetwork, problem: error.reason };
	}
}

/**
 * A workflow that is being published again answers 404 for a moment; a test URL does so whenever nobody
 * listens.
 */
const isPassing = (url: string, status: number) =>
	isPassingStatus(status) || (status === 404 && !new URL(url).pathname.includes('-test/'));

function explain(status: number): string {
	if (status === 404)
		return 'HTTP status 404. No workflow is listening there: it is not active, or its test URL is not waiting for an event.';
	if (status === 401) return 'HTTP status 401. The trigger there has a credential of another Meta app.';
	return `HTTP status ${status}`;
}
