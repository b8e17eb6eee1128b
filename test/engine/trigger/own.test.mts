/** What the account itself does starts nothing, however Meta spells the account, in every kind of event. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { useTriggers } from '../../support/triggers.mts';
import { connect } from '../../support/world.mts';

const { world, trigger } = useTriggers();

const EVENTS = [
	'comments',
	'live_comments',
	'messages',
	'messaging_postbacks',
	'message_reactions',
	'message_edit',
	'messaging_referral',
	'standby',
	'other',
];

const spellings: ReadonlyArray<readonly [string, () => IDataObject]> = [
	['the account ID', () => ({ id: world.account.id })],
	['the app-scoped ID', () => ({ id: world.account.appScopedId })],
	['the user name alone', () => ({ username: world.account.username })],
	['the user name in capitals', () => ({ username: world.account.username.toUpperCase() })],
	['an ID that nobody knows, and the user name', () => ({ id: '9', username: world.account.username })],
];

const entryOf = (event: object) => ({
	object: 'instagram',
	entry: [{ id: world.account.id, time: 1795600000, ...event }],
});

const comment = (from: IDataObject, more: object = {}) => ({
	id: '17900000000000001',
	from,
	text: 'link sent, check your DMs',
	media: { id: '17899000000000001', media_product_type: 'FEED' },
	...more,
});
const onAd = {
	media: { id: '17899000000000001', ad_id: '1', original_media_id: '2', media_product_type: 'AD' },
};

const comments: ReadonlyArray<readonly [string, (from: IDataObject) => object]> = [
	['a comment', (from) => ({ changes: [{ field: 'comments', value: comment(from) }] })],
	['a comment, flat', (from) => ({ field: 'comments', value: comment(from) })],
	['a reply', (from) => ({ changes: [{ field: 'comments', value: comment(from, { parent_id: '5' }) }] })],
	['a reply on an ad', (from) => ({ changes: [{ field: 'comments', value: comment(from, onAd) }] })],
	['what nobody knows, by', (from) => ({ changes: [{ field: 'something_new', value: { from } }] })],
	['a live comment', (from) => ({ changes: [{ field: 'live_comments', value: comment(from) }] })],
];

const content = {
	'a message': { message: { mid: 'm', text: 'Hello' } },
	'a tap': { postback: { mid: 'm', title: 'Yes', payload: 'YES' } },
	'a reaction': { reaction: { mid: 'm', action: 'react', reaction: 'love' } },
	'an edit': { message_edit: { mid: 'm', text: 'Hello!', num_edit: 1 } },
	'what nobody knows': { something_new: { mid: 'm' } },
	'a referral': { referral: { ref: 'x', source: 'SHORTLINK', type: 'OPEN_THREAD' } },
};
const inThread = (sender: IDataObject, of: object) => ({
	sender,
	recipient: { id: '77' },
	timestamp: 1,
	...of,
});

const messages = Object.entries(content).flatMap(
	([name, of]): Array<readonly [string, (sender: IDataObject) => object]> => [
		[name, (sender) => ({ messaging: [inThread(sender, of)] })],
		[`${name}, in standby`, (sender) => ({ standby: [inThread(sender, of)] })],
	],
);

async function hear(event: object, options: IDataObject = {}) {
	const target = trigger({ events: EVENTS, options: options as never });
	const { items = [], status } = await target.deliver(entryOf(event));
	expect(status).toBe(200);
	return items.map(({ json }) => json.isOwn);
}

describe.each(spellings)('spelled with %s', (spelling, own) => {
	const kinds = spelling.includes('name') ? comments : [...comments, ...messages];

	it.each(kinds)('%s of the account starts nothing unless asked for', async (_, eventFrom) => {
		await world.open();
		expect(await hear(eventFrom(own()))).toEqual([]);
		expect(await hear(eventFrom(own()), { includeOwn: true })).toEqual([true]);
	});
});

it.each([...comments, ...messages])('%s of somebody else starts a run', async (_, eventFrom) => {
	await world.open();
	expect(await hear(eventFrom({ id: '77', username: 'fan' }))).toEqual([false]);
});

it('the person of a message that the account sends under its app-scoped ID is the one who receives it', async () => {
	await world.open();
	const target = trigger({ events: EVENTS, options: { includeOwn: true } });
	const event = inThread({ id: world.account.appScopedId }, content['a message']);
	const { items } = await target.deliver(entryOf({ messaging: [event] }));
	expect(items).toMatchObject([{ json: { personId: '77', isOwn: true } }]);
});

it('the account is itself also where all accounts are heard', async () => {
	await world.open();
	const delivery = entryOf({ changes: [{ field: 'comments', value: comment({ username: 'brand' }) }] });
	delivery.entry[0]!.id = '17841400000000099';
	const { items } = await trigger({ events: ['comments'], options: { accounts: 'all' } }).deliver(delivery);
	expect(items).toBeUndefined();
});

it('another account is itself too, once a node has answered for it', async () => {
	await world.open();
	const { simulator, app, store } = world;
	const other = simulator.instagram.createAccount({ username: 'second.brand' });
	const target = trigger({ events: ['comments'], options: { accounts: 'all' } });
	const hearOwn = async (from: IDataObject, id: string) => {
		const delivery = entryOf({ changes: [{ field: 'comments', value: comment(from, { id }) }] });
		delivery.entry[0]!.id = other.id;
		return (await target.deliver(delivery)).items?.map(({ json }) => json.senderUsername);
	};
	connect(store, simulator, { app, account: other });
	await world.run({ resource: 'account', operation: 'get' });
	connect(store, simulator, { app, account: world.account });
	expect(await hearOwn({ username: 'second.brand' }, '1')).toBeUndefined();
	expect(await hearOwn({ id: other.appScopedId }, '2')).toBeUndefined();
	expect(await hearOwn({ username: 'fan' }, '3')).toEqual(['fan']);
});

it('a reply of the own bot that came without an ID, as it was reported', async () => {
	await world.open();
	const file = join(__dirname, '../../fixtures/cases/own-comment-username-only.json');
	const { delivery } = JSON.parse(
		readFileSync(file, 'utf8').replaceAll('brand_one', world.account.username),
	) as { delivery: { entry: Array<{ id: string }> } };
	delivery.entry[0]!.id = world.account.id;
	const { items, status } = await trigger({ events: ['comments'] }).deliver(delivery);
	expect({ items, status }).toEqual({ items: undefined, status: 200 });
});
