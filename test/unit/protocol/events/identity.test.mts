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

it.each([
	['a reaction', reaction(), reaction()],
	['an edit, whatever its text', edit(), edit({ text: 'Newer' })],
	['an edit without a number', edit({ num_edit: undefined }), edit({ num_edit: undefined })],
	['a message that was seen', read(), read()],
])('%s is one event, however often it comes', (_what, once, again) => expect(idOf(again)).toBe(idOf(once)));

it.each([
	['a reaction to another message', reaction(), reaction({ mid: 'm2' })],
	['another emoji', reaction(), reaction({ emoji: '👍', reaction: 'other' })],
	['a reaction that is taken back', reaction(), reaction({ action: 'unreact' })],
	['a later edit', edit(), edit({ num_edit: 2 })],
	[
		'another edit, where Meta leaves the number out',
		edit({ num_edit: undefined }),
		edit({ num_edit: undefined, text: 'Newer' }),
	],
	['an edit of another message', edit(), edit({ mid: 'm2' })],
	['another message that was seen', read(), read({ mid: 'm2' })],
])('%s is another event', (_what, one, other) => expect(idOf(other)).not.toBe(idOf(one)));

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
