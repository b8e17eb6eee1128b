/** Makes events ready for the workflow: reads a missing text, and applies the filters that need it. */
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { entryOf, type InstagramEvent } from '../protocol/events/parseDelivery';
import { announcedEventId, isItemUnknown, isTextMissing, passesFilters } from '../protocol/events/select';
import { mapBounded } from '../transport/concurrency';
import { openOrNothing } from './openOrNothing';
import { lookUpItems, withItems } from '../panel/mediaFilter';
import type { ReadyEvent } from './handOver';
import { readMessageText, type FoundMessage } from './messageText';
import type { TriggerSettings } from './settings';

const PARALLEL_EVENTS = 8;

/**
 * @returns the events that the filters let pass once their text, and what album they are about, is known;
 * where there is nothing to read, nothing waits
 */
export async function completeEvents(
	ctx: IWebhookFunctions,
	events: readonly InstagramEvent[],
	settings: TriggerSettings,
): Promise<ReadyEvent[]> {
	const needsText = (event: InstagramEvent) =>
		settings.readMissingText && isTextMissing(event) && !event.simplified.isTest;
	const needsItems = (event: InstagramEvent) => isItemUnknown(event, settings);
	if (!events.some((event) => needsText(event) || needsItems(event)))
		return events.map((event) => ready(event, {}, settings));
	const graph = await openOrNothing(ctx, 'texts and the items of albums');
	const items = graph && events.some(needsItems) ? await lookUpItems(ctx, graph, settings.unknownMedia) : {};
	const filters = { ...settings, mediaIds: withItems(settings.mediaIds, items) };
	const completed = await mapBounded(events, PARALLEL_EVENTS, async (event) => {
		if (!needsText(event) && !needsItems(event)) return ready(event, {}, settings);
		const found = graph && needsText(event) ? await readMessageText(ctx, graph, event.simplified) : {};
		// what an announcement says is the message itself: whoever has that one too, has it twice
		const eventId = (found.text !== undefined && announcedEventId(event)) || event.simplified.eventId;
		const complete = { ...event, simplified: { ...event.simplified, ...found, eventId } };
		return passesFilters(complete, filters) ? ready(complete, found, settings) : undefined;
	});
	return completed.filter((event) => event !== undefined);
}

function ready(event: InstagramEvent, found: FoundMessage, { simplify }: TriggerSettings): ReadyEvent {
	const { eventId, isTest } = event.simplified;
	const json = (simplify ? event.simplified : { ...entryOf(event), ...found }) as IDataObject;
	return { item: { json }, eventId, isTest };
}
