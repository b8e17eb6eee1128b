import { setTimeout as sleep } from 'node:timers/promises';

import { exportDecryptedCredentials } from '../../scripts/n8n/commands.mts';
import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	type Account,
} from '../../scripts/world/connection.mts';
import { loadOptions } from '../../scripts/n8n/dropdown.mts';
import { defaultSwitches } from '../../simulator/state/switches.mts';
import { connectBoth } from './support/connections.mts';
import { exchanges, renewals } from './support/journal.mts';
import { credentialsOf, instagram, type Connection } from './support/nodes.mts';
import { makeRunner, type Runner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const hour = 3_600_000;
const day = 24 * hour;

describe('Eight executions that start at the same moment', () => {
	const readAccount = { resource: 'account', operation: 'get' };

	afterAll(() => {
		world().simulator.switches.oldTokenAfterRefresh = defaultSwitches().oldTokenAfterRefresh;
	});

	async function runEight(connection: Connection): Promise<unknown[]> {
		const { run } = await makeRunner(world(), [instagram(connection, readAccount)]);
		const results = await Promise.all(Array.from({ length: 8 }, run));
		return results.map(({ item, error }) => error ?? item.username);
	}

	/**
	 * The tokens in n8n's store that nobody could have asked for: those of other accounts, and those that are
	 * dead.
	 */
	async function strayTokens(owner: string): Promise<string[]> {
		const text = JSON.stringify(await exportDecryptedCredentials(world().settings));
		return [...text.matchAll(/IG[A-Za-z0-9_-]{20,}/g)]
			.map(([token]) => world().simulator.instagram.tokenState(token))
			.filter((state) => state?.username !== owner)
			.map((state) => JSON.stringify(state));
	}

	it('exchange a fresh login once, and renew a token that is due once, with both credentials', async () => {
		const app = createMetaApp(world().simulator);
		const account = world().simulator.instagram.createAccount({ username: 'brand' });
		const oAuth2: Connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
		expect(await runEight(oAuth2)).toEqual(Array(8).fill('brand'));
		expect(exchanges(world())).toHaveLength(1);

		const token = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
		const pasted: Connection = {
			kind: 'accessToken',
			credential: await createTokenCredential(world().session, token, app),
		};
		world().simulator.switches.oldTokenAfterRefresh = 'invalid';
		await world().advance(10 * day);
		await sleep(100);
		for (const connection of [oAuth2, pasted]) {
			const before = renewals(world()).length;
			expect([connection.kind, await runEight(connection)]).toEqual([
				connection.kind,
				Array(8).fill('brand'),
			]);
			expect([connection.kind, renewals(world()).length - before]).toEqual([connection.kind, 1]);
		}
		expect(await strayTokens('brand')).toEqual([]);
	});
});

describe('A credential stays alive as n8n and Instagram grow older together', () => {
	let account: Account;
	const connections: Connection[] = [];
	const runners: Runner[] = [];

	beforeAll(async () => {
		const app = createMetaApp(world().simulator);
		account = world().simulator.instagram.createAccount({ username: 'cafe' });
		connections.push(...(await connectBoth(world(), app, account)));
		for (const connection of connections) {
			// Opening the node's panel is all that happens before time passes.
			await loadOptions(world().session, {
				nodeType: 'n8n-nodes-instagram-login.instagram',
				method: 'getConnectedAccount',
				parameters: { authentication: connection.kind },
				credentials: credentialsOf(connection),
			});
			const read = instagram(connection, { resource: 'account', operation: 'get' });
			runners.push(await makeRunner(world(), [read]));
		}
	});

	/** Both credentials, without anybody connecting anything again. */
	async function expectBothToWork(): Promise<void> {
		for (const [index, runner] of runners.entries()) {
			const { item, error } = await runner.run();
			expect([connections[index]?.kind, error ?? item.username]).toEqual([
				connections[index]?.kind,
				account.username,
			]);
		}
	}

	it('after 2 hours, when the token of the login is long dead', async () => {
		await world().advance(2 * hour);
		await expectBothToWork();
	});

	it('after 55 days without any use, over a restart of n8n', async () => {
		await world().advance(55 * day - 2 * hour);
		await world().restartN8n();
		await expectBothToWork();
	});

	it('for 400 days with one run every 50 days and four restarts', async () => {
		world().simulator.journal.clear();
		for (let passed = 0; passed < 400; passed += 50) {
			await world().advance(50 * day);
			if (passed % 100 === 0) await world().restartN8n();
			await expectBothToWork();
		}

		expect(exchanges(world())).toHaveLength(0);
		expect(renewals(world())).toHaveLength(2 * 8);
	});

	it('but not for 61 days without use, and then says what to do', async () => {
		await world().advance(61 * day);
		for (const runner of runners) {
			const { error } = await runner.run();
			expect(error).toMatch(/connect/i);
		}
	});
});
