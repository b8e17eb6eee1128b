/** One login, used by several workers at once. */
import { connectAccount, createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import { executionError, waitForExecutions } from '../../scripts/n8n/executions.mts';
import { exchanges, renewals } from '../e2e/support/journal.mts';
import { instagram, type Connection } from '../e2e/support/nodes.mts';
import { makeRunner } from '../e2e/support/runs.mts';
import { describeInQueueMode, useQueueWorld } from './support/world.mts';

jest.setTimeout(300_000);
const DAY_MS = 24 * 60 * 60 * 1000;

describeInQueueMode('A login in queue mode', () => {
	const world = useQueueWorld();
	let app: App;
	let account: Account;
	let connection: Connection;

	beforeAll(async () => {
		app = createMetaApp(world().simulator);
		account = world().simulator.instagram.createAccount({ username: 'brand' });
		connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
	});

	const runTwenty = async () => {
		const { run, workflow } = await makeRunner(world(), [
			instagram(connection, { resource: 'account', operation: 'get' }),
		]);
		await Promise.all(Array.from({ length: 20 }, run));
		const executions = await waitForExecutions(world().session, workflow.id, 20);
		const failed = executions.filter(({ status }) => status !== 'success');
		const errors = await Promise.all(failed.map(async ({ id }) => await executionError(world().session, id)));
		return { executions, errors };
	};

	it('is exchanged and renewed by both workers at once, and every execution succeeds', async () => {
		const first = await runTwenty();
		expect(first.errors).toEqual([]);
		const exchanged = exchanges(world()).length;
		expect(exchanged).toBeGreaterThanOrEqual(1);
		expect(exchanged).toBeLessThanOrEqual(world().workers.length);

		await world().advance(8 * DAY_MS);
		const second = await runTwenty();
		expect(second.errors).toEqual([]);
		expect(renewals(world()).length).toBeGreaterThanOrEqual(1);
		expect(renewals(world()).length).toBeLessThanOrEqual(world().workers.length);
	});
});
