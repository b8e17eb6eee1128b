/**
 * Takes a delivery apart (Meta: "Instagram webhooks"). It never throws and drops nothing: what is broken or
 * unknown does not hide what stands beside it. Three shapes occur: `messaging[]` and `standby[]`,
 * `changes[]`, and the change laid flat into the entry; some examples wrap the whole in a list.
 */
import { hash } from 'crypto';

import { isRecord, numberAt, recordsAt, textAt, type JsonRecord } from '../json';
import { simplifiedOf } from './simplifiedOf';
import type { EventKind } from './kind';
import { kindOfField, messagingKindOf, OTHER, STANDBY } from './kinds';
import type { SimplifiedEvent } from './simplified';
import { isoOfEpoch } from './time';

export interface InstagramEvent {
	readonly kind: EventKind;
	readonly simplified: SimplifiedEvent;
	/** Where it stands in the delivery; {@link entryOf} makes an entry of its own from it. */
	readonly place: Place;
}

/** An entry, and one event in it. */
interface Place {
	readonly entry: JsonRecord;
	/** The list that holds the event; `undefined` for a change that is laid flat into the entry. */
	readonly list?: 'messaging' | 'standby' | 'changes';
	readonly element: JsonRecord;
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
export const parseDelivery = (json: unknown): InstagramEvent[] => deliveredEntries(json).flatMap(parseEntry);

/** Whose an entry of a delivery is. */
export interface EntryOwner {
	/** Absent where only its events may say it. */
	readonly accountId?: string;
	/** Whether it belongs to nobody, as the dashboard's samples do. */
	readonly isTest: boolean;
}

/** Whose events a delivery holds, which shows without taking it apart. */
export function ownersOf(json: unknown): EntryOwner[] {
	return deliveredEntries(json).map((entry) => {
		const accountId = textAt(entry, 'id');
		return { accountId, isTest: accountId === SAMPLE_ACCOUNT_ID };
	});
}

function deliveredEntries(json: unknown): JsonRecord[] {
	const deliveries = Array.isArray(json) ? json.filter(isRecord) : isRecord(json) ? [json] : [];
	return deliveries
		.filter(({ object }) => typeof object !== 'string' || object === 'instagram')
		.flatMap((delivery) => recordsAt(delivery, 'entry'));
}

/** @returns the entry as Meta sent it, holding this one event */
export function entryOf({ place: { entry, list, element } }: InstagramEvent): JsonRecord {
	const head = Object.fromEntries(Object.entries(entry).filter(([key]) => !EVENT_KEYS.has(key)));
	return { ...head, ...(list === undefined ? element : { [list]: [element] }) };
}

function parseEntry(entry: JsonRecord): InstagramEvent[] {
	const flat = textAt(entry, 'field') === undefined ? [] : [{ field: entry.field, value: entry.value }];
	return [
		...recordsAt(entry, 'messaging').map((element) =>
			toDeliveredEvent(messagingKindOf(element) ?? OTHER, element, { entry, list: 'messaging', element }),
		),
		...recordsAt(entry, 'standby').map((element) =>
			toDeliveredEvent(STANDBY, element, { entry, list: 'standby', element }),
		),
		...recordsAt(entry, 'changes').map((element) => parseChange({ entry, list: 'changes', element })),
		...flat.map((element) => parseChange({ entry, element })),
	];
}

function parseChange(place: Place): InstagramEvent {
	const { value } = place.element;
	const content = isRecord(value) ? value : { value };
	const field = textAt(place.element, 'field') ?? OTHER.field;
	const named = kindOfField(field);
	const kind = [...(named.mayBe ?? []), named].find((candidate) => candidate.fits?.(content) !== false);
	return toDeliveredEvent(kind ?? OTHER, content, place, field);
}

function toDeliveredEvent(
	kind: EventKind,
	content: JsonRecord,
	place: Place,
	field = kind.field,
): InstagramEvent {
	const { entry } = place;
	const read = kind.read(content);
	const { senderId, recipientId } = read;
	const saysOwn = kind.isOwn?.(content) === true;
	const accountId = textAt(entry, 'id') ?? (saysOwn ? senderId : recipientId) ?? '';
	const event = kind === OTHER ? field : kind.field;
	const isOwn = saysOwn || senderId === accountId;
	const isOutgoing = isOwn && recipientId !== accountId;
	const simplified = simplifiedOf(read, {
		event,
		eventId: eventIdOf(accountId, event, kind.identify(content) ?? JSON.stringify(content)),
		accountId,
		timestamp: isoOfEpoch(numberAt(content, 'timestamp')) ?? isoOfEpoch(numberAt(entry, 'time')),
		// anything but a message has no recipient, and is not part of a conversation
		personId: recipientId === undefined || isOutgoing ? recipientId : senderId,
		isOwn,
		isTest: accountId === SAMPLE_ACCOUNT_ID,
	});
	return { kind, simplified, place };
}

/**
 * The same for every delivery of an event, and for no other event. An event without an id of its own is
 * identified by its whole content. The time of its entry is not part of it: that is when Meta sent the
 * delivery, which differs when it sends the event again.
 */
export function eventIdOf(accountId: string, event: string, identity: string): string {
	return hash('sha256', `${accountId}\n${event}\n${identity}`).slice(0, 32);
}
