/** The account's own subscription to webhooks. */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test' });

const subscribed = () => world.account.subscriptions[world.app.instagramAppId];

async function run(operation: string, parameters: INodeParameters = {}) {
	const { items, error } = await world.run({ resource: 'webhookSubscription', operation, ...parameters });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	return items[0]!.json;
}

it('tells that the account is not subscribed', async () => {
	expect(await run('get')).toMatchObject({
		accountId: world.account.id,
		username: 'brand',
		subscribed: false,
		subscribedFields: [],
	});
});

it('tells the events of the account', async () => {
	world.simulator.instagram.subscribe(world.account, world.app, ['comments', 'messages']);
	expect(await run('get')).toMatchObject({ subscribed: true, subscribedFields: ['comments', 'messages'] });
});

it('adds events and keeps those that another workflow needs', async () => {
	world.simulator.instagram.subscribe(world.account, world.app, ['mentions']);
	const json = await run('subscribe', { subscribedFields: ['comments', 'messages'] });
	expect(json.subscribedFields).toEqual(['mentions', 'comments', 'messages']);
	expect(subscribed()?.sort()).toEqual(['comments', 'mentions', 'messages']);
});

it('replaces the events when told so', async () => {
	world.simulator.instagram.subscribe(world.account, world.app, ['mentions']);
	await run('subscribe', { subscribedFields: ['comments'], keepOthers: false });
	expect(subscribed()).toEqual(['comments']);
});

it('offers only events that Instagram knows', async () => {
	const { Instagram } = await import('../../../nodes/Instagram/Instagram.node');
	const field = new Instagram().description.properties.find(({ name }) => name === 'subscribedFields');
	const all = (field?.options ?? []).map((option) => ('value' in option ? String(option.value) : ''));
	expect(all.length).toBeGreaterThan(8);
	await run('subscribe', { subscribedFields: all });
	expect(subscribed()?.sort()).toEqual([...all].sort());
});

it('refuses an empty list before any call', async () => {
	const { error } = await world.run({
		resource: 'webhookSubscription',
		operation: 'subscribe',
		subscribedFields: '={{ [] }}',
	});
	expect(error?.message).toBe('Events is empty');
	expect(world.requests()).toEqual([]);
});

it('ends the subscription', async () => {
	world.simulator.instagram.subscribe(world.account, world.app, ['comments']);
	expect(await run('unsubscribe')).toMatchObject({ subscribed: false, subscribedFields: [] });
	expect(subscribed() ?? []).toEqual([]);
});
