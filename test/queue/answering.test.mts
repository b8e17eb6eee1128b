/**
 * Events and answers in queue mode: whichever process they come to, the workflow runs, and once wherever n8n
 * can hold that.
 */
import { randomUUID } from 'node:crypto';

import { listExecutions, waitForExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type Workflow,
} from '../../scripts/n8n/workflows.mts';
import { connectAccount, createMetaApp, type Account, type App } from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagram, instagramTrigger, type Connection } from '../e2e/support/nodes.mts';
import { makeQueued, until, untilStatus, workerOf } from './support/runs.mts';
import { describeInQueueMode, useQueueWorld } from './support/world.mts';

jest.setTimeout(300_000);
/** So many copies of a delivery come to each process. */
const COPIES = 5;

describeInQueueMode('Events and answers in queue mode', () => {
	const world = useQueueWorld();
	let app: App;
	let account: Account;
	let connection: Connection;

	beforeAll(async () => {
		app = createMetaApp(world().simulator);
		account = world().simulator.instagram.createAccount({ username: 'shop' });
		connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
	});

	const main = () => world().n8n.origin;
	const processors = () => world().processors.map(({ n8n }) => n8n.origin);
	/** Somebody who has written to the account, so that it may answer. */
	async function somebody() {
		const { instagram: people } = world().simulator;
		const person = people.createPerson({ username: `customer.${randomUUID().slice(0, 8)}` });
		await people.sendDirectMessage({ from: person, to: account, text: 'I am there' });
		const answers = () => people.messages(account, person).filter(({ fromAccount }) => fromAccount);
		return { igsid: people.igsid(person, account), answers };
	}

	/** A workflow that answers every message, and where it hears of them. */
	async function answering(): Promise<{ workflow: Workflow; path: string }> {
		const trigger = instagramTrigger(connection, { events: ['messages'] });
		const parameters = { recipientId: '={{ $json.senderId }}', text: '=You wrote {{ $json.text }}' };
		const nodes = [trigger, instagram(connection, { resource: 'message', operation: 'send', ...parameters })];
		const name = `Answering ${randomUUID()}`;
		const workflow = await createWorkflow(world().session, { name, nodes, connections: inARow(nodes) });
		await activate(world().session, workflow);
		return { workflow, path: webhookPath(trigger) };
	}

	/** A message of somebody, in bytes as Meta writes and signs them. */
	function signed({ igsid }: { igsid: string }) {
		const timestamp = world().simulator.clock.now();
		const people = { sender: { id: igsid }, recipient: { id: account.id }, timestamp };
		const messaging = [{ ...people, message: { mid: `queue-${randomUUID()}`, text: 'Hello' } }];
		const entry = [{ id: account.id, time: timestamp, messaging }];
		const bytes = Buffer.from(JSON.stringify({ object: 'instagram', entry }));
		const headers = {
			'content-type': 'application/json',
			'x-hub-signature-256': world().simulator.instagram.sign(app, bytes),
		};
		return { method: 'POST', body: bytes, headers };
	}

	/** How many executions a delivery has started, after those that should not come had time to come. */
	async function executionsOf({ workflow }: { workflow: Workflow }, atLeast: number): Promise<number> {
		await waitForExecutions(world().session, workflow.id, atLeast);
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		return (await listExecutions(world().session, workflow.id)).length;
	}

	it.each([
		['a webhook process', () => processors()[0]],
		['main', main],
	])('a message that comes in through %s is answered by a worker', async (_what, originOf) => {
		const { workflow, path } = await answering();
		const customer = await somebody();
		expect((await fetch(originOf() + path, signed(customer))).status).toBe(200);
		await until('the answer', () => customer.answers().length === 1);
		expect(customer.answers()[0]?.text).toBe('You wrote Hello');
		const [execution] = await waitForExecutions(world().session, workflow.id, 1);
		expect(execution?.status).toBe('success');
		expect((await workerOf(world(), execution!)).name).toMatch(/^worker-/);
	});

	it('copies of a delivery to main start one execution, also after a restart', async () => {
		const target = await answering();
		const customer = await somebody();
		const delivery = signed(customer);
		const copies = async () =>
			await Promise.all(
				Array.from({ length: COPIES }, async () => await fetch(main() + target.path, delivery)),
			);
		for (const { status } of await copies()) expect(status).toBe(200);
		expect(await executionsOf(target, 1)).toBe(1);
		await world().restartN8n();
		await copies();
		expect(await executionsOf(target, 1)).toBe(1);
		expect(customer.answers()).toHaveLength(1);
	});

	it('copies of a delivery to all processes at once start one execution in each, and no more', async () => {
		const target = await answering();
		const customer = await somebody();
		const delivery = signed(customer);
		const everywhere = [main(), ...processors()];
		const copies = async () => {
			const all = everywhere.flatMap((origin) => Array<string>(COPIES).fill(origin + target.path));
			return await Promise.all(all.map(async (url) => (await fetch(url, delivery)).status));
		};
		expect(await copies()).toEqual(Array(everywhere.length * COPIES).fill(200));
		// docs/trigger.md: n8n gives keys to main only, and each webhook process has its own memory
		expect(await executionsOf(target, everywhere.length)).toBe(everywhere.length);
		await copies();
		expect(await executionsOf(target, everywhere.length)).toBe(everywhere.length);
	});

	it('a question that one worker has asked is answered through any process, and goes on without that worker', async () => {
		const boss = await somebody();
		const recipientId = boss.igsid;
		const ask = { resource: 'message', operation: 'sendAndWait', recipientId, message: 'Publish it?' };
		const tell = {
			resource: 'message',
			operation: 'send',
			recipientId,
			text: '={{ $json.data.approved ? "published" : "dropped" }}',
		};
		const queued = await makeQueued(world(), [
			{ ...instagram(connection, ask), name: 'Ask' },
			{ ...instagram(connection, tell), name: 'Tell' },
		]);
		await queued.start();
		const waiting = await untilStatus(world(), queued, ['waiting']);
		const asker = await workerOf(world(), waiting);
		const { buttons } = boss.answers()[0]?.template as { buttons: Array<{ url: string }> };
		const approve = buttons[0]?.url ?? '';
		expect(approve.startsWith(`${publicUrl}/webhook-waiting/`)).toBe(true);
		const path = approve.slice(publicUrl.length);

		await asker.n8n.stop();
		try {
			const [first = '', second = ''] = processors();
			const opened = await fetch(first + path);
			expect(await opened.text()).toContain('Approve');
			const pressed = await fetch(second + path, { method: 'POST' });
			expect(await pressed.text()).toContain('Your answer was recorded: Approve');
			await untilStatus(world(), queued, ['success']);
			expect(boss.answers()[1]?.text).toBe('published');
			expect(await (await fetch(first + path, { method: 'POST' })).text()).toContain('No action required');
			expect(boss.answers()).toHaveLength(2);
		} finally {
			await asker.restart();
		}
	});
});
