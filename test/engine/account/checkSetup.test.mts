/** Account > Check Setup, in worlds in which one thing after the other is wrong. */
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ALL_SCOPES, useWorld, type RunOptions } from '../../support/world.mts';

const world = useWorld();

const DAY_MS = 24 * 60 * 60_000;
const CHECKS = [
	'connection',
	'tokenExpiry',
	'professionalAccount',
	'testerAccepted',
	'instagram_business_basic',
	'instagram_business_content_publish',
	'instagram_business_manage_messages',
	'instagram_business_manage_comments',
	'instagram_business_manage_insights',
	'webhookSubscription',
	'appCallback',
	'appFields',
	'messagesAccess',
	'publishingQuota',
	'publicAddress',
	'binaryMode',
];

interface Finding {
	check: string;
	ok: boolean | null;
	detail: string;
	remedy: string | null;
}

async function checkSetup(
	parameters: INodeParameters = {},
	options: RunOptions = {},
): Promise<Map<string, Finding>> {
	const operation = { resource: 'account', operation: 'checkSetup', ...parameters };
	const { items, error } = await world.run(operation, undefined, options);
	expect(error).toBeUndefined();
	const findings = items.map(({ json }) => json as unknown as Finding);
	expect(findings.map(({ check }) => check)).toEqual(CHECKS);
	for (const { detail, ok, remedy } of findings) {
		expect(detail).not.toBe('');
		// what is wrong has a remedy, what is right needs none
		if (ok !== null) expect(remedy === null).toBe(ok);
	}
	for (const { pairedItem } of items) expect(pairedItem).toEqual({ item: 0 });
	return new Map(findings.map((finding) => [finding.check, finding]));
}

const named = (findings: Map<string, Finding>, ok: boolean | null) =>
	[...findings.values()].filter((finding) => finding.ok === ok).map(({ check }) => check);

/** Everything as it should be, the Meta app's ID and secret included. */
async function openRightWorld(): Promise<INodeParameters> {
	await world.open();
	const { app, account, simulator, store } = world;
	const stored = store.stored.get('instagramBusinessLoginOAuth2Api');
	store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, metaAppSecret: app.metaAppSecret });
	simulator.instagram.subscribe(account, app, ['messages']);
	app.callback = {
		callbackUrl: 'https://n8n.example.test/webhook/1/webhook',
		verifyToken: 'verify me',
		fields: ['messages', 'comments'],
	};
	return { additionalFields: { metaAppId: app.metaAppId } };
}

it('finds everything right in a world in which it is, and does not claim to see n8n from outside', async () => {
	const findings = await checkSetup(await openRightWorld());
	expect(named(findings, null)).toEqual(['publicAddress']);
	expect(named(findings, false)).toEqual([]);
	expect(findings.get('connection')?.detail).toBe(`Connected as brand (${world.account.id})`);
	expect(findings.get('tokenExpiry')?.detail).toMatch(
		/^The login lasts until 20\d\d-.*, 5[78] days from now/,
	);
	expect(findings.get('appCallback')?.detail).toContain(world.app.callback?.callbackUrl);
});

/** One thing made wrong, the checks that have to say so, and the words they say it with. */
const WRONG: ReadonlyArray<{
	what: string;
	checks: string[];
	remedy: RegExp;
	make: () => void;
	options?: RunOptions;
}> = [
	{
		what: 'the token has not been renewed for weeks',
		checks: ['tokenExpiry'],
		remedy: /Connect the credential again/,
		make: () => {
			const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api')!;
			const token = stored.oauthTokenData as IDataObject;
			token.ig_expires_at = world.simulator.clock.now() + 20 * DAY_MS;
		},
	},
	{
		what: 'the account became a private one again',
		checks: ['professionalAccount'],
		remedy: /Switch to professional account/,
		make: () => void (world.account.accountType = 'PERSONAL'),
	},
	{
		what: 'the account is subscribed to nothing',
		checks: ['webhookSubscription'],
		remedy: /activate a workflow with an Instagram Trigger/,
		make: () => void (world.account.subscriptions = {}),
	},
	{
		what: 'the app has no callback',
		checks: ['appCallback', 'appFields'],
		remedy: /Configure webhooks/,
		make: () => void (world.app.callback = undefined),
	},
	{
		what: 'the app is not subscribed to a field that the account is subscribed to',
		checks: ['appFields'],
		remedy: /Webhook fields/,
		make: () => void (world.app.callback!.fields = ['comments']),
	},
	{
		what: 'the account keeps its messages from apps',
		checks: ['messagesAccess'],
		remedy: /Connected tools/,
		make: () => void (world.account.messagesAllowed = false),
	},
	{
		what: 'the quota is used up',
		checks: ['publishingQuota'],
		remedy: /Wait/,
		make: () => void (world.simulator.switches.quotaTotal = 0),
	},
	{
		what: 'n8n takes a private address for its own',
		checks: ['publicAddress'],
		remedy: /WEBHOOK_URL/,
		make: () => void (world.app.callback!.callbackUrl = 'http://localhost:5678/webhook/1/webhook'),
		options: { address: 'http://localhost:5678' },
	},
	{
		what: 'n8n has no https',
		checks: ['publicAddress'],
		remedy: /https/,
		make: () => void (world.app.callback!.callbackUrl = 'http://n8n.example.test/webhook/1/webhook'),
		options: { address: 'http://n8n.example.test' },
	},
	{
		what: 'n8n keeps files in memory',
		checks: ['binaryMode'],
		remedy: /N8N_DEFAULT_BINARY_DATA_MODE/,
		make: () =>
			void jest
				.spyOn(BinaryDataService.prototype, 'store')
				.mockImplementation(async (_location, _bytes, binary) => await Promise.resolve(binary)),
	},
];

afterEach(() => void jest.restoreAllMocks());

it.each(WRONG)('says that $what', async ({ checks, remedy, make, options }) => {
	const parameters = await openRightWorld();
	make();
	const findings = await checkSetup(parameters, options);
	expect(named(findings, false)).toEqual(checks);
	for (const check of checks) expect(findings.get(check)?.remedy).toMatch(remedy);
});

it.each(ALL_SCOPES.slice(1))('says that %s was not granted', async (missing) => {
	await world.open({ scopes: ALL_SCOPES.filter((scope) => scope !== missing) });
	const findings = await checkSetup();
	expect(findings.get(missing)).toMatchObject({
		ok: false,
		remedy: expect.stringContaining('Tick it') as string,
	});
	expect(findings.get('instagram_business_basic')?.ok).toBe(true);
});

describe('what cannot be known', () => {
	it('is the app, without its ID and secret', async () => {
		await openRightWorld();
		const findings = await checkSetup();
		expect(named(findings, null)).toEqual(['appCallback', 'appFields', 'publicAddress']);
		expect(findings.get('appCallback')?.remedy).toContain('Fill in Meta App ID here');
		expect(world.requests().filter(({ host }) => host === 'graph.facebook.com')).toEqual([]);
	});

	it('is whether a callback elsewhere leads here', async () => {
		const parameters = await openRightWorld();
		world.app.callback!.callbackUrl = 'https://elsewhere.example.test/webhook';
		const finding = (await checkSetup(parameters)).get('appCallback');
		expect(finding).toMatchObject({ ok: null });
		expect(finding?.detail).toContain('https://elsewhere.example.test/webhook');
	});

	it('is the app when Meta refuses to tell', async () => {
		const parameters = await openRightWorld();
		world.simulator.switches.appSubscriptions = 'refused';
		expect(named(await checkSetup(parameters), null)).toEqual(['appCallback', 'appFields', 'publicAddress']);
	});

	it('is when a token expires that was pasted a moment ago, and what it may do for an account without posts', async () => {
		await world.open({ credential: 'accessToken' });
		world.simulator.faults.failNext(
			{ path: '/refresh_access_token' },
			{ kind: 'status', status: 400, body: { error: { code: 190 } }, effect: 'before' },
		);
		const findings = await checkSetup();
		expect(named(findings, null)).toEqual([
			'tokenExpiry',
			'instagram_business_manage_comments',
			'appCallback',
			'appFields',
			'publicAddress',
		]);
	});

	it('is one thing only, when Instagram does not answer for that one', async () => {
		const parameters = await openRightWorld();
		world.simulator.faults.failNext(
			{ path: '/content_publishing_limit', times: 9 },
			{ kind: 'status', status: 503, body: '<html>', effect: 'before' },
		);
		const findings = await checkSetup(parameters);
		expect(named(findings, null)).toEqual(['publishingQuota', 'publicAddress']);
		expect(findings.get('publishingQuota')?.detail).toMatch(/^This could not be checked: /);
	});
});

describe('without a connection', () => {
	const expectNothingKnown = (findings: Map<string, Finding>) => {
		expect(named(findings, true)).toEqual(['appCallback', 'binaryMode']);
		expect(findings.get('instagram_business_basic')?.remedy).toContain('see the first item');
	};

	it.each(['removed', 'password'] as const)(
		'the first item says that the login was lost (%s)',
		async (why) => {
			const parameters = await openRightWorld();
			world.simulator.instagram.revoke(world.account, world.app, why);
			const findings = await checkSetup(parameters);
			expect(findings.get('connection')).toMatchObject({
				ok: false,
				detail: expect.stringMatching(why === 'removed' ? /was removed/ : /password/) as string,
			});
			expectNothingKnown(findings);
		},
	);

	it('the first item says that nobody has connected', async () => {
		const parameters = await openRightWorld();
		world.store.stored.get('instagramBusinessLoginOAuth2Api')!.oauthTokenData = {};
		const findings = await checkSetup(parameters);
		expect(findings.get('connection')).toMatchObject({
			ok: false,
			detail: expect.stringContaining('not connected') as string,
			remedy: expect.stringContaining('press Connect') as string,
		});
		expectNothingKnown(findings);
	});

	it('the first item says that the account is another one than the node is meant for', async () => {
		await openRightWorld();
		const findings = await checkSetup({ connectedAccount: '17841400000000001' });
		expect(findings.get('connection')?.detail).toContain('meant for the account 17841400000000001');
	});

	it('the account is no accepted tester: the first item and the one of the tester say so', async () => {
		const parameters = await openRightWorld();
		world.app.mode = 'development';
		const findings = await checkSetup(parameters);
		expect(named(findings, false)).toEqual(['connection', 'testerAccepted']);
		expect(findings.get('testerAccepted')?.remedy).toContain('Instagram Testers');
	});

	it('nothing is called wrong when Instagram cannot be asked', async () => {
		const parameters = await openRightWorld();
		world.simulator.faults.failNext(
			{ path: '/me', times: 9 },
			{ kind: 'status', status: 503, body: '<html>', effect: 'before' },
		);
		const findings = await checkSetup(parameters);
		expect(findings.get('connection')).toMatchObject({ ok: null });
		expect(named(findings, false)).toEqual([]);
		expectNothingKnown(findings);
	});
});

it('no token and no secret is in what comes out', async () => {
	const parameters = await openRightWorld();
	world.simulator.switches.appSubscriptions = 'refused';
	const findings = JSON.stringify([...(await checkSetup(parameters)).values()]);
	const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api')!;
	const { access_token: accessToken } = stored.oauthTokenData as IDataObject;
	for (const secret of [stored.clientSecret, stored.metaAppSecret, accessToken])
		expect(findings).not.toContain(secret);
});
