/** The token credential: pasted, renewed by n8n's own mechanism. */
import { parsePastedToken } from '../../../nodes/Instagram/protocol/pastedToken';
import { loadConnectedAccount } from '../../support/dropdowns.mts';
import { ALL_SCOPES, connect, useWorld } from '../../support/world.mts';

const DAY_MS = 24 * 60 * 60 * 1000;
const GET_ACCOUNT = { resource: 'account', operation: 'get' };

const world = useWorld();

const stored = () => world.store.stored.get('instagramBusinessTokenApi');
const tokenInUse = () => parsePastedToken(stored(), world.simulator.clock.now());
const paths = () => world.requests().map(({ method, path }) => `${method} ${path}`);
const tokenCalls = () => paths().filter((path) => /access_token/.test(path));

describe('the token credential', () => {
	it('renews what was pasted at its first use, and stores account and token', async () => {
		await world.open({ credential: 'accessToken' });
		const { accessToken: pasted } = stored()!;
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		expect(stored()!.accessToken).toBe(pasted);
		expect(tokenInUse()?.accessToken).not.toBe(pasted);
		expect(tokenInUse()?.account).toEqual({
			accountId: world.account.id,
			username: 'brand',
			appScopedId: world.account.appScopedId,
		});
		expect(tokenCalls()).toEqual(['GET /refresh_access_token']);
		world.clearRequests();
		await world.run(GET_ACCOUNT);
		expect(paths()).toEqual(['GET /v25.0/me']);
	});

	it.each(['error190', 'error100', 'same'] as const)(
		'copes with a token younger than a day (%s)',
		async (youngRefresh) => {
			await world.open({ credential: 'accessToken', switches: { youngRefresh } });
			connect(world.store, world.simulator, { app: world.app, account: world.account, ageMs: 60_000 });
			expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
			expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
			expect(tokenCalls().filter((path) => path.includes('refresh'))).toHaveLength(1);
		},
	);

	it('makes a long-lived token of a pasted one-hour token, with the app secret', async () => {
		await world.open({ credential: 'accessToken', token: 'short' });
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		world.simulator.clock.advance(2 * 60 * 60 * 1000);
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
	});

	it('renews another token that is pasted into it, and forgets the account of the one before', async () => {
		await world.open({ credential: 'accessToken' });
		await world.run(GET_ACCOUNT);
		const other = world.simulator.instagram.createAccount({ username: 'other' });
		const accessToken = world.simulator.instagram.issueToken({
			app: world.app,
			account: other,
			scopes: ALL_SCOPES,
			kind: 'long',
			ageMs: 2 * DAY_MS,
		});
		const type = 'instagramBusinessTokenApi';
		world.store.stored.set(type, { ...world.store.stored.get(type), accessToken });
		expect((await world.run(GET_ACCOUNT)).items[0]?.json.username).toBe('other');
		expect(tokenInUse()?.account?.accountId).toBe(other.id);
	});

	it('shows the account in the panel', async () => {
		await world.open({ credential: 'accessToken' });
		expect((await loadConnectedAccount(world.store, 'accessToken'))[0]?.name).toMatch(
			/^@brand · connected until /,
		);
	});
});
