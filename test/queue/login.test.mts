/**
 * One account, used by several workers at once: they share its login, and what Meta lets it do in a second.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CONVERSATION_READS } from '../../nodes/Instagram/protocol/messages/rates';
import { connectAccount, createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import { saveCredential } from '../../scripts/n8n/credentials.mts';
import { executionError, waitForExecutions } from '../../scripts/n8n/executions.mts';
import { exchanges, renewals, requests } from '../e2e/support/journal.mts';
import { instagram, type Connection } from '../e2e/support/nodes.mts';
import { makeRunner } from '../e2e/support/runs.mts';
import { workerOf } from './support/runs.mts';
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

	const runMany = async (count: number, parameters: Record<string, unknown>) => {
		const { run, workflow } = await makeRunner(world(), [instagram(connection, parameters)]);
		await Promise.all(Array.from({ length: count }, run));
		const executions = await waitForExecutions(world().session, workflow.id, count);
		const failed = executions.filter(({ status }) => status !== 'success');
		const errors = await Promise.all(failed.map(async ({ id }) => await executionError(world().session, id)));
		return { executions, errors };
	};

	const runTwenty = async () => await runMany(20, { resource: 'account', operation: 'get' });

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

	it('is renewed in a race that ends the old token: every execution succeeds, and the login lives on', async () => {
		const { simulator } = world();
		simulator.switches.oldTokenAfterRefresh = 'invalid';
		// so slow that both workers are at it before either has an answer
		simulator.faults.failNext(
			{ path: '/refresh_access_token', times: world().workers.length },
			{ kind: 'meanwhile', run: () => sleep(1_500), effect: 'before' },
		);
		simulator.journal.clear();
		await world().advance(8 * DAY_MS);
		expect((await runTwenty()).errors).toEqual([]);
		expect(renewals(world()).length).toBe(world().workers.length);

		// what is stored is the token of the winner: nobody needs another one
		simulator.journal.clear();
		expect((await runTwenty()).errors).toEqual([]);
		expect(renewals(world())).toHaveLength(0);
	});

	it('is read by both workers at half the rate each when the credential says that there are two', async () => {
		const { simulator, session } = world();
		const { length: workers } = world().workers;
		await saveCredential(session, connection.credential, { workers });
		// a call that is held up on its way by a busy machine is not refused for it: what counts here is when
		// calls come
		simulator.switches.messagingRateLimits = false;
		simulator.journal.clear();
		const count = 20;
		const { executions, errors } = await runMany(count, { resource: 'conversation', operation: 'getMany' });
		expect(errors).toEqual([]);
		const takers = await Promise.all(executions.map(async (one) => (await workerOf(world(), one)).name));
		expect(new Set(takers).size).toBe(workers);
		const reads = requests(world(), 'GET', /\/conversations$/).map(({ at }) => at);
		expect(reads).toHaveLength(count);
		// however they are divided, one worker has ten, which together may take no less than nine gaps; alone it
		// would take half
		const tookMs = Math.max(...reads) - Math.min(...reads);
		expect(tookMs).toBeGreaterThan(0.75 * (count / workers - 1) * workers * CONVERSATION_READS.gapMs);
	});

	it('pauses when Meta counts too much, and all that waited succeeds', async () => {
		const { simulator } = world();
		simulator.switches.messagingRateLimits = false;
		simulator.journal.clear();
		const counted = { error: { message: 'Calls to this api have exceeded the rate limit.', code: 613 } };
		simulator.faults.failNext(
			{ path: /\/conversations$/ },
			{ kind: 'status', status: 400, body: counted, effect: 'before' },
		);
		const { executions, errors } = await runMany(6, { resource: 'conversation', operation: 'getMany' });
		expect(errors).toEqual([]);
		const refused = requests(world(), 'GET', /\/conversations$/).filter(({ status }) => status !== 200);
		expect(refused).toHaveLength(1);
		expect(requests(world(), 'GET', /\/conversations$/)).toHaveLength(executions.length + 1);
	});
});
