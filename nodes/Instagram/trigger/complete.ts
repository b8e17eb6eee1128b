/** Makes events ready for the workflow: reads a missing text, and applies the filters that need it. */
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { InstagramEvent } from '../protocol/events/parseDelivery';
import { isTextMissing, passesFilters } from '../protocol/events/select';
import { mapBounded } from '../transport/concurrency';
import { openOrNothing } from './openOrNothing';
import type { ReadyEvent } from './handOver';
import { readMessageText, type FoundMessage } from './messageText';
import type { TriggerSettings } from './settings';

const PARALLEL_EVENTS = 8;

/**
 * @returns the events that pass the filters once their text is known; events whose text is known do not wait
 */
export async function completeEvents(
	ctx: IWebhookFunctions,
	events: readonly InstagramEvent[],
	settings: TriggerSettings,
): Promise<ReadyEvent[]> {
	const needsText = (event: InstagramEvent) =>
		settings.readMissingText && isTextMissing(event) && !event.simplified.isTest;
	const graph = events.some(needsText) ? await openOrNothing(ctx, 'texts') : undefined;
	const completed = await mapBounded(events, PARALLEL_EVENTS, async (event) => {
		if (!needsText(event)) return ready(event, {}, settings);
		const found = graph ? await readMessageText(ctx, graph, event.simplified) : {};
		const complete = { ...event, simplified: { ...event.simplified, ...found } };
		return passesFilters(complete, settings) ? ready(complete, found, settings) : undefined;
	});
	return completed.filter((event) => event !== undefined);
}

function ready(
	{ simplified, entry }: InstagramEvent,
	found: FoundMessage,
	{ simplify }: TriggerSettings,
): ReadyEvent {
	const { eventId, isTest } = simplified;
	return { item: { json: (simplify ? simplified : { ...entry, ...found }) as IDataObject }, eventId, isTest };
}
