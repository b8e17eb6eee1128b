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

/** The bytes of a delivery: one entry per event, in the shapes the switches ask for (webhooks.md section 3). */
export function deliveryBytes(events: readonly WebhookEvent[], switches: Switches): Buffer {
	const body = { object: 'instagram', entry: events.map((event) => entryOf(event, switches)) };
	return Buffer.from(metaJson(body), 'utf8');
}

function entryOf(event: WebhookEvent, switches: Switches): Record<string, unknown> {
	const inChanges = event.place === 'changes';
	const seconds = switches.entryTime === 's' || (switches.entryTime === 'documented' && inChanges);
	const head = { id: event.accountId, time: seconds ? Math.floor(event.time / 1000) : event.time };
	if (!inChanges) return { ...head, [event.place]: [event.content] };
	if (switches.comments === 'flat' && FLAT_FIELDS.has(event.field)) {
		return { ...head, field: event.field, value: event.content };
	}
	return { ...head, changes: [{ field: event.field, value: event.content }] };
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
