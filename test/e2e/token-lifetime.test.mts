import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	type Account,
} from '../../scripts/world/connection.mts';
import { loadOptions } from '../../scripts/n8n/dropdown.mts';
import { exchanges, renewals } from './support/journal.mts';
import { credentialsOf, instagram, type Connection } from './support/nodes.mts';
import { makeRunner, type Runner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const hour = 3_600_000;
const day = 24 * hour;

let account: Account;
const connections: Connection[] = [];
const runners: Runner[] = [];

beforeAll(async () => {
	const app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	const accessToken = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
	connections.push(
		{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
		{ kind: 'accessToken', credential: await createTokenCredential(world().session, accessToken, app) },
	);
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

describe('A credential stays alive as n8n and Instagram grow older together', () => {
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
