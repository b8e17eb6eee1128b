import { isRecord, type JsonRecord } from '../json';
import { inOrder, present } from '../vocabulary';
import type { ReadContent } from './kind';
import type { SimplifiedEvent } from './simplified';

/** The fields that do not depend on the kind of an event. */
type CommonField = 'event' | 'eventId' | 'accountId' | 'personId' | 'timestamp' | 'isOwn' | 'isTest';

/**
 * An event as items hold it: in the order of the vocabulary, and without the fields that have no value, in
 * inner objects and lists too. `recipientId` is left out: `personId` names the other person whoever wrote.
 * `details` stays as Meta sent it.
 */
export function simplifiedOf(
	read: ReadContent,
	common: { readonly [Key in CommonField]: SimplifiedEvent[Key] },
): SimplifiedEvent {
	// Every event begins with these two, so it need not grow from an empty object: in a process as large as
	// n8n's so many different ones do that V8 keeps each as a dictionary, which takes five times as long.
	const event: JsonRecord = { eventId: common.eventId, event: common.event };
	// one copy and no more: a delivery may hold a thousand events
	for (const key of orderedKeys(read, common)) {
		const value = (common as JsonRecord)[key] ?? (read as JsonRecord)[key];
		if (value === undefined) continue;
		event[key] = typeof value !== 'object' || key === 'details' ? value : closeGaps(value);
	}
	return event as unknown as SimplifiedEvent;
}

/** The order of the fields that were read last: the events of a delivery are mostly alike. */
let last: { readonly fields: readonly string[]; readonly ordered: readonly string[] } | undefined;

function orderedKeys(read: ReadContent, common: object): readonly string[] {
	const fields = Object.keys(read);
	if (fields.length !== last?.fields.length || fields.some((field, place) => field !== last?.fields[place])) {
		const all = [...fields, ...Object.keys(common)].filter((key) => key !== 'recipientId');
		last = { fields, ordered: inOrder(all) };
	}
	return last.ordered;
}

function closeGaps(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(closeGaps);
	if (!isRecord(value)) return value;
	const kept = present(value);
	for (const key of Object.keys(kept)) kept[key] = closeGaps(kept[key]);
	return kept;
}
