/**
 * What makes two deliveries the same event: Meta repeats what is not answered in time, and may pack it
 * differently the next time.
 */
import { isoOfEpoch } from '../../../../nodes/Instagram/protocol/events/time';
import { parseDelivery } from '../../../../nodes/Instagram/protocol/events/parseDelivery';

const AT_MS = Date.UTC(2026, 10, 23, 18);

function idOf(content: object, from = '12345'): string {
	const messaging = [{ sender: { id: from }, recipient: { id: '17841' }, timestamp: AT_MS, ...content }];
	const [event] = parseDelivery({ object: 'instagram', entry: [{ id: '17841', time: AT_MS, messaging }] });
	return event!.simplified.eventId;
}

const reaction = (more: object = {}) => ({
	reaction: { mid: 'm1', action: 'react', reaction: 'love', emoji: '❤', ...more },
});
const edit = (more: object = {}) => ({ message_edit: { mid: 'm1', text: 'New', num_edit: 1, ...more } });
const read = (more: object = {}) => ({ read: { mid: 'm1', ...more } });
const message = (more: object = {}) => ({ message: { mid: 'm1', text: 'Hi', ...more } });
const postback = (more: object = {}) => ({ postback: { mid: 'm1', title: 'Yes', payload: 'YES', ...more } });
const later = (content: object) => ({ ...content, timestamp: AT_MS + 1 });

it.each([
	['a reaction', reaction(), reaction({ by: 'x' })],
	['an edit, whatever its text', edit(), edit({ text: 'Newer' })],
	['an edit without a number', edit({ num_edit: undefined }), edit({ num_edit: undefined })],
	['a message that was seen', read(), later(read())],
	['a message', message(), later(message({ text: 'Hi', is_unsupported: true }))],
	['a message that was deleted', message({ is_deleted: true }), later(message({ is_deleted: true }))],
	['a tap', postback(), later(postback())],
])('%s is one event, however often it comes', (_what, once, again) => {
	expect(idOf(again)).toBe(idOf(once));
	expect(idOf(once)).toMatch(/^[0-9a-f]{32}$/);
});

const anonymous = { mid: undefined };

it.each([
	['a reaction to another message', reaction(), reaction({ mid: 'm2' })],
	['another emoji', reaction(), reaction({ emoji: '👍', reaction: 'other' })],
	[
		'another emoji beyond the six',
		reaction({ reaction: 'other' }),
		reaction({ reaction: 'other', emoji: '🔥' }),
	],
	[
		'another reaction without an emoji',
		reaction({ emoji: undefined }),
		reaction({ emoji: undefined, reaction: 'sad' }),
	],
	['a reaction that is taken back', reaction(), reaction({ action: 'unreact' })],
	['the same reaction later', reaction(), later(reaction())],
	['a later edit', edit(), edit({ num_edit: 2 })],
	[
		'another edit, where Meta leaves the number out',
		edit({ num_edit: undefined }),
		edit({ num_edit: undefined, text: 'Newer' }),
	],
	['an edit of another message', edit(), edit({ mid: 'm2' })],
	['another message that was seen', read(), read({ mid: 'm2' })],
	['another message', message(), message({ mid: 'm2' })],
	['the deletion of a message', message(), message({ is_deleted: true })],
	['another tap', postback(), postback({ mid: 'm2' })],
	['another reaction to nobody knows what', reaction(anonymous), reaction({ ...anonymous, emoji: '👍' })],
	['another edit of nobody knows what', edit(anonymous), edit({ ...anonymous, text: 'Newer' })],
	['another sight of nobody knows what', read(anonymous), read({ ...anonymous, watermark: 2 })],
	['another message without an ID', message(anonymous), message({ ...anonymous, text: 'Ho' })],
	[
		'the deletion of another message without an ID',
		message({ ...anonymous, is_deleted: true }),
		message({ ...anonymous, is_deleted: true, text: 'Ho' }),
	],
])('%s is another event', (_what, one, other) => expect(idOf(other)).not.toBe(idOf(one)));

describe('in a conversation that another app controls', () => {
	const standbyIdOf = (content: object) =>
		parseDelivery({ object: 'instagram', entry: [{ id: '17841', time: AT_MS, standby: [content] }] })[0]!
			.simplified.eventId;

	it('a message is one event, and not the same as outside of it', () => {
		expect(standbyIdOf(later(message()))).toBe(standbyIdOf(message()));
		expect(standbyIdOf(message({ mid: 'm2' }))).not.toBe(standbyIdOf(message()));
		expect(standbyIdOf(postback())).not.toBe(standbyIdOf(message()));
		expect(standbyIdOf(message())).not.toBe(idOf(message()));
	});

	it.each([
		['what nobody knows', { hologram: { mid: 'm1' } }, { hologram: { mid: 'm2' } }],
		['a referral', { referral: { ref: 'a' } }, { referral: { ref: 'b' } }],
	])('%s is told by all of it', (_what, one, other) => {
		expect(standbyIdOf(other)).not.toBe(standbyIdOf(one));
	});
});

describe('a mention', () => {
	const mentionIdOf = (value: object, time = AT_MS) =>
		parseDelivery({
			object: 'instagram',
			entry: [{ id: '17841', time, changes: [{ field: 'mentions', value }] }],
		})[0]!.simplified.eventId;

	it('is one event, whatever else Meta says of it', () => {
		expect(mentionIdOf({ media_id: '1', comment_id: '2', text: 'x' }, AT_MS + 1)).toBe(
			mentionIdOf({ media_id: '1', comment_id: '2' }),
		);
		expect(mentionIdOf({ media_id: '1', text: 'x' })).toBe(mentionIdOf({ media_id: '1' }));
	});

	it('in each comment and each caption is an event of its own', () => {
		const all = [
			{ media_id: '1' },
			{ media_id: '2' },
			{ media_id: '1', comment_id: '2' },
			{ media_id: '1', comment_id: '3' },
		];
		expect(new Set(all.map((value) => mentionIdOf(value))).size).toBe(4);
	});
});

it('seen by another person is another event', () => expect(idOf(read(), '67890')).not.toBe(idOf(read())));

it.each([
	[undefined, undefined],
	[NaN, undefined],
	[Infinity, undefined],
	[0, undefined],
	[-1, undefined],
	[1, '1970-01-01T00:00:01.000Z'],
	[AT_MS, '2026-11-23T18:00:00.000Z'],
	[AT_MS / 1000, '2026-11-23T18:00:00.000Z'],
	[8.64e15, '+275760-09-13T00:00:00.000Z'],
	[8.64e15 + 1, undefined],
])('the time %s is %s', (time, iso) => expect(isoOfEpoch(time)).toBe(iso));
