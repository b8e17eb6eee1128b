import { metaJson } from '../state/json.mts';
import type { Switches } from '../state/switches.mts';

/** One event of an account, before it is put into a delivery. */
export interface WebhookEvent {
	/** IG_ID: becomes `entry[].id`. */
	accountId: string;
	/** The webhook field whose subscription lets it through. */
	field: string;
	/** Where it stands in the entry: `messaging[]`, `standby[]` or `changes[]`. */
	place: 'messaging' | 'standby' | 'changes';
	/** The element of `messaging[]`, or the `value` of a change. */
	content: Record<string, unknown>;
	/** Simulated epoch milliseconds. */
	time: number;
}

const FLAT_FIELDS = new Set(['comments', 'live_comments', 'mentions']);

/** The bytes of a delivery, in the shapes the switches ask for (webhooks.md section 3). */
export function deliveryBytes(events: readonly WebhookEvent[], switches: Switches): Buffer {
	const body = { object: 'instagram', entry: entriesOf(events, switches) };
	return Buffer.from(metaJson(body), 'utf8');
}

type Entry = Record<string, unknown>;

/**
 * One entry for all events of an account and kind, or one for each event; a flat one has room for one only.
 */
function entriesOf(events: readonly WebhookEvent[], switches: Switches): Entry[] {
	const groups = new Map<string, WebhookEvent[]>();
	events.forEach((event, index) => {
		const alone = switches.batchEntries === 'perEvent' || isFlat(event, switches);
		const key = alone ? String(index) : `${event.accountId} ${event.place}`;
		groups.set(key, [...(groups.get(key) ?? []), event]);
	});
	return [...groups.values()].map((group) => entryOf(group, switches));
}

function isFlat(event: WebhookEvent, switches: Switches): boolean {
	return event.place === 'changes' && switches.comments === 'flat' && FLAT_FIELDS.has(event.field);
}

function entryOf(events: readonly WebhookEvent[], switches: Switches): Entry {
	const [first] = events;
	if (first === undefined) return {};
	const inChanges = first.place === 'changes';
	const seconds = switches.entryTime === 's' || (switches.entryTime === 'documented' && inChanges);
	const newest = Math.max(...events.map((event) => event.time));
	const head = { id: first.accountId, time: seconds ? Math.floor(newest / 1000) : newest };
	if (isFlat(first, switches)) return { ...head, field: first.field, value: first.content };
	if (!inChanges) return { ...head, [first.place]: events.map((event) => event.content) };
	return { ...head, changes: events.map((event) => ({ field: event.field, value: event.content })) };
}

/** What the dashboard's "Test" button sends: entry id 0, timestamps as strings (webhooks.md section 3). */
export function dashboardSample(field: string, nowMs: number): Buffer {
	const value: Record<string, unknown> =
		field === 'comments' || field === 'live_comments'
			? {
					from: { id: '232323232', username: 'test' },
					media: { id: '123123123', media_product_type: 'FEED' },
					id: '17865799348089039',
					parent_id: '1231231234',
					text: 'This is an example.',
				}
			: field === 'mentions'
				? { media_id: '17887498072083520', comment_id: '17887498072083520' }
				: {
						sender: { id: '12334' },
						recipient: { id: '23245' },
						timestamp: '1527459824',
						...testContent(field),
					};
	const entry = { id: '0', time: Math.floor(nowMs / 1000), changes: [{ field, value }] };
	return Buffer.from(metaJson({ object: 'instagram', entry: [entry] }), 'utf8');
}

function testContent(field: string): Record<string, unknown> {
	if (field === 'message_reactions') {
		return { reaction: { mid: 'random_mid', action: 'react', reaction: 'love', emoji: '\u2764\ufe0f' } };
	}
	if (field === 'messaging_postbacks') {
		return { postback: { mid: 'random_mid', title: 'random_title', payload: 'random_payload' } };
	}
	if (field === 'messaging_seen') return { read: { mid: 'random_mid' } };
	return { message: { mid: 'random_mid', text: 'random_text' } };
}
