/** From what was found to the events of a poll. */
import { withOwner, type OwnAccount } from '../protocol/events/own';
import { parseDelivery, type InstagramEvent } from '../protocol/events/parseDelivery';
import { passesFilters } from '../protocol/events/select';
import type { FoundEntry } from '../protocol/polling/entries';
import type { PollingSettings } from './settings';

/**
 * The events of what was found, the oldest first; of the same second in the order in which they stood, too.
 */
export function eventsOf(entries: readonly FoundEntry[], account: OwnAccount): InstagramEvent[] {
	return [...entries]
		.reverse()
		.sort((a, b) => a.atMs - b.atMs)
		.flatMap(({ entry }) => parseDelivery({ object: 'instagram', entry: [entry] }))
		.map((event) => withOwner(event, account));
}

/**
 * Whether the filters of the panel let an event pass. Of a post the caption is the text, and an own one is
 * what "New Own Post" asks for.
 */
export function passesPollFilters(
	{ kind, simplified }: InstagramEvent,
	{ filters }: Pick<PollingSettings, 'filters'>,
): boolean {
	const includeOwn = filters.includeOwn || kind.field === 'media';
	const { text = simplified.caption } = simplified;
	return passesFilters({ kind, simplified: { ...simplified, text } }, { ...filters, includeOwn });
}
