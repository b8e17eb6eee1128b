/**
 * Takes a delivery apart (Meta: "Instagram webhooks"). It never throws and drops nothing: what is broken or
 * unknown does not hide what stands beside it. Three shapes occur: `messaging[]` and `standby[]`,
 * `changes[]`, and the change laid flat into the entry; some examples wrap the whole in a list.
 */
import { createHash } from 'crypto';

import { isRecord, numberAt, recordsAt, textAt, type JsonRecord } from '../json';
import { withoutGaps } from './gaps';
import type { EventKind } from './kind';
import { kindOfField, messagingKindOf, OTHER, STANDBY } from './kinds';
import { inVocabularyOrder } from '../vocabulary';
import type { SimplifiedEvent } from './simplified';
import { isoOfEpoch } from './time';

export interface InstagramEvent {
	readonly kind: EventKind;
	readonly simplified: SimplifiedEvent;
	/** The entry as Meta sent it, holding this one event. */
	readonly entry: JsonRecord;
}

/** The account of the samples that the dashboard's Test button sends. */
const SAMPLE_ACCOUNT_ID = '0';

/**
 * The keys under which an entry holds its events; its other keys say whose they are and when they happened.
 */
const EVENT_KEYS: ReadonlySet<string> = new Set(['messaging', 'standby', 'changes', 'field', 'value']);

/**
 * @param json the parsed body; ids are texts already (protocol/json)
 * @returns the events in the order of the delivery; none for anything that is not a delivery about Instagram
 */
export function parseDelivery(json: unknown): InstagramEvent[] {
	const deliveries = Array.isArray(json) ? json.filter(isRecord) : isRecord(json) ? [json] : [];
	return deliveries
		.filter(({ object }) => typeof object !== 'string' || object === 'instagram')
		.flatMap((delivery) => recordsAt(delivery, 'entry'))
		.flatMap(parseEntry);
}

function parseEntry(entry: JsonRecord): InstagramEvent[] {
	const head = Object.fromEntries(Object.entries(entry).filter(([key]) => !EVENT_KEYS.has(key)));
	const flat = textAt(entry, 'field') === undefined ? [] : [{ field: entry.field, value: entry.value }];
	return [
		...recordsAt(entry, 'messaging').map((element) =>
			toDeliveredEvent(messagingKindOf(element) ?? OTHER, element, { ...head, messaging: [element] }),
		),
		...recordsAt(entry, 'standby').map((element) =>
			toDeliveredEvent(STANDBY, element, { ...head, standby: [element] }),
		),
		...recordsAt(entry, 'changes').map((change) => parseChange(change, { ...head, changes: [change] })),
		...flat.map((change) => parseChange(change, { ...head, ...change })),
	];
}

function parseChange(change: JsonRecord, entry: JsonRecord): InstagramEvent {
	const { value } = change;
	const content = isRecord(value) ? value : { value };
	const field = textAt(change, 'field') ?? OTHER.field;
	const named = kindOfField(field);
	const kind = [...(named.mayBe ?? []), named].find((candidate) => candidate.fits?.(content) !== false);
	return toDeliveredEvent(kind ?? OTHER, content, entry, field);
}

function toDeliveredEvent(
	kind: EventKind,
	content: JsonRecord,
	entry: JsonRecord,
	field = kind.field,
): InstagramEvent {
	const { details: untouched, recipientId, ...read } = kind.read(content);
	const details = { ...withoutGaps(read), ...(untouched !== undefined && { details: untouched }) };
	const saysOwn = kind.isOwn?.(content) === true;
	const accountId = textAt(entry, 'id') ?? (saysOwn ? details.senderId : recipientId) ?? '';
	const event = kind === OTHER ? field : kind.field;
	const timestamp = isoOfEpoch(numberAt(content, 'timestamp')) ?? isoOfEpoch(numberAt(entry, 'time'));
	const isOwn = saysOwn || details.senderId === accountId;
	const isOutgoing = isOwn && recipientId !== accountId;
	// anything but a message has no recipient, and is not part of a conversation
	const personId = recipientId === undefined || isOutgoing ? recipientId : details.senderId;
	return {
		kind,
		entry,
		simplified: inVocabularyOrder({
			event,
			eventId: eventIdOf([accountId, event, kind.identify(content) ?? JSON.stringify(content)]),
			accountId,
			...(timestamp !== undefined && { timestamp }),
			...(personId !== undefined && { personId }),
			isOwn,
			isTest: accountId === SAMPLE_ACCOUNT_ID,
			...details,
		}),
	};
}

/**
 * The same for every delivery of an event, and for no other event. An event without an id of its own is
 * identified by its whole content. The time of its entry is not part of it: that is when Meta sent the
 * delivery, which differs when it sends the event again.
 */
export function eventIdOf(parts: readonly string[]): string {
	return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
