/** A credential is connected again while its workflows are active: their triggers go on hearing. */
import { LoadOptionsContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';

import { getConnectedAccount } from '../../../nodes/Instagram/methods/getConnectedAccount';
import { additionalDataFor, instagramNode, nodeTypes } from '../../support/engine.mts';
import { connect } from '../../support/world.mts';
import { useTriggers } from '../../support/triggers.mts';

const { trigger, world } = useTriggers();

const GET = { resource: 'account', operation: 'get' };
const STATUS = { resource: 'account', operation: 'getConnectionStatus' };
const OAUTH2 = 'instagramBusinessLoginOAuth2Api';
const TOKEN = 'instagramBusinessTokenApi';

/** A person connects the credential, or pastes a token; n8n keeps what the login does not bring. */
function reconnect(account = world.account): void {
	const { store, simulator, app } = world;
	const before = [OAUTH2, TOKEN].map((type) => [type, store.stored.get(type)?.oauthTokenData] as const);
	connect(store, simulator, { app, account, token: 'short' });
	const fresh = simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 48 * 3_600_000 });
	for (const [type, kept] of before) {
		const now = store.stored.get(type)!;
		const oauthTokenData = { ...(kept as object), ...(now.oauthTokenData as object) };
		store.stored.set(type, { ...now, oauthTokenData, ...(type === TOKEN && { accessToken: fresh }) });
	}
}

const subscribedTo = (account = world.account) =>
	[...(account.subscriptions[world.app.instagramAppId] ?? [])].sort();

describe.each(['oAuth2', 'accessToken'] as const)('with the credential %s', (authentication) => {
	const open = async () => {
		await world.open({ credential: authentication, speed: 5 });
		const first = trigger({ events: ['messages'] }, { authentication });
		const second = trigger({ events: ['comments'] }, { authentication });
		await first.activate();
		await second.activate();
		return { first, second };
	};

	it('another account is subscribed to what all active triggers need, at the first touch by any node', async () => {
		await open();
		const other = world.simulator.instagram.createAccount({ username: 'other' });
		reconnect(other);
		expect(subscribedTo(other)).toEqual([]);
		expect((await world.run(GET)).error).toBeUndefined();
		expect(subscribedTo(other)).toEqual(['comments', 'messages']);
		world.clearRequests();
		await world.run(GET);
		expect(world.requests().filter(({ path }) => path.endsWith('/subscribed_apps'))).toEqual([]);
	});

	it('the same account is subscribed again after it had removed the app', async () => {
		await open();
		await world.simulator.instagram.removeApp(world.account, world.app);
		expect(subscribedTo()).toEqual([]);
		reconnect();
		await world.run(GET);
		expect(subscribedTo()).toEqual(['comments', 'messages']);
	});

	it('a trigger that was deactivated asks for nothing any more', async () => {
		const { second } = await open();
		await second.deactivate();
		const other = world.simulator.instagram.createAccount({ username: 'other' });
		reconnect(other);
		await world.run(GET);
		expect(subscribedTo(other)).toEqual(['messages']);
	});

	it('a failure is said on the node, in its panel and in the status, and tried again after minutes', async () => {
		await open();
		const other = world.simulator.instagram.createAccount({ username: 'other' });
		reconnect(other);
		const refusal = {
			kind: 'status',
			status: 400,
			body: { error: { code: 10, message: 'no' } },
			effect: 'before',
		} as const;
		world.simulator.faults.failNext({ path: '/subscribed_apps', method: 'POST', times: 9 }, refusal);
		const { error, hints } = await world.run(STATUS);
		expect(error).toBeUndefined();
		expect(hints.join()).toContain('receive nothing from other');
		const { items } = await world.run(STATUS);
		expect(items[0]?.json).toMatchObject({
			subscribedFields: [],
			missedFields: ['messages', 'comments'],
		});
		const checks = (await world.run({ resource: 'account', operation: 'checkSetup' })).items;
		expect(checks.map(({ json }) => json).find(({ check }) => check === 'webhookSubscription')).toMatchObject(
			{
				ok: false,
				detail: expect.stringContaining('messages, comments') as string,
			},
		);
		world.simulator.faults.clear();
		world.simulator.clock.advance(6 * 60_000);
		await world.run(GET);
		expect(subscribedTo(other)).toEqual(['comments', 'messages']);
	});
});

it('opening a panel is enough', async () => {
	await world.open({ speed: 5 });
	await trigger({ events: ['messages'] }).activate();
	const other = world.simulator.instagram.createAccount({ username: 'other' });
	reconnect(other);
	const node = instagramNode(GET);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const context = new LoadOptionsContext(workflow, node, additionalDataFor(world.store), '');
	await getConnectedAccount.call(context);
	expect(subscribedTo(other)).toEqual(['messages']);
});

it('a test run leaves nothing behind', async () => {
	await world.open({ speed: 5 });
	await trigger({ events: ['messages'] }, { isTest: true }).activate();
	const other = world.simulator.instagram.createAccount({ username: 'other' });
	reconnect(other);
	await world.run(GET);
	expect(subscribedTo(other)).toEqual([]);
});

it('where n8n does not let the node write, activation succeeds and the log says so', async () => {
	await world.open({ speed: 5 });
	world.store.writable = false;
	const created = trigger({ events: ['messages'] });
	await created.activate();
	expect(subscribedTo()).toEqual(['messages']);
	expect(created.log.join()).toContain('activate the workflow again');
});
