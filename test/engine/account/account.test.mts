/** The account: its profile, and whether its connection is well. */
import type { INodeParameters } from 'n8n-workflow';

import { ALL_SCOPES, useWorld } from '../../support/world.mts';

const world = useWorld();

const DAY_MS = 24 * 60 * 60_000;
const GET: INodeParameters = { resource: 'account', operation: 'get' };
const STATUS: INodeParameters = { resource: 'account', operation: 'getConnectionStatus' };

async function runOne(parameters: INodeParameters) {
	const { items, error } = await world.run(parameters);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(items[0]?.pairedItem).toEqual({ item: 0 });
	return items[0]!.json;
}

describe.each(['flat', 'data'] as const)('the profile, answered as %s', (meResponse) => {
	it('has the ID of the account, which webhooks carry, and not the app-scoped one', async () => {
		await world.open({ switches: { meResponse } });
		const json = await runOne(GET);
		expect(json).toMatchObject({
			id: world.account.id,
			username: 'brand',
			followersCount: 250,
			accountType: 'BUSINESS',
		});
		expect(Object.values(json)).not.toContain(world.account.appScopedId);
	});

	it('comes as Meta gives it when Simplify is off', async () => {
		await world.open({ switches: { meResponse } });
		expect(await runOne({ ...GET, simplify: false })).toMatchObject({
			id: world.account.appScopedId,
			user_id: world.account.id,
		});
	});

	it('has the chosen fields only', async () => {
		await world.open({ switches: { meResponse } });
		const json = await runOne({ ...GET, additionalFields: { fields: ['username', 'media_count'] } });
		expect(json).toMatchObject({ username: 'brand', mediaCount: 0 });
		expect(json).not.toHaveProperty('followersCount');
	});
});

describe('the connection status', () => {
	it('tells who is connected, until when, and what was granted', async () => {
		await world.open();
		const json = await runOne(STATUS);
		const daysLeft = Math.floor(
			(Date.parse(json.tokenExpiresAt as string) - world.simulator.clock.now()) / DAY_MS,
		);
		expect(json).toMatchObject({
			connected: true,
			accountId: world.account.id,
			username: 'brand',
			accountType: 'BUSINESS',
			daysLeft,
			permissions: expect.arrayContaining(ALL_SCOPES) as string[],
			missingPermissions: [],
			messagesAccess: true,
		});
		expect([57, 58]).toContain(json.daysLeft);
	});

	it('names the permissions that are missing', async () => {
		await world.open({ scopes: ['instagram_business_basic', 'instagram_business_content_publish'] });
		expect(await runOne(STATUS)).toMatchObject({
			permissions: ['instagram_business_basic', 'instagram_business_content_publish'],
			missingPermissions: [
				'instagram_business_manage_messages',
				'instagram_business_manage_comments',
				'instagram_business_manage_insights',
			],
			messagesAccess: false,
		});
	});

	it('finds out by reading what a pasted token may do', async () => {
		await world.open({
			credential: 'accessToken',
			scopes: ['instagram_business_basic', 'instagram_business_manage_comments'],
		});
		const unknown = await runOne(STATUS);
		// without a single media nothing tells about comments
		expect(unknown).toMatchObject({
			permissions: ['instagram_business_basic'],
			unknownPermissions: ['instagram_business_manage_comments'],
		});
		world.simulator.instagram.createMedia(world.account);
		expect(await runOne(STATUS)).toMatchObject({
			connected: true,
			permissions: ['instagram_business_basic', 'instagram_business_manage_comments'],
			missingPermissions: [
				'instagram_business_content_publish',
				'instagram_business_manage_messages',
				'instagram_business_manage_insights',
			],
		});
	});

	it('tells that the account keeps its messages from apps', async () => {
		await world.open();
		world.account.messagesAllowed = false;
		expect((await runOne(STATUS)).messagesAccess).toBe(false);
	});

	it('does not claim anything about messages when Instagram refuses for another reason', async () => {
		await world.open();
		world.simulator.faults.failNext(
			{ path: '/conversations' },
			{ kind: 'status', status: 400, body: { error: { code: 36103, message: 'x' } }, effect: 'before' },
		);
		expect((await runOne(STATUS)).messagesAccess).toBeNull();
	});

	it.each(['removed', 'password'] as const)(
		'is a result, not an error, when the login was lost (%s)',
		async (why) => {
			await world.open();
			world.simulator.instagram.revoke(world.account, world.app, why);
			const json = await runOne(STATUS);
			expect(json).toMatchObject({ connected: false, daysLeft: null });
			expect(json.problem).toMatch(why === 'removed' ? /was removed/ : /password/);
			expect(json.remedy).toContain('press Connect again');
		},
	);

	it('is a result for every item when the token has expired and the credential cannot be opened', async () => {
		await world.open();
		world.simulator.clock.advance(90 * DAY_MS);
		const { items, error } = await world.run(STATUS, [{ json: {} }, { json: {} }]);
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.connected, json.problem, pairedItem])).toEqual([
			[false, 'The access token has expired', { item: 0 }],
			[false, 'The access token has expired', { item: 1 }],
		]);
	});

	it('is a result when the credential was never connected', async () => {
		await world.open();
		world.store.stored.get('instagramBusinessLoginOAuth2Api')!.oauthTokenData = {};
		expect(await runOne(STATUS)).toMatchObject({
			connected: false,
			problem: expect.stringContaining('not connected') as string,
		});
	});

	it('is an error when Instagram cannot be asked, which says nothing about the login', async () => {
		await world.open();
		world.simulator.faults.failNext(
			{ times: 9 },
			{ kind: 'status', status: 503, body: '<html>', effect: 'before' },
		);
		const { error, items } = await world.run(STATUS);
		expect(error).toBeDefined();
		expect(items).toEqual([]);
	});

	it('leaves the error to all other operations', async () => {
		await world.open();
		world.simulator.clock.advance(90 * DAY_MS);
		const { error } = await world.run(GET);
		expect(error?.message).toBe('The access token has expired');
	});
});

describe.each(['flat', 'data'] as const)('the publishing limit, answered as %s', (quotaResponse) => {
	it('tells what is used and what is left', async () => {
		await world.open({ switches: { quotaResponse, quotaTotal: 50 } });
		expect(await runOne({ resource: 'account', operation: 'getPublishingLimit' })).toEqual({
			quotaUsed: 0,
			quotaTotal: 50,
			quotaLeft: 50,
			quotaDurationSeconds: 86_400,
		});
	});
});
