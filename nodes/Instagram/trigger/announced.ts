/**
 * Some apps get every new message twice: as `messages`, and announced as `message_edit` with `num_edit` 0
 * (observed in production); others get the announcement only. Where both events are chosen, an announcement
 * waits for its message and is dropped when that comes, so that nobody is answered twice.
 */
import { MESSAGES } from '../protocol/events/message';
import type { InstagramEvent } from '../protocol/events/parseDelivery';
import { announcedEventId } from '../protocol/events/select';
import { clock } from '../transport/clock';
import { SeenEvents } from './once';
import type { TriggerSettings } from './settings';

type ChosenEvents = Pick<TriggerSettings, 'events'>;

const PATIENCE_MS = 5000;
const STEP_MS = 250;
const MOST_TRIGGERS = 500;
const MOST_MESSAGES = 1000;

/** The messages that have come, also those that a filter leaves out. */
const arrived = new SeenEvents(MOST_TRIGGERS, MOST_MESSAGES);

/** @param place names the trigger */
export function noteMessages(
	place: string,
	events: readonly InstagramEvent[],
	{ events: chosen }: ChosenEvents,
): void {
	if (!chosen.has('message_edit')) return;
	const messages = events.filter(({ kind }) => kind === MESSAGES);
	arrived
		.of(place)
		.claim(messages.map(({ simplified }) => simplified.eventId))
		.settle();
}

/** @returns the events without the announcements of messages that come to this trigger by themselves */
export async function withoutAnnounced(
	place: string,
	events: readonly InstagramEvent[],
	{ events: chosen }: ChosenEvents,
): Promise<readonly InstagramEvent[]> {
	if (!chosen.has(MESSAGES.field)) return events;
	const isAwaited = (event: InstagramEvent) => {
		const message = announcedEventId(event);
		return message !== undefined && !arrived.of(place).has(message);
	};
	for (let waitedMs = 0; waitedMs < PATIENCE_MS && events.some(isAwaited); waitedMs += STEP_MS)
		await clock.sleep(STEP_MS);
	return events.filter((event) => announcedEventId(event) === undefined || isAwaited(event));
}
