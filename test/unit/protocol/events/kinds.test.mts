/** What each event needs from Meta, which filters apply to it, and whose it is. */
import { EVENT_KINDS, kindOfField } from '../../../../nodes/Instagram/protocol/events/kinds';
import { parseDelivery } from '../../../../nodes/Instagram/protocol/events/parseDelivery';
import { POLLED_KINDS } from '../../../../nodes/Instagram/protocol/events/polled';

const ACCOUNT = '17841405822304914';

const KINDS: ReadonlyArray<readonly [field: string, subscribed: string[], filters: string]> = [
	['messages', ['messages'], 'keywords'],
	['messaging_postbacks', ['messaging_postbacks'], 'keywords'],
	['message_reactions', ['message_reactions'], ''],
	['message_edit', ['message_edit'], 'keywords'],
	['messaging_seen', ['messaging_seen'], ''],
	['messaging_optins', ['messaging_optins'], ''],
	['messaging_handover', ['messaging_handover'], ''],
	['messaging_referral', ['messaging_referral'], ''],
	['standby', ['standby'], 'keywords'],
	['comments', ['comments'], 'keywords, media'],
	['live_comments', ['live_comments'], 'keywords, media'],
	// Meta says both that they come with comments and that they have a field of their own
	['mentions', ['comments', 'mentions'], 'media'],
	['deauthorized', [], ''],
	['dataDeletionRequested', [], ''],
	['other', [], ''],
];

it.each(KINDS)('%s: is subscribed to as %j; filtered by %s', (field, subscribed, filters) => {
	const { subscribedFields, hasText, hasMedia } = kindOfField(field);
	expect(subscribedFields).toEqual(subscribed);
	expect([...(hasText ? ['keywords'] : []), ...(hasMedia ? ['media'] : [])].join(', ')).toBe(filters);
});

it('and there are no others, but for what is only polled', () => {
	expect(EVENT_KINDS.map(({ field }) => field).sort()).toEqual(KINDS.map(([field]) => field).sort());
	expect(kindOfField('something new').field).toBe('other');
	for (const kind of POLLED_KINDS) expect(kindOfField(kind.field)).toBe(kind);
});

describe('whose an event is', () => {
	/** The sender is spelled in a way that only Meta's mark tells who it is. */
	const people = { sender: { id: '9' }, recipient: { id: '77' } };
	const heard = (event: object) =>
		parseDelivery({ object: 'instagram', entry: [{ id: ACCOUNT, ...event }] })[0]!.simplified;
	const comment = (from: object) => ({ changes: [{ field: 'comments', value: { id: '1', from } }] });

	it.each<[string, object]>([
		['an echo', { messaging: [{ ...people, message: { mid: 'm', is_echo: true } }] }],
		['a message to itself', { messaging: [{ ...people, message: { mid: 'm', is_self: true } }] }],
		['a tap', { messaging: [{ ...people, postback: { mid: 'm', is_self: true } }] }],
		['a tap, marked outside', { messaging: [{ ...people, is_self: true, postback: { mid: 'm' } }] }],
		['an echo in standby', { standby: [{ ...people, message: { mid: 'm', is_echo: true } }] }],
		['a comment', comment({ id: '9', self_ig_scoped_id: '8' })],
		['a comment with the ID of the account', comment({ id: ACCOUNT })],
	])("%s is the account's own where Meta says so", (_what, event) => {
		expect(heard(event)).toMatchObject({ isOwn: true });
	});

	it.each<[string, object]>([
		['a message', { messaging: [{ ...people, message: { mid: 'm', is_echo: false, is_self: false } }] }],
		['a tap', { messaging: [{ ...people, postback: { mid: 'm', is_self: false } }] }],
		['a message in standby', { standby: [{ ...people, message: { mid: 'm' } }] }],
		['a reaction in standby', { standby: [{ ...people, reaction: { mid: 'm', action: 'react' } }] }],
		['a comment', comment({ id: '9' })],
		['a comment of nobody', comment({})],
	])('%s of somebody else is not', (_what, event) => {
		expect(heard(event)).toMatchObject({ isOwn: false });
	});
});

describe('a delivery that is not quite one', () => {
	const entry = [{ id: ACCOUNT, messaging: [{ message: { mid: 'm' } }] }];

	it.each<[string, unknown]>([
		['does not say what it is about', { entry }],
		['says it with a number', { object: 1, entry }],
		['stands in a list between other things', [null, 'text', { object: 'instagram', entry }, 5]],
	])('is read where it %s', (_what, delivery) => {
		const [event] = parseDelivery(delivery);
		expect(event?.simplified).toMatchObject({ event: 'messages', messageId: 'm' });
		// and it has no time
		expect(event?.simplified).not.toHaveProperty('timestamp');
	});

	it.each<[string, unknown]>([
		['is about a page', { object: 'page', entry }],
		['is no record', 'text'],
		['is nothing', null],
	])('holds no event where it %s', (_what, delivery) => expect(parseDelivery(delivery)).toEqual([]));
});
