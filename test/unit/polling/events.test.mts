/** From what polling has found to the events of an execution. */
import { eventsOf, passesPollFilters } from '../../../nodes/Instagram/polling/events';
import { postEntry, type FoundEntry } from '../../../nodes/Instagram/protocol/polling/entries';

const ACCOUNT = '17841';
const OWNER = { accountId: ACCOUNT, username: 'brand', appScopedId: '5' };

const posted = (id: string, time: string, field: 'media' | 'tags' = 'media', more: object = {}): FoundEntry =>
	postEntry(
		{ id, timestamp: `2026-11-23T${time}+0000`, caption: 'Fresh bread', username: 'brand', ...more },
		{ accountId: ACCOUNT, field, nowMs: 0 },
	)!;

it('the oldest comes first, and of one second what the list has last', () => {
	const listed = [
		posted('4', '18:00:02'),
		posted('3', '18:00:01'),
		posted('2', '18:00:01'),
		posted('1', '18:00:00'),
	];
	const other = [posted('5', '18:00:03', 'tags'), posted('0', '17:59:59', 'tags')];
	const ids = eventsOf([...listed, ...other], OWNER).map(({ simplified }) => simplified.mediaId);
	expect(ids).toEqual(['0', '1', '2', '3', '4', '5']);
});

it.each<[string, FoundEntry, object]>([
	[
		'an own post',
		posted('1', '18:00:00', 'media', { permalink: 'p', media_product_type: 'FEED' }),
		{
			event: 'media',
			isOwn: true,
			mediaId: '1',
			caption: 'Fresh bread',
			permalink: 'p',
			mediaProductType: 'FEED',
			senderUsername: 'brand',
		},
	],
	['an own post without a name', posted('1', '18:00:00', 'media', { username: undefined }), { isOwn: true }],
	[
		'a post with the account in it',
		posted('2', '18:00:00', 'tags', { username: 'fan' }),
		{ event: 'tags', isOwn: false },
	],
	[
		'a post of the account with itself in it',
		posted('3', '18:00:00', 'tags'),
		{ event: 'tags', isOwn: true },
	],
])('%s', (_what, entry, expected) => {
	expect(eventsOf([entry], OWNER)[0]?.simplified).toMatchObject(expected);
});

it('a post is the same event whenever it is found, and another one in another list', () => {
	const idOf = (entry: FoundEntry) => eventsOf([entry], OWNER)[0]!.simplified.eventId;
	const first = idOf(posted('1', '18:00:00'));
	expect(idOf(posted('1', '18:00:00', 'media', { caption: 'Edited' }))).toBe(first);
	expect(idOf(posted('2', '18:00:00'))).not.toBe(first);
	expect(idOf(posted('1', '18:00:00', 'tags'))).not.toBe(first);
});

describe('the filters of the panel', () => {
	const none = { includeOwn: false, keywords: [], mediaIds: new Set<string>(), senderIds: new Set<string>() };
	const bread = [(text: string) => text.includes('bread')];

	it.each<[string, FoundEntry, object, boolean]>([
		['an own post, which is what was asked for', posted('1', '18:00:00'), {}, true],
		['an own post with a keyword in its caption', posted('1', '18:00:00'), { keywords: bread }, true],
		[
			'an own post without',
			posted('1', '18:00:00', 'media', { caption: 'Cake' }),
			{ keywords: bread },
			false,
		],
		['a tag of somebody else', posted('1', '18:00:00', 'tags', { username: 'fan' }), {}, true],
		['a tag of the account itself', posted('1', '18:00:00', 'tags'), {}, false],
		['a tag of the account itself, asked for', posted('1', '18:00:00', 'tags'), { includeOwn: true }, true],
		['a post, whatever comments are wanted', posted('1', '18:00:00'), { mediaIds: new Set(['9']) }, true],
	])('let %s pass: %#', (_what, entry, filters, passes) => {
		expect(passesPollFilters(eventsOf([entry], OWNER)[0]!, { filters: { ...none, ...filters } })).toBe(
			passes,
		);
	});
});
