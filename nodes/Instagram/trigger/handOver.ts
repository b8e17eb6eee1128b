/**
 * Hands events to n8n. Where n8n offers it, each event starts an execution of its own, under a key that n8n's
 * database accepts once: what Meta delivers again starts nothing, also after a restart. Everywhere else the
 * events of a delivery start one execution, and only this process remembers them.
 */
import type {
	INodeExecutionData,
	IRun,
	ITriggerFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { executionKey } from '../protocol/webhooks/executionKey';
import { groupEvents } from '../protocol/webhooks/groupEvents';
import { clock } from '../transport/clock';
import { triggerNameOf } from '../transport/context';
import { emitterOf } from './emitter';
import { logProblem } from '../transport/logProblem';

/** An event on its way into the workflow. */
export interface ReadyEvent {
	readonly item: INodeExecutionData;
	readonly eventId: string;
	readonly isTest: boolean;
}

/** The request has its answer already. */
export const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };

/** The pauses before the second and the third attempt to store an execution. */
const PAUSES_MS = [1000, 10_000];

/**
 * @param onLost gets the events that n8n could not store, so that another delivery of them is accepted
 * @returns what `webhook()` returns
 */
export function handOver(
	ctx: IWebhookFunctions,
	events: readonly ReadyEvent[],
	onLost: (eventIds: readonly string[]) => void,
): IWebhookResponseData {
	if (events.length === 0) return ANSWERED;
	const emitter = emitterOf(ctx);
	if (!emitter) return { ...ANSWERED, workflowData: [itemsOf(events)] };
	for (const group of groupEvents(events)) void emitOnce(emitter, group, onLost);
	return ANSWERED;
}

const itemsOf = (events: readonly ReadyEvent[]) => events.map(({ item }) => item);

/**
 * Never throws.
 * @param emitter not the context of the request, which would stay in memory with all that came until the
 * execution has ended
 */
async function emitOnce(
	emitter: ITriggerFunctions,
	events: readonly ReadyEvent[],
	onLost: (eventIds: readonly string[]) => void,
): Promise<void> {
	const eventIds = events.map(({ eventId }) => eventId);
	// the samples of the dashboard always have the same ids
	const isSample = events.every(({ isTest }) => isTest);
	const key = isSample ? undefined : executionKey(triggerNameOf(emitter), eventIds);
	for (const pauseMs of PAUSES_MS) {
		// the same key makes it harmless if the failed attempt was stored after all
		if ((await emitItems(emitter, itemsOf(events), key)) === undefined) return;
		await clock.sleep(pauseMs);
	}
	// better twice than lost: the key itself may be what n8n cannot store
	const error = await emitItems(emitter, itemsOf(events), undefined);
	if (error === undefined) return;
	onLost(eventIds);
	logProblem(emitter, 'lost an event, because n8n could not store its execution', error);
}

/** @returns why n8n could not store the execution; `undefined` when it did, or had the key already */
async function emitItems(
	emitter: ITriggerFunctions,
	items: INodeExecutionData[],
	key: string | undefined,
): Promise<unknown> {
	// n8n settles it when the execution has ended, or could not begin
	const ended = emitter.helpers.createDeferredPromise<IRun>();
	try {
		emitter.emit([items], undefined, ended, key);
		await ended.promise;
		return undefined;
	} catch (error) {
		return isAboutRunningExecution(error) ? undefined : error;
	}
}

/** The execution was cancelled, or ended before n8n looked for it: the event has arrived anyway. */
function isAboutRunningExecution(error: unknown): boolean {
	return error instanceof Error && /^\w*Execution(Cancelled|NotFound)Error$/.test(error.constructor.name);
}
