import { connectAccount, createMetaApp } from '../../scripts/world/connection.mts';
import { exchanges } from './support/journal.mts';
import { instagram } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

describe('Eight executions that start at the same moment', () => {
	it('exchange a fresh login for a sixty-day token once', async () => {
		const app = createMetaApp(world().simulator);
		const account = world().simulator.instagram.createAccount({ username: 'brand' });
		const credential = await connectAccount(world(), app, account);
		const read = instagram({ kind: 'oAuth2', credential }, { resource: 'account', operation: 'get' });
		const { run } = await makeRunner(world(), [read]);

		const results = await Promise.all(Array.from({ length: 8 }, run));

		expect(results.map(({ item, error }) => error ?? item.username)).toEqual(Array(8).fill('brand'));
		expect(exchanges(world())).toHaveLength(1);
	});
});
