/**
 * An event starts one execution in a real n8n: at once, after a restart, after a crash, off and on, whatever
 * the options.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { executionText, listExecutions, waitForExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	deactivate,
	inARow,
	webhookPath,
	type Workflow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { connectAccount, createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagramTrigger, type Connection } from './support/nodes.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

let app: App;
let account: Account;
let connection: Connection;

beforeAll(async () => {
	const { simulator } = world();
	app = createMetaApp(simulator);
	account = simulator.instagram.createAccount({ username: 'brand' });
	connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
}, 60_000);

interface Listener {
	readonly workflow: Workflow;
	readonly url: string;
}

async function listen(parameters: Record<string, unknown> = {}): Promise<Listener> {
	const trigger = instagramTrigger(connection, { events: ['messages'], ...parameters });
	const after: WorkflowNode = {
		name: 'After',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: [
					{
						id: '1',
						name: 'answered',
						type: 'string',
						value: "={{ $('Instagram Trigger').item.json.text }}",
					},
				],
			},
		},
	};
	const nodes = [trigger, after];
	const name = `Once ${randomUUID()}`;
	const workflow = await createWorkflow(world().session, { name, nodes, connections: inARow(nodes) });
	await activate(world().session, workflow);
	return { workflow, url: publicUrl + webhookPath(trigger) };
}

/** Bytes as Meta writes and signs them. */
function signed(...contents: object[]): { bytes: Buffer; signature: string } {
	const timestamp = world().simulator.clock.now();
	const people = { sender: { id: '1234567890123456' }, recipient: { id: account.id }, timestamp };
	const messaging = contents.map((message) => ({ ...people, message }));
	const entry = [{ id: account.id, time: timestamp, messaging }];
	const bytes = Buffer.from(JSON.stringify({ object: 'instagram', entry }));
	return { bytes, signature: world().simulator.instagram.sign(app, bytes) };
}

const message = (text: string) => ({ mid: `once-${randomUUID()}`, text });

async function deliver({ url }: Listener, delivery: ReturnType<typeof signed>): Promise<void> {
	const { status } = await world().simulator.instagram.deliverRaw({ url, ...delivery });
	expect(status).toBe(200);
}

/** Waits long enough for an execution to appear that should not. */
async function expectExecutions({ workflow }: Listener, count: number): Promise<void> {
	await waitForExecutions(world().session, workflow.id, count);
	await sleep(1_500);
	const executions = await listExecutions(world().session, workflow.id);
	expect(executions.map(({ status, mode }) => `${status} ${mode}`)).toEqual(
		Array(count).fill('success trigger'),
	);
}

describe('The same delivery', () => {
	it('ten times at once, after a restart, after a crash, off and on: one execution', async () => {
		const target = await listen();
		const delivery = signed(message('Once'));
		await Promise.all(Array.from({ length: 10 }, async () => await deliver(target, delivery)));
		await expectExecutions(target, 1);
		const [execution] = await listExecutions(world().session, target.workflow.id);
		const text = await executionText(world().session, execution?.id ?? '');
		expect(text).toContain('answered');

		await world().restartN8n();
		await Promise.all(Array.from({ length: 10 }, async () => await deliver(target, delivery)));
		await expectExecutions(target, 1);

		await world().n8n.kill();
		await world().restartN8n();
		await deliver(target, delivery);
		await expectExecutions(target, 1);

		await deactivate(world().session, target.workflow);
		const { versionId } = await world().session.get<Workflow>(`/rest/workflows/${target.workflow.id}`);
		await activate(world().session, { ...target.workflow, versionId });
		await deliver(target, delivery);
		await expectExecutions(target, 1);

		// it still hears what is new
		await deliver(target, signed(message('New')));
		await expectExecutions(target, 2);
	}, 300_000);

	it('brings nothing again but what was missing in the first one', async () => {
		const target = await listen({ simplify: false });
		const [first, second] = [message('First'), message('Second')];
		await deliver(target, signed(first));
		await world().restartN8n();
		await deliver(target, signed(first, second));
		await expectExecutions(target, 2);
	}, 200_000);
});

it.each(['stopped', 'killed'])(
	'an n8n that was %s starts while Instagram is out of order, and listens',
	async (how) => {
		const target = await listen();
		const { faults } = world().simulator;
		faults.failNext(
			{ host: 'graph.instagram.com', times: 1_000 },
			{ kind: 'status', status: 503, body: '<html>Service Unavailable</html>', effect: 'before' },
		);
		if (how === 'killed') await world().n8n.kill();
		const { length } = await world().n8n.log();
		await world().restartN8n();
		// n8n is up before the trigger has given up asking
		const newLog = async () => (await world().n8n.log()).slice(length);
		const isOver = async () => /subscription could not be checked|failed to activate/.test(await newLog());
		for (let look = 0; look < 300 && !(await isOver()); look += 1) await sleep(200);
		await deliver(target, signed(message('While it is out of order')));
		await expectExecutions(target, 1);
		expect(await newLog()).toContain('listens, but its subscription could not be checked');
		faults.clear();
	},
	200_000,
);
