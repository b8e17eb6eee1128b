/** Which events start a workflow, and which of them are the account's own, rule by rule. */
import { isAccount } from '../../../../nodes/Instagram/protocol/isAccount';
import { withOwner } from '../../../../nodes/Instagram/protocol/events/own';
import { parseDelivery } from '../../../../nodes/Instagram/protocol/events/parseDelivery';
import {
	announcedEventId,
	isItemUnknown,
	isTextMissing,
	isWantedEvent,
	type EventRules,
} from '../../../../nodes/Instagram/protocol/events/select';

const ACCOUNT = '17841';

const heard = (event: object, id = ACCOUNT) =>
	parseDelivery({ object: 'instagram', entry: [{ id, time: 1, ...event }] })[0]!;
const comment = (
	media: object = { id: 'post' },
	from: object = { id: '77', username: 'fan' },
	id = ACCOUNT,
) => heard({ changes: [{ field: 'comments', value: { id: 'c', text: 'Price?', from, media } }] }, id);
const message = (content: object, sender = '77', recipient = ACCOUNT) =>
	heard({ messaging: [{ sender: { id: sender }, recipient: { id: recipient }, ...content }] });
const text = message({ message: { mid: 'm', text: 'Hello' } });
const photo = message({ message: { mid: 'm', attachments: [{ type: 'image' }] } });
const announced = message({ message_edit: { mid: 'm', num_edit: 0 } });
const tag = heard({ changes: [{ field: 'mentions', value: { media_id: 'post' } }] });

const RULES: EventRules = {
	includeOwn: false,
	keywords: [],
	mediaIds: new Set(),
	senderIds: new Set(),
	events: new Set(['comments', 'messages', 'message_edit', 'message_reactions', 'mentions']),
	chosenAccount: '',
	allAccounts: false,
	unknownMedia: [],
	includeDeleted: false,
	readMissingText: false,
};
const price = [(given: string) => given.includes('Price')];
const reaction = message({ reaction: { mid: 'm', action: 'react' } });
const sample = comment({ id: 'post' }, { id: '77' }, '0');

it.each<[string, boolean, ReturnType<typeof heard>, Partial<EventRules>]>([
	['a comment', true, comment(), {}],
	['an event that was not chosen', false, comment(), { events: new Set(['messages']) }],

	['an event of another account', false, comment({}, { id: '77' }, '9'), {}],
	[
		'an event of another account, where all count',
		true,
		comment({}, { id: '77' }, '9'),
		{ allAccounts: true },
	],
	["the sample of Meta's dashboard", true, sample, {}],
	['an event of the chosen account', true, comment(), { chosenAccount: ACCOUNT }],
	['an event while another account is chosen', false, comment(), { chosenAccount: '9' }],

	['an own comment', false, comment({}, { id: ACCOUNT }), {}],
	['an own comment, asked for', true, comment({}, { id: ACCOUNT }), { includeOwn: true }],

	['a sender in the list', true, comment(), { senderIds: new Set(['77']) }],
	['a sender who is not', false, comment(), { senderIds: new Set(['78']) }],
	['nobody knows who', false, tag, { senderIds: new Set(['77']) }],

	['a comment with a keyword', true, comment(), { keywords: price }],
	['a comment with one of the keywords', true, comment(), { keywords: [() => false, ...price] }],
	['a message without a keyword', false, text, { keywords: price }],
	['a message without text', false, photo, { keywords: [() => true] }],
	['what never has text', true, reaction, { keywords: price }],

	['a comment on a post in the list', true, comment(), { mediaIds: new Set(['post']) }],
	['a comment on another post', false, comment(), { mediaIds: new Set(['other']) }],
	['a comment on no post', false, comment({}), { mediaIds: new Set(['post']) }],
	[
		'a comment on an ad that shows the post',
		true,
		comment({ id: 'ad', original_media_id: 'post' }),
		{ mediaIds: new Set(['post']) },
	],
	['a mention in another post', false, tag, { mediaIds: new Set(['other']) }],
	['what is never about a post', true, text, { mediaIds: new Set(['post']) }],
	[
		'a comment on what may be an item of an album',
		true,
		comment(),
		{ mediaIds: new Set(['album']), unknownMedia: ['album'] },
	],
	[
		'a comment there without a keyword',
		false,
		comment(),
		{ mediaIds: new Set(['album']), unknownMedia: ['album'], keywords: [() => false] },
	],

	['an announced message', false, announced, { keywords: price }],
	['an announced message that will be read', true, announced, { keywords: price, readMissingText: true }],
	['a message, where announced ones will be read', false, text, { keywords: price, readMissingText: true }],
])('%s starts a workflow: %s', (_what, isWanted, event, rules) => {
	expect(isWantedEvent(event, { settings: { ...RULES, ...rules }, accountId: ACCOUNT })).toBe(isWanted);
});

it('while the account is not known, no event is hidden because of it', () => {
	expect(isWantedEvent(comment(), { settings: RULES })).toBe(true);
	expect(isWantedEvent(comment(), { settings: { ...RULES, chosenAccount: '9' } })).toBe(true);
});

it.each<[string, ReturnType<typeof heard>, string[], string[], boolean]>([
	['a post that may be in an album', comment(), ['album'], ['album'], true],
	['nothing, where all albums are known', comment(), ['album'], [], false],
	['a post that is in the list', comment(), ['album', 'post'], ['album'], false],
	['an ad for a post in the list', comment({ id: 'ad', original_media_id: 'post' }), ['post'], ['x'], false],
	['no post at all', comment({}), ['album'], ['album'], false],
	['what is never about a post', text, ['album'], ['album'], false],
])('about an album has to be asked: %s', (_what, event, mediaIds, unknownMedia, isUnknown) => {
	expect(isItemUnknown(event, { mediaIds: new Set(mediaIds), unknownMedia })).toBe(isUnknown);
});

it.each([
	['an announced message', announced, true],
	['an edit with its text', message({ message_edit: { mid: 'm', text: 'Hi', num_edit: 1 } }), false],
	['an announcement of nothing', message({ message_edit: { num_edit: 0 } }), false],
	['a photo', photo, false],
])('the text of %s is missing: %#', (_what, event, isMissing) =>
	expect(isTextMissing(event)).toBe(isMissing),
);

it.each([
	['an announced message', announced, text.simplified.eventId],
	[
		'an edit without text, which has happened',
		message({ message_edit: { mid: 'm', num_edit: 1 } }),
		undefined,
	],
	['an edit with text', message({ message_edit: { mid: 'm', text: 'Hi', num_edit: 0 } }), undefined],
	['a message', text, undefined],
])('the event that %s stands for: %#', (_what, event, eventId) => {
	expect(announcedEventId(event)).toBe(eventId);
});

describe('the account of the credential', () => {
	const owner = { accountId: ACCOUNT, appScopedId: '5', username: 'Brand' };

	it.each<[string, Parameters<typeof isAccount>[0], Parameters<typeof isAccount>[1], boolean]>([
		['its ID', { id: ACCOUNT }, owner, true],
		['its app-scoped ID', { id: '5' }, owner, true],
		['its user name', { username: 'bRAND' }, owner, true],
		['another ID', { id: '77' }, owner, false],
		['another user name', { username: 'fan' }, owner, false],
		['nothing', {}, owner, false],
		['an ID, while nothing is known', { id: '77' }, {}, false],
		['nothing, while nothing is known', {}, {}, false],
	])('is told by %s: %#', (_what, person, account, isOwn) => {
		expect(isAccount(person, account)).toBe(isOwn);
	});

	const byAppScopedId = (recipient: string) => message({ message: { mid: 'm', text: 'Hi' } }, '5', recipient);

	it('makes an event its own, whose person is the one who receives it', () => {
		expect(byAppScopedId('77').simplified).toMatchObject({ isOwn: false, personId: '5' });
		expect(withOwner(byAppScopedId('77'), owner).simplified).toMatchObject({ isOwn: true, personId: '77' });
		const standby = { sender: { id: '5' }, recipient: { id: '77' }, message: { mid: 'm' } };
		expect(withOwner(heard({ standby: [standby] }), owner).simplified).toMatchObject({ personId: '77' });
	});

	it('writes to itself', () => {
		expect(withOwner(byAppScopedId(ACCOUNT), owner).simplified).toMatchObject({ isOwn: true, personId: '5' });
	});

	it('has no person where it comments', () => {
		const own = withOwner(comment({}, { username: 'brand' }), owner).simplified;
		expect(own.isOwn).toBe(true);
		expect(own).not.toHaveProperty('personId');
	});

	it.each([
		['of somebody else', text],
		["that is Meta's sample", comment({}, { username: 'brand' }, '0')],
		['that says itself whose it is', message({ message: { mid: 'm', is_echo: true } }, ACCOUNT, '77')],
	])('leaves an event %s as it is', (_which, event) => expect(withOwner(event, owner)).toBe(event));
});
