/** Activation, deactivation, and the life of the token of a trigger that only receives. */
import { createHmac } from 'node:crypto';

import { expectDocumented } from '../../support/contract.mts';
import { expectSoon, textMessage as text, useTriggers } from '../../support/triggers.mts';
import { connect } from '../../support/world.mts';

const { world, trigger, delivery } = useTriggers();

describe('receiving is use of the credential', () => {
	it('a token of eight days is renewed after the answer', async () => {
		await world.open();
		connect(world.store, world.simulator, {
			app: world.app,
			account: world.account,
			ageMs: 8 * 24 * 60 * 60 * 1000,
		});
		world.clearRequests();
		const writes = world.store.writes;
		expect((await trigger().deliver(delivery(text('Hi')))).items).toHaveLength(1);
		await expectSoon(() => expect(world.store.writes).toBe(writes + 1));
		expect(world.requests().map(({ path }) => path)).toContain('/refresh_access_token');
	});

	it('a young token costs no call', async () => {
		await world.open();
		await trigger().deliver(delivery(text('Hi')));
		expect(world.requests()).toEqual([]);
	});

	it('where n8n does not let the node store a token, Meta is not asked for one with every message', async () => {
		await world.open({ token: 'short', speed: 1 });
		world.store.writable = false;
		const target = trigger();
		const elsewhere = delivery(text('For another'));
		expect((await target.deliver(delivery(text('1')))).items).toHaveLength(1);
		expect(
			(await target.deliver({ ...elsewhere, entry: [{ ...elsewhere.entry[0], id: '17841400000000099' }] }))
				.items,
		).toBeUndefined();
		expect((await target.deliver(delivery(text('2')))).items).toHaveLength(1);
		expect(world.requests().map(({ path }) => path)).toEqual(['/access_token', '/v25.0/me']);
	});

	it('a renewal that fails is not tried again with every message', async () => {
		await world.open({ speed: 1 });
		connect(world.store, world.simulator, {
			app: world.app,
			account: world.account,
			ageMs: 8 * 24 * 60 * 60 * 1000,
		});
		world.simulator.instagram.revoke(world.account, world.app, 'removed');
		const target = trigger();
		await target.deliver(delivery(text('1')));
		await expectSoon(() => expect(target.log).toHaveLength(1));
		world.clearRequests();
		for (const words of ['2', '3', '4'])
			expect((await target.deliver(delivery(text(words)))).items).toHaveLength(1);
		expect(world.requests()).toEqual([]);
		expect(target.log).toHaveLength(1);
	});

	it('the credential is not read anew for every delivery, but a changed secret counts at once', async () => {
		await world.open({ speed: 1 });
		const reads = jest.spyOn(world.store, 'getDecrypted');
		const target = trigger();
		for (const words of ['1', '2', '3']) await target.deliver(delivery(text(words)));
		expect(reads).toHaveBeenCalledTimes(1);
		const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
		world.store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, clientSecret: 'another' });
		const body = JSON.stringify(delivery(text('4')));
		const signature = `sha256=${createHmac('sha256', 'another').update(body).digest('hex')}`;
		expect(await target.deliver(body, { signature })).toMatchObject({
			status: 200,
			items: [{ json: { text: '4' } }],
		});
		expect(await target.deliver(delivery(text('5')))).toMatchObject({ status: 401 });
	});

	it('a renewal that fails is logged, and costs no event', async () => {
		await world.open();
		connect(world.store, world.simulator, {
			app: world.app,
			account: world.account,
			ageMs: 8 * 24 * 60 * 60 * 1000,
		});
		world.simulator.instagram.revoke(world.account, world.app, 'removed');
		const target = trigger();
		expect((await target.deliver(delivery(text('Hi')))).items).toHaveLength(1);
		await expectSoon(() => expect(target.log.join()).toContain('could not renew'));
	});
});

describe('activation', () => {
	const subscribed = () => world.account.subscriptions[world.app.instagramAppId];

	it('subscribes the account to what is chosen, beside what is there', async () => {
		await world.open();
		world.simulator.instagram.subscribe(world.account, world.app, ['messaging_seen']);
		await trigger({ events: ['messages', 'comments'] }).activate();
		expect([...(subscribed() ?? [])].sort()).toEqual(['comments', 'messages', 'messaging_seen']);
	});

	it('sends only what Meta documents', async () => {
		await world.open();
		const ending = trigger({
			events: ['messages', 'comments'],
			options: { unsubscribeOnDeactivate: true },
		});
		await ending.activate();
		await ending.deactivate();
		await trigger({ options: { includeSenderProfile: true } }).deliver(delivery(text('Hi')));
		expect(world.requests().map(({ method }) => method)).toEqual(['GET', 'POST', 'DELETE', 'GET']);
		expectDocumented(world.requests());
	});

	it('twice is as once', async () => {
		await world.open();
		const target = trigger();
		await target.activate();
		world.clearRequests();
		await target.activate();
		expect(world.requests().map(({ method }) => method)).toEqual(['GET']);
	});

	it('exchanges the token of a fresh login', async () => {
		await world.open({ token: 'short' });
		await trigger().activate();
		expect(world.store.stored.get('instagramBusinessLoginOAuth2Api')?.oauthTokenData).toMatchObject({
			ig_account_id: world.account.id,
		});
	});

	it.each([
		['clientSecret', /no app secret/],
		['webhookVerifyToken', /no webhook verify token/],
	])('fails without %s, before any call', async (key, message) => {
		await world.open();
		const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
		world.store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, [key]: ' ' });
		await expect(trigger().activate()).rejects.toThrow(message);
		expect(world.requests()).toEqual([]);
	});

	it('fails with a checklist when Meta refuses', async () => {
		await world.open();
		world.simulator.faults.failNext(
			{ method: 'POST', path: /subscribed_apps$/ },
			{ kind: 'status', status: 403, body: { error: { code: 10, message: 'no' } }, effect: 'before' },
		);
		await expect(trigger().activate()).rejects.toMatchObject({
			message: expect.stringContaining('did not subscribe the account') as string,
			description: expect.stringContaining('Allow access to messages') as string,
		});
	});

	it('fails when the permission of an event was not granted', async () => {
		await world.open({ scopes: ['instagram_business_basic'] });
		connect(world.store, world.simulator, {
			app: world.app,
			account: world.account,
			scopes: ['instagram_business_basic'],
		});
		await expect(trigger().activate()).rejects.toThrow(
			/instagram_business_manage_messages, which was not granted/,
		);
	});

	it('fails when the node is meant for another account', async () => {
		await world.open();
		await expect(trigger({ connectedAccount: '17841400000000099' }).activate()).rejects.toThrow(
			/meant for the account/,
		);
	});

	it('fails with an event that an expression has misspelled, which would never come', async () => {
		await world.open();
		await expect(trigger({ events: '={{ ["messages", "coments"] }}' }).activate()).rejects.toMatchObject({
			message: expect.stringMatching(/^Events does not know "coments".*comments/) as string,
		});
		expect(world.requests()).toEqual([]);
	});

	it('fails with no event chosen', async () => {
		await world.open();
		await expect(trigger({ events: [] }).activate()).rejects.toThrow(/Events is empty/);
	});

	it('deactivation leaves the subscription to the others, unless asked', async () => {
		await world.open();
		const [keeping, ending] = [trigger(), trigger({ options: { unsubscribeOnDeactivate: true } })];
		await keeping.activate();
		await keeping.deactivate();
		expect(subscribed()).toEqual(['messages']);
		await ending.activate();
		await ending.deactivate();
		expect(subscribed()).toBeUndefined();
	});

	it('deactivation never ends what another active workflow needs, also when it is published again', async () => {
		await world.open();
		const ending = trigger({ options: { unsubscribeOnDeactivate: true } });
		await ending.activate();
		const other = trigger({ events: ['comments'] });
		await other.activate();
		await ending.deactivate();
		expect(subscribed()).toEqual(['comments']);
		await ending.activate();
		expect([...(subscribed() ?? [])].sort()).toEqual(['comments', 'messages']);
	});

	it('the end of a test run never unsubscribes', async () => {
		await world.open();
		const options = { unsubscribeOnDeactivate: true };
		await trigger({ options }).activate();
		const testRun = trigger({ options }, { isTest: true });
		await testRun.activate();
		await testRun.deactivate();
		expect(subscribed()).toEqual(['messages']);
	});
});
