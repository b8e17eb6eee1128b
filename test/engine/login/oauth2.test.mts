/** The credential that stays alive: what happens to the token, seen in n8n's store and on the wire. */
import { fingerprintOf } from '../../../nodes/Instagram/protocol/tokens';
import { loadConnectedAccount } from '../../support/dropdowns.mts';
import { ALL_SCOPES, connect, useWorld } from '../../support/world.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
const GET_ACCOUNT = { resource: 'account', operation: 'get' };

const world = useWorld();

const storedToken = () =>
	world.store.stored.get('instagramBusinessLoginOAuth2Api')?.oauthTokenData as Record<string, unknown>;
const paths = () => world.requests().map(({ method, path }) => `${method} ${path}`);
const tokenCalls = () => paths().filter((path) => /access_token/.test(path));

describe('a fresh login', () => {
	it('is exchanged and stored when the panel of a node is opened', async () => {
		await world.open({ token: 'short' });
		const short = storedToken().access_token;
		const options = await loadConnectedAccount(world.store);
		expect(options[0]?.name).toMatch(/^@brand · connected until \d{1,2} [A-Z][a-z]{2} \d{4}$/);
		expect(options[1]?.value).toBe(world.account.id);
		expect(storedToken().access_token).not.toBe(short);
		expect(storedToken()).toMatchObject({
			ig_fingerprint: fingerprintOf(storedToken().access_token as string),
			ig_account_id: world.account.id,
		});
		expect(paths()).toEqual(['GET /access_token', 'GET /v25.0/me']);
	});

	it('is exchanged once for eight runs at the same time', async () => {
		await world.open({ token: 'short' });
		const runs = await Promise.all(Array.from({ length: 8 }, async () => await world.run(GET_ACCOUNT)));
		expect(runs.map(({ error }) => error)).toEqual(Array(8).fill(undefined));
		expect(tokenCalls()).toEqual(['GET /access_token']);
		expect(world.store.writes).toBe(1);
	});

	it('is exchanged again after a reconnect, which leaves stale keys behind', async () => {
		await world.open();
		const { access_token: old } = storedToken();
		const token = world.simulator.instagram.issueToken({
			app: world.app,
			account: world.account,
			scopes: ALL_SCOPES,
			kind: 'short',
		});
		const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
		world.store.stored.set('instagramBusinessLoginOAuth2Api', {
			...stored,
			oauthTokenData: { ...storedToken(), access_token: token },
		});
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		expect(tokenCalls()).toEqual(['GET /access_token']);
		expect([old, token]).not.toContain(storedToken().access_token);
	});

	it.each([
		['in a list', { tokenResponse: 'data' }],
		['with /me in a list', { meResponse: 'data' }],
		['with a bare number as account id', { numericUserId: true }],
	] as const)('works with answers %s', async (_name, switches) => {
		await world.open({ token: 'short', switches });
		if ('tokenResponse' in switches) {
			const { access_token, permissions } = storedToken();
			world.store.stored.get('instagramBusinessLoginOAuth2Api')!.oauthTokenData = {
				data: [{ access_token, user_id: '1', permissions: String(permissions) }],
			};
		}
		const { items, error } = await world.run(GET_ACCOUNT);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ username: 'brand', id: world.account.id });
		expect(storedToken().ig_account_id).toBe(world.account.id);
	});

	it('whose answer held no token is told apart from one that was never made', async () => {
		await world.open();
		world.store.stored.get('instagramBusinessLoginOAuth2Api')!.oauthTokenData = {
			user_id: 1,
			permissions: [],
		};
		const { error } = await world.run(GET_ACCOUNT);
		expect(error?.message).toContain('no access token');
		expect(error?.description).toContain('Connect');
		expect(world.requests()).toEqual([]);
	});

	it('is used for an hour when the exchange fails for a reason that passes', async () => {
		await world.open({ token: 'short' });
		world.simulator.faults.failNext(
			{ path: '/access_token', times: 9 },
			{ kind: 'status', status: 500, body: { error: { code: 2, message: 'x' } }, effect: 'before' },
		);
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		expect(world.store.writes).toBe(0);
		world.simulator.faults.clear();
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		expect(world.store.writes).toBe(1);
	});

	it('keeps the token it was exchanged for when Meta does not say whose it is', async () => {
		await world.open({ token: 'short' });
		const short = storedToken().access_token;
		const body = { error: { message: 'x', type: 'OAuthException', code: 2 } };
		world.simulator.faults.failNext(
			{ path: /\/me$/, times: 9 },
			{ kind: 'status', status: 500, body, effect: 'before' },
		);
		expect((await world.run(GET_ACCOUNT)).error).toBeDefined();
		expect(storedToken().access_token).not.toBe(short);
		world.simulator.faults.clear();
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		expect(tokenCalls()).toEqual(['GET /access_token']);
		expect(storedToken().ig_account_id).toBe(world.account.id);
	});

	it('that no node has touched within the hour says so, and what to do differently', async () => {
		await world.open({ token: 'short' });
		world.simulator.clock.advance(2 * 60 * 60 * 1000);
		const { error } = await world.run(GET_ACCOUNT);
		expect(error?.message).toBe(
			'The login has run out: no Instagram node could use it within one hour after Connect',
		);
		expect(error?.description).toMatch(
			/press Connect again\. Then open a node that uses the credential within the hour/,
		);
		expect(error?.description).toContain('190/463');
		const [shown] = await loadConnectedAccount(world.store);
		expect(shown?.name).toMatch(/^Not connected: .*press Connect again\. The login has run out/);
	});

	it('that was ended before its hour was over is not said to have run out', async () => {
		await world.open({ token: 'short' });
		world.simulator.instagram.revoke(world.account, world.app, 'password');
		world.simulator.clock.advance(2 * 60 * 60 * 1000);
		const { error } = await world.run(GET_ACCOUNT);
		expect(error?.message).toContain('password');
	});
});

describe('a long-lived token', () => {
	it('costs no call while it is young', async () => {
		await world.open();
		await world.run(GET_ACCOUNT);
		expect(paths()).toEqual(['GET /v25.0/me']);
	});

	it('is renewed when it is a week old, once, and the new one is stored', async () => {
		await world.open();
		const old = storedToken().access_token;
		world.simulator.clock.advance(6 * DAY_MS);
		const runs = await Promise.all([1, 2, 3].map(async () => await world.run(GET_ACCOUNT)));
		expect(runs.every(({ error }) => error === undefined)).toBe(true);
		expect(tokenCalls()).toEqual(['GET /refresh_access_token']);
		expect(storedToken().access_token).not.toBe(old);
		await world.run(GET_ACCOUNT);
		expect(tokenCalls()).toHaveLength(1);
	});

	it.each([
		['is renewed', []],
		['is renewed a week later, when Meta did not say the name the first time', [7]],
	])('knows the account by a new user name once it %s', async (_when, moreDays) => {
		await world.open();
		Object.assign(world.account, { username: 'new.brand' });
		expect((await loadConnectedAccount(world.store))[1]!.name).toBe('Only @brand');
		world.simulator.clock.advance(8 * DAY_MS);
		if (moreDays.length > 0)
			world.simulator.faults.failNext({ path: '/me' }, { kind: 'reset', effect: 'before' });
		const writes = [(await loadConnectedAccount(world.store))[1]!.name];
		for (const days of moreDays) {
			world.simulator.clock.advance(days * DAY_MS);
			writes.push((await loadConnectedAccount(world.store))[1]!.name);
		}
		expect(writes).toEqual([...moreDays.map(() => 'Only @brand'), 'Only @new.brand']);
		expect(storedToken()).toMatchObject({ ig_username: 'new.brand', ig_account_id: world.account.id });
		expect(world.store.writes).toBe(writes.length);
	});

	it.each(['oAuth2', 'accessToken'] as const)(
		'lives for 400 days with a run every 50 days (%s)',
		async (credential) => {
			await world.open({ credential, switches: { oldTokenAfterRefresh: 'invalid' } });
			for (let run = 0; run <= 8; run += 1) {
				const { error, items } = await world.run(GET_ACCOUNT);
				expect(error).toBeUndefined();
				expect(items[0]?.json.username).toBe('brand');
				world.simulator.clock.advance(50 * DAY_MS);
			}
		},
	);

	it('that lay unused for 60 days asks for a new login, after Meta has said so once', async () => {
		await world.open();
		world.simulator.clock.advance(61 * DAY_MS);
		const { error } = await world.run(GET_ACCOUNT);
		expect(error?.message).toBe('The access token has expired');
		expect(error?.description).toContain('Connect again');
		expect(paths()).toEqual(['GET /refresh_access_token']);
	});

	it('is used as it is when the renewal fails for a reason that passes', async () => {
		await world.open();
		world.simulator.clock.advance(10 * DAY_MS);
		world.simulator.faults.failNext(
			{ path: '/refresh_access_token', times: 9 },
			{ kind: 'reset', effect: 'before' },
		);
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		expect(world.store.writes).toBe(0);
	});

	it.each([10, 368, 9999])(
		'is used as it is, and not asked about at every run, when Meta refuses to renew it (%i)',
		async (code) => {
			await world.open();
			world.simulator.clock.advance(10 * DAY_MS);
			const body = { error: { message: 'x', type: 'OAuthException', code } };
			world.simulator.faults.failNext(
				{ path: '/refresh_access_token', times: 9 },
				{ kind: 'status', status: 400, body, effect: 'before' },
			);
			for (let run = 0; run < 3; run += 1) expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
			expect(tokenCalls()).toHaveLength(1);
			world.simulator.faults.clear();
			world.simulator.clock.advance(2 * 60 * 60 * 1000);
			await world.run(GET_ACCOUNT);
			expect(world.store.writes).toBe(1);
		},
	);

	it('never takes the place of a login that was made while it was renewed', async () => {
		await world.open();
		world.simulator.clock.advance(10 * DAY_MS);
		const other = world.simulator.instagram.createAccount({ username: 'other' });
		const login = world.simulator.instagram.issueToken({
			app: world.app,
			account: other,
			scopes: ALL_SCOPES,
			kind: 'short',
		});
		const getDecrypted = world.store.getDecrypted.bind(world.store);
		let count = 0;
		jest.spyOn(world.store, 'getDecrypted').mockImplementation(async (...call) => {
			count += 1;
			// the third look is the one before writing
			if (count === 3) {
				const type = 'instagramBusinessLoginOAuth2Api';
				world.store.stored.set(type, {
					...world.store.stored.get(type),
					oauthTokenData: { ...storedToken(), access_token: login },
				});
			}
			return await getDecrypted(...call);
		});
		const { items } = await world.run(GET_ACCOUNT);
		expect(items[0]?.json.username).toBe('other');
		expect(storedToken().ig_account_id).toBe(other.id);
	});

	it.each([
		['password', '190/460', 'password'],
		['removed', '190/458', 'removed'],
	] as const)('that was revoked (%s) says so', async (reason, numbers, words) => {
		await world.open({ switches: { tokenErrorStatus: reason === 'removed' ? 401 : 400 } });
		world.simulator.instagram.revoke(world.account, world.app, reason);
		const { error } = await world.run(GET_ACCOUNT);
		expect(error?.message).toContain(words);
		expect(error?.description).toContain(numbers);
		expect(error?.description).toContain('Connect again');
	});

	it('that another process replaced in the middle of a run is read anew', async () => {
		await world.open({ switches: { oldTokenAfterRefresh: 'invalid' } });
		const before = structuredClone(world.store.stored.get('instagramBusinessLoginOAuth2Api'));
		world.simulator.instagram.revoke(world.account, world.app, 'password');
		connect(world.store, world.simulator, { app: world.app, account: world.account });
		const after = world.store.stored.get('instagramBusinessLoginOAuth2Api')!;
		const reads = [before, before];
		const getDecrypted = world.store.getDecrypted.bind(world.store);
		jest.spyOn(world.store, 'getDecrypted').mockImplementation(async (...call) => {
			world.store.stored.set('instagramBusinessLoginOAuth2Api', reads.shift() ?? after);
			return await getDecrypted(...call);
		});
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
	});
});

describe('where n8n does not let the node write', () => {
	it.each(['oAuth2', 'accessToken'] as const)(
		'the run succeeds from memory, with a warning (%s)',
		async (credential) => {
			await world.open({ credential, token: credential === 'oAuth2' ? 'short' : 'long' });
			world.store.writable = false;
			const { error, items, hints } = await world.run(GET_ACCOUNT);
			expect(error).toBeUndefined();
			expect(items[0]?.json.username).toBe('brand');
			expect(hints.join()).toContain('did not let the Instagram node store');
			expect(world.store.writes).toBe(0);
		},
	);
});

describe('what goes wrong', () => {
	it('comes out as failed items when the node continues on failure, never as the items that came in', async () => {
		await world.open();
		world.simulator.clock.advance(61 * DAY_MS);
		const { items, error } = await world.run(GET_ACCOUNT, [{ json: { a: 1 } }, { json: { a: 2 } }], {
			continueOnFail: true,
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			['The access token has expired', { item: 0 }],
			['The access token has expired', { item: 1 }],
		]);
	});

	it('the tester trap is explained', async () => {
		await world.open({ token: 'short' });
		const app = world.simulator.instagram.createApp({ mode: 'development', redirectUris: [] });
		connect(world.store, world.simulator, { app, account: world.account, token: 'short' });
		const { error } = await world.run(GET_ACCOUNT);
		expect(error?.description).toContain('tester');
	});

	it('a missing permission is named', async () => {
		await world.open({ scopes: ['instagram_business_basic'] });
		const { error } = await world.run({
			resource: 'message',
			operation: 'send',
			recipientId: '1',
			messageType: 'text',
			text: 'x',
		});
		expect(error?.description).toContain('instagram_business_manage_messages, which was not granted');
	});

	it('the wrong account is refused before anything is sent', async () => {
		await world.open();
		const { error } = await world.run({ ...GET_ACCOUNT, connectedAccount: '17841499999999999' });
		expect(error?.message).toContain('@brand');
		expect(world.requests()).toEqual([]);
	});
});
