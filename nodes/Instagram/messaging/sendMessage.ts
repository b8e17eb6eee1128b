/**
 * Sends a message once. Instagram has no idempotency key, so a message whose answer was lost is never sent
 * again; the error says that it may have arrived. A closed window is explained with the time at which it
 * closed.
 */
import type { IDataObject } from 'n8n-workflow';

import type { JsonRecord } from '../protocol/json';
import {
	recipientKey,
	isHeavy,
	messageRequest,
	type Body,
	type MessageOptions,
	type Recipient,
} from '../protocol/messages/bodies';
import { explainRefused } from '../protocol/messages/refused';
import { HEAVY_SENDS, PRIVATE_REPLIES, SENDS } from '../protocol/messages/rates';
import { HUMAN_AGENT_WINDOW_MS, windowClosedMs, WINDOW_MS } from '../protocol/messages/reading';
import { readableTime } from '../protocol/times';
import { clock } from '../transport/clock';
import { claimsAnAct, GraphError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import type { Pace } from '../transport/pace';
import { conversationsOf } from './conversations';
import { noteLost, refuseUnlooked } from '../run/doubt';
import { writeOnce } from '../run/writeOnce';
import type { Run } from '../run/operation';

/**
 * Sends an action (typing, seen, a reaction) to a person. Sending it twice does no harm.
 * @throws GraphError | ConnectionError
 */
export async function sendSenderAction(graph: Graph, body: Body): Promise<void> {
	const options = { repeatable: true, pace: SENDS };
	try {
		await graph.post([graph.account.accountId, 'messages'], body as IDataObject, options);
	} catch (error) {
		throw inWordsOf(body, error as Error);
	}
}

/** A refusal in words that fit what was sent; what tells of something done keeps its own. */
export function inWordsOf(request: Body, error: Error): Error {
	return error instanceof GraphError && !error.claimsAnAct
		? error.reworded(explainRefused(error.failure, request))
		: error;
}

const WINDOW_CLOSED = [2534022, 2018278];
const LOST = {
	what: 'The message may have been sent',
	remedy:
		'Read the conversation before you send it again. If it is not there, try again in a few minutes; Instagram also answers like this when the person has blocked the account.',
};

/**
 * @returns Meta's answer: `recipient_id` and `message_id`
 * @throws GraphError | ConnectionError in words about the message
 */
export async function sendMessageOnce(
	run: Run,
	itemIndex: number,
	recipient: Recipient,
	message: Body,
	options: MessageOptions = {},
): Promise<JsonRecord> {
	const { graph } = run;
	const body = messageRequest(recipient, message, options);
	const pace = paceOf(recipient, message);
	const write = async () =>
		await graph.post([graph.account.accountId, 'messages'], body as IDataObject, { pace });
	try {
		refuseUnlooked(run, recipientKey(recipient));
		return await writeOnce(run, itemIndex, { write, lost: LOST });
	} catch (error) {
		if (claimsAnAct(error)) noteLost(run, recipientKey(recipient), error as Error);
		if (!isWindowClosed(error) || recipient.kind !== 'person') throw inWordsOf(body, error as Error);
		throw await datedWindowError(graph, error, recipient.id, options);
	}
}

function paceOf({ kind }: Recipient, message: Body): Pace {
	if (isHeavy(message)) return HEAVY_SENDS;
	return kind === 'comment' ? PRIVATE_REPLIES : SENDS;
}

const isWindowClosed = (error: unknown): error is GraphError =>
	error instanceof GraphError && WINDOW_CLOSED.includes(error.failure.subcode ?? 0);

/** Adds when the window closed, if the conversation can be read. */
async function datedWindowError(
	graph: Graph,
	error: GraphError,
	personId: string,
	{ humanAgent }: MessageOptions,
): Promise<GraphError> {
	const closedMs = await readWindowClosedMs(graph, personId, humanAgent ? HUMAN_AGENT_WINDOW_MS : WINDOW_MS);
	if (closedMs === undefined) return error;
	const what = `The ${humanAgent ? '7-day' : '24-hour'} window for messages to this person closed on ${readableTime(closedMs)}`;
	return error
		.reworded({ what, remedy: error.failure.remedy })
		.with({ windowClosedAt: new Date(closedMs).toISOString() });
}

/** The refusal is final, whatever this look finds; nobody waits for it. */
async function readWindowClosedMs(
	graph: Graph,
	personId: string,
	windowMs: number,
): Promise<number | undefined> {
	const query = { platform: 'instagram', user_id: personId, fields: 'messages{from,created_time}' };
	try {
		const path = [graph.account.accountId, 'conversations'];
		const conversations = await conversationsOf(graph).get(path, query, { once: true });
		return windowClosedMs(conversations, personId, { windowMs, nowMs: clock.now() });
	} catch {
		graph.signal?.throwIfAborted();
		return undefined;
	}
}
