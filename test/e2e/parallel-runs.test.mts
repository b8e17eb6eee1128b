import { setTimeout as sleep } from 'node:timers/promises';
import { exportDecryptedCredentials } from '../../scripts/n8n/commands.mts';
import { connectAccount, createMetaApp, createTokenCredential } from '../../scripts/world/connection.mts';
import { exchanges, renewals } from './support/journal.mts';
import { instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

describe('Eight executions that start at the same moment', () => {
	const readAccount = { resource: 'account', operation: 'get' };

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
