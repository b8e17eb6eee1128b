/** Account > Check Setup, in worlds in which one thing after the other is wrong. */
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	checksFound,
	expectNothingKnown,
	expectWrong,
	SETUP_CHECKS,
	setEverythingRight,
	WRONG_ADDRESSES,
	WRONG_STATES,
	type Finding,
	type SetupWorld,
} from '../../support/setupStates.mts';
import { ALL_SCOPES, connect, useWorld, type RunOptions } from '../../support/world.mts';

const world = useWorld();

async function checkSetup(
	parameters: INodeParameters = {},
	options: RunOptions = {},
): Promise<Map<string, Finding>> {
	const operation = { resource: 'account', operation: 'checkSetup', ...parameters };
	const { items, error } = await world.run(operation, undefined, options);
	expect(error).toBeUndefined();
	const findings = items.map(({ json }) => json as unknown as Finding);
	expect(findings.map(({ check }) => check)).toEqual(SETUP_CHECKS);
	for (const { detail, ok, remedy } of findings) {
		expect(detail).not.toBe('');
		// what is wrong has a remedy, what is right needs none
		if (ok !== null) expect(remedy === null).toBe(ok);
	}
	for (const { pairedItem } of items) expect(pairedItem).toEqual({ item: 0 });
	return new Map(findings.map((finding) => [finding.check, finding]));
}

const named = (findings: Map<string, Finding>, ok: boolean | null) => checksFound(findings.values(), ok);

/** The open world as the list of wrong states wants it. */
const setupWorld = (): SetupWorld => {
	const { simulator, app, account, store } = world;
	return {
		simulator,
		app,
		account,
		advance: (ms) => simulator.clock.advance(ms),
		connect({ account: owner = account, scopes = ALL_SCOPES } = {}) {
			connect(store, simulator, { app, account: owner, scopes: [...scopes], token: 'short' });
			keepMetaAppSecret();
		},
	};
};

function keepMetaAppSecret(): void {
	const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
	const { metaAppSecret } = world.app;
	world.store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, metaAppSecret });
}

/** Everything as it should be, the Meta app's ID and secret included. */
async function openRightWorld(): Promise<INodeParameters> {
	await world.open();
	keepMetaAppSecret();
	setEverythingRight(setupWorld());
	return { connectedAccount: world.account.id, additionalFields: { metaAppId: world.app.metaAppId } };
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

afterEach(() => void jest.restoreAllMocks());

it.each(WRONG_STATES)('says that $what', async (state) => {
	const parameters = await openRightWorld();
	await state.make(setupWorld());
	expectWrong([...(await checkSetup(parameters)).values()], state);
});

it.each(WRONG_ADDRESSES)('says that $what', async ({ address, remedy }) => {
	const parameters = await openRightWorld();
	world.app.callback!.callbackUrl = `${address}/webhook/1/webhook`;
	const findings = await checkSetup(parameters, { address });
	expectWrong([...findings.values()], { checks: ['publicAddress'], remedy });
});

// n8n 2 always has a place for files outside its memory
it('says that n8n keeps files in memory', async () => {
	const parameters = await openRightWorld();
	jest
		.spyOn(BinaryDataService.prototype, 'store')
		.mockImplementation(async (_location, _bytes, binary) => await Promise.resolve(binary));
	const findings = await checkSetup(parameters);
	expectWrong([...findings.values()], { checks: ['binaryMode'], remedy: /N8N_DEFAULT_BINARY_DATA_MODE/ });
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
	it('the first item says that nobody has connected', async () => {
		const parameters = await openRightWorld();
		world.store.stored.get('instagramBusinessLoginOAuth2Api')!.oauthTokenData = {};
		const findings = await checkSetup(parameters);
		expect(findings.get('connection')).toMatchObject({
			ok: false,
			detail: expect.stringContaining('not connected') as string,
			remedy: expect.stringContaining('press Connect') as string,
		});
		expectNothingKnown([...findings.values()]);
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
		expectNothingKnown([...findings.values()]);
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
