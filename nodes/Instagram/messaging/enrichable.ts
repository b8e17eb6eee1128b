/** What the additions need to know of an event, read from the item that started the execution. */
import { parseDelivery } from '../protocol/events/parseDelivery';
import type { SimplifiedAttachment } from '../protocol/events/simplified';
import { recordsAt, textAt, type JsonRecord } from '../protocol/json';

export interface EnrichableEvent {
	readonly senderId?: string;
	readonly isOwn: boolean;
	readonly isTest: boolean;
	readonly attachments?: readonly SimplifiedAttachment[];
}

/** @param json the item's, with Simplify or without */
export function readEnrichable(json: JsonRecord, isSimplified: boolean): EnrichableEvent {
	if (isSimplified) return readSimplified(json);
	// an entry with one event; what was read of an announced message stands beside it
	const [event] = parseDelivery({ entry: [json] });
	const read = event?.simplified ?? readSimplified(json);
	const senderId = read.senderId ?? textAt(json, 'senderId');
	return { ...read, senderId, isOwn: read.isOwn || json.isOwn === true };
}

function readSimplified(json: JsonRecord): EnrichableEvent {
	const attachments = recordsAt(json, 'attachments').map((attachment) => ({
		...attachment,
		type: textAt(attachment, 'type') ?? '',
		url: textAt(attachment, 'url'),
	}));
	return {
		senderId: textAt(json, 'senderId'),
		isOwn: json.isOwn === true,
		isTest: json.isTest === true,
		attachments,
	};
}
