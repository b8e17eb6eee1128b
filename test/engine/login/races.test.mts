/**
 * Who renews, who connects again and who pastes, all at the same time. n8n's store is the only thing that
 * processes and people share, so what happens "meanwhile" happens at one of the looks into it: each is tried.
 */
import { get } from 'node:https';

import { parsePastedToken } from '../../../nodes/Instagram/protocol/pastedToken';
import { fingerprintOf } from '../../../nodes/Instagram/protocol/tokens';
import { instagramNode, runNode } from '../../support/engine.mts';
import { CredentialStore } from '../../support/credentialStore.mts';
import { ALL_SCOPES, connect, useWorld } from '../../support/world.mts';

const world = useWorld({ waitless: true });

const DAY_MS = 24 * 60 * 60 * 1000;
const GET_ACCOUNT = { resource: 'account', operation: 'get' };
const LOGIN_TYPE = 'instagramBusinessLoginOAuth2Api';
const PASTED_TYPE = 'instagramBusinessTokenApi';
/** More looks than a run takes that finds the credential changed twice. */
const LOOKS = Array.from({ length: 12 }, (_none, index) => index + 1);

const loginData = () => world.store.stored.get(LOGIN_TYPE)?.oauthTokenData as Record<string, unknown>;
const pastedToken = () => parsePastedToken(world.store.stored.get(PASTED_TYPE), world.simulator.clock.now());
const newAccount = (username: string) => world.simulator.instagram.createAccount({ username });
const issue = (account: ReturnType<typeof newAccount>, kind: 'short' | 'long') =>
	world.simulator.instagram.issueToken({
		app: world.app,
		account,
		scopes: ALL_SCOPES,
		kind,
		ageMs: kind === 'long' ? 2 * DAY_MS : 0,
	});

/** What n8n does after Connect: it lays the answer over what it kept before, key by key. */
function connectAgain(account: ReturnType<typeof newAccount>): void {
	const oauthTokenData = { ...loginData(), access_token: issue(account, 'short'), permissions: ALL_SCOPES };
	world.store.stored.set(LOGIN_TYPE, { ...world.store.stored.get(LOGIN_TYPE), oauthTokenData });
}

function paste(accessToken: string): void {
	world.store.stored.set(PASTED_TYPE, { ...world.store.stored.get(PASTED_TYPE), accessToken });
}

/** Lets something happen just before these looks into the store. */
function atLooks(events: ReadonlyMap<number, () => unknown>): void {
	const getDecrypted = world.store.getDecrypted.bind(world.store);
	let looks = 0;
	jest.spyOn(world.store, 'getDecrypted').mockImplementation(async (...call) => {
		looks += 1;
		await events.get(looks)?.();
		return await getDecrypted(...call);
	});
}

/** The tokens that stand anywhere in the store, by whose they are. */
function ownersInStore(): string[] {
	const text = JSON.stringify([...world.store.stored.values()]);
	const owners = [...text.matchAll(/IG[A-Za-z0-9_-]{20,}/g)].map(
		([token]) => world.simulator.instagram.tokenState(token)?.username ?? '?',
	);
	return [...new Set(owners)];
}

async function threeRuns() {
	const runs = await Promise.all([1, 2, 3].map(async () => await world.run(GET_ACCOUNT)));
	return runs.map(({ error }) => error?.message);
}

describe('a person who connects again', () => {
	describe.each(['short', 'long'] as const)('while a token is renewed (%s)', (token) => {
		it.each(LOOKS)('as another account, before look %i, is obeyed', async (look) => {
			await world.open({ token, switches: { oldTokenAfterRefresh: 'invalid' } });
			if (token === 'long') world.simulator.clock.advance(10 * DAY_MS);
			const other = newAccount('other');
			let isConnected = false;
			const reconnect = () => {
				connectAgain(other);
				isConnected = true;
			};
			atLooks(new Map([[look, reconnect]]));
			const errors = await threeRuns();
			jest.restoreAllMocks();
			if (!isConnected) reconnect();
			expect(errors).toEqual([undefined, undefined, undefined]);

			const { items } = await world.run(GET_ACCOUNT);
			expect(items[0]?.json.username).toBe('other');
			world.store.stored.delete(PASTED_TYPE);
			expect(ownersInStore()).toEqual(['other']);
		});
	});

	it.each(LOOKS.slice(0, 8))('twice, from look %i on, ends as who came last', async (look) => {
		await world.open({ token: 'short' });
		const [second, third] = [newAccount('second'), newAccount('third')];
		const events = new Map([
			[look, () => connectAgain(second)],
			[look + 2, () => connectAgain(third)],
		]);
		atLooks(events);
		await threeRuns();
		jest.restoreAllMocks();
		connectAgain(third);
		expect((await world.run(GET_ACCOUNT)).items[0]?.json.username).toBe('third');
		world.store.stored.delete(PASTED_TYPE);
		expect(ownersInStore()).toEqual(['third']);
	});

	it('leaves no token of the account before in the store, even before anything touches the credential', async () => {
		await world.open();
		connectAgain(newAccount('other'));
		world.store.stored.delete(PASTED_TYPE);
		expect(ownersInStore()).toEqual(['other']);
	});
});

describe('a token that is pasted while another one is renewed', () => {
	it('counts, and the renewed one is forgotten', async () => {
		await world.open({ credential: 'accessToken' });
		const other = newAccount('other');
		const pasted = issue(other, 'long');
		const preAuthentication = world.store.preAuthentication.bind(world.store);
		jest.spyOn(world.store, 'preAuthentication').mockImplementationOnce(async (...call) => {
			const renewing = preAuthentication(...call);
			paste(pasted);
			return await renewing;
		});
		await threeRuns();
		jest.restoreAllMocks();
		const { items, error } = await world.run(GET_ACCOUNT);
		expect([error, items[0]?.json.username]).toEqual([undefined, 'other']);
		expect(pastedToken()?.pasted).toBe(pasted);
		expect(pastedToken()?.account?.accountId).toBe(other.id);
		world.store.stored.delete(LOGIN_TYPE);
		expect(ownersInStore()).toEqual(['other']);
	});

	it.each(LOOKS.slice(0, 8))('before look %i counts', async (look) => {
		await world.open({ credential: 'accessToken' });
		const pasted = issue(newAccount('other'), 'long');
		atLooks(new Map([[look, () => paste(pasted)]]));
		await threeRuns();
		jest.restoreAllMocks();
		paste(pasted);
		expect((await world.run(GET_ACCOUNT)).items[0]?.json.username).toBe('other');
		world.store.stored.delete(LOGIN_TYPE);
		expect(ownersInStore()).toEqual(['other']);
	});

	it('from an external secret is renewed beside it, and the panel tells how long it really lives', async () => {
		await world.open({ credential: 'accessToken' });
		const secret = issue(world.account, 'long');
		paste(`={{ "${secret}" }}`);
		expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
		expect(world.store.stored.get(PASTED_TYPE)?.accessToken).toContain('={{');
		const data = await world.store.getDecrypted({} as never, { id: '', name: '' }, PASTED_TYPE);
		const inUse = parsePastedToken(data, world.simulator.clock.now());
		expect(inUse?.accessToken).not.toBe(secret);
		world.simulator.clock.advance((inUse?.expiresAtMs ?? 0) - world.simulator.clock.now() - 60_000);
		expect(world.simulator.instagram.tokenState(inUse!.accessToken)?.alive).toBe(true);
		world.simulator.clock.advance(2 * 60_000);
		expect(world.simulator.instagram.tokenState(inUse!.accessToken)?.alive).toBe(false);
	});
});

describe('the loser of a renewal race', () => {
	/** Renews as another process of n8n does. */
	async function refresh(token: string): Promise<string> {
		const query = new URLSearchParams({ grant_type: 'ig_refresh_token', access_token: token });
		return await new Promise((resolve, reject) => {
			get(`https://graph.instagram.com/refresh_access_token?${query.toString()}`, (answer) => {
				let text = '';
				answer.on('data', (part: Buffer) => (text += part.toString()));
				answer.on('end', () => resolve((JSON.parse(text) as { access_token: string }).access_token));
			}).on('error', reject);
		});
	}

	describe.each(['oAuth2', 'accessToken'] as const)('(%s)', (credential) => {
		it.each([1, 2, 3, 4, 5, 6])(
			'takes the token of the winner, who stores it before look %i',
			async (look) => {
				await world.open({ credential, switches: { oldTokenAfterRefresh: 'invalid' } });
				await world.run(GET_ACCOUNT);
				world.simulator.clock.advance(10 * DAY_MS);
				const before =
					credential === 'oAuth2' ? String(loginData().access_token) : pastedToken()!.accessToken;
				const own = structuredClone(world.store.stored);
				const winner = await refresh(before);
				const store = () => {
					const nowMs = world.simulator.clock.now();
					if (credential === 'oAuth2') {
						const oauthTokenData = {
							...(own.get(LOGIN_TYPE)!.oauthTokenData as object),
							access_token: winner,
							ig_fingerprint: fingerprintOf(winner),
							ig_obtained_at: nowMs,
							ig_expires_at: nowMs + 60 * DAY_MS,
						};
						world.store.stored.set(LOGIN_TYPE, { ...own.get(LOGIN_TYPE), oauthTokenData });
					} else {
						const { pasted } = pastedToken()!;
						const renewedToken = JSON.stringify({
							pasted,
							token: winner,
							atMs: nowMs,
							expiresAtMs: nowMs + 60 * DAY_MS,
							accountId: world.account.id,
						});
						world.store.stored.set(PASTED_TYPE, { ...world.store.stored.get(PASTED_TYPE), renewedToken });
					}
				};
				atLooks(new Map([[look, store]]));
				expect((await world.run(GET_ACCOUNT)).error).toBeUndefined();
				const after = credential === 'oAuth2' ? loginData().access_token : pastedToken()!.accessToken;
				expect(after).toBe(winner);
			},
		);
	});
});

describe('nobody gets the login of another', () => {
	it('where two end users share the ID of one credential', async () => {
		await world.open({ token: 'short' });
		const others = new CredentialStore();
		connect(others, world.simulator, { app: world.app, account: newAccount('other'), token: 'short' });
		const node = instagramNode({ authentication: 'oAuth2', ...GET_ACCOUNT });
		const runs = await Promise.all(
			[world.store, others, world.store, others].map(
				async (store) => await runNode(store, node, [{ json: {} }]),
			),
		);
		expect(runs.map(({ items }) => items[0]?.json.username)).toEqual(['brand', 'other', 'brand', 'other']);
		expect([world.store.writes, others.writes]).toEqual([1, 1]);
	});

	it.each(['oAuth2', 'accessToken'] as const)(
		'nor fails because the run that renewed was cancelled (%s)',
		async (credential) => {
			await world.open({ credential, token: credential === 'oAuth2' ? 'short' : 'long', latencyMs: 50 });
			const cancelled = new AbortController();
			const first = world.run(GET_ACCOUNT, undefined, { signal: cancelled.signal });
			const others = [1, 2].map(async () => await world.run(GET_ACCOUNT));
			for (let turn = 0; turn < 40 && world.requests().length === 0; turn += 1)
				await new Promise((resolve) => setTimeout(resolve, 5));
			cancelled.abort();
			await first.catch(() => undefined);
			const runs = await Promise.all(others);
			expect(runs.map(({ error, items }) => error?.message ?? items[0]?.json.username)).toEqual([
				'brand',
				'brand',
			]);
		},
	);
});
