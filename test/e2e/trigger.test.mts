/** The trigger in a real n8n: one callback for many, batches, repetitions, restarts, files. */
import { createHash, randomUUID } from 'node:crypto';

import {
	executionText,
	listExecutions,
	waitForExecutions,
	type Execution,
} from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	deactivate,
	inARow,
	webhookPath,
	type Workflow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { connectOAuth2, createCredential } from '../../scripts/n8n/credentials.mts';
import {
	connectAccount,
	createMetaApp,
	oAuth2Credential,
	registerWebhook,
	verifyToken,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { fixture } from '../../simulator/state/fixtures.mts';
import { instagramTrigger, type Connection } from './support/nodes.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

let app: App;
let account: Account;
let connection: Connection;
let person: ReturnType<ReturnType<typeof world>['simulator']['instagram']['createPerson']>;

beforeAll(async () => {
	const { simulator } = world();
	app = createMetaApp(simulator);
	account = simulator.instagram.createAccount({ username: 'brand' });
	person = simulator.instagram.createPerson({ username: 'curious' });
	connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
}, 60_000);

interface Listener {
	workflow: Workflow;
	trigger: WorkflowNode;
	url: string;
}

async function listener(
	name: string,
	parameters: Record<string, unknown> = {},
	after: WorkflowNode[] = [noOp()],
	connected = connection,
): Promise<Listener> {
	const trigger = instagramTrigger(connected, { events: ['messages'], ...parameters });
	const nodes = [trigger, ...after];
	const workflow = await createWorkflow(world().session, { name, nodes, connections: inARow(nodes) });
	return { workflow, trigger, url: publicUrl + webhookPath(trigger) };
}

const noOp = (): WorkflowNode => ({
	name: 'After',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
});
const executionsOf = async ({ workflow }: Listener, count: number) =>
	await waitForExecutions(world().session, workflow.id, count);
const textOf = async (execution: Execution | undefined) =>
	await executionText(world().session, execution?.id ?? '');
/** Long enough for an execution to appear that should not. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1_500));

async function writes(text: string): Promise<void> {
	await world().simulator.instagram.sendDirectMessage({ from: person, to: account, text });
}

/** Bytes as Meta writes and signs them, for deliveries that the simulated person does not cause. */
function signed(messages: object[]): { bytes: Buffer; signature: string } {
	const timestamp = world().simulator.clock.now();
	const people = { sender: { id: '1234567890123456' }, recipient: { id: account.id }, timestamp };
	const entry = [
		{ id: account.id, time: timestamp, messaging: messages.map((message) => ({ ...people, message })) },
	];
	const bytes = Buffer.from(JSON.stringify({ object: 'instagram', entry }));
	return { bytes, signature: world().simulator.instagram.sign(app, bytes) };
}

describe('One callback', () => {
	it('serves two workflows and the test URL of a third one in the editor', async () => {
		const second = await listener('Second');
		const third = await listener('Third', {
			options: { unsubscribeOnDeactivate: true, appCallback: 'takeOver', metaAppId: app.metaAppId },
		});
		const testUrl = publicUrl + webhookPath(third.trigger).replace('/webhook/', '/webhook-test/');
		const first = await listener('First', { options: { forwardTo: [second.url, testUrl] } });
		for (const { workflow } of [first, second]) await activate(world().session, workflow);
		await registerWebhook(world(), app, webhookPath(first.trigger));
		const answer = await world().session.post<{ waitingForWebhook?: boolean }>(
			`/rest/workflows/${third.workflow.id}/run`,
			{
				triggerToStartFrom: { name: third.trigger.name },
			},
		);
		expect(answer.waitingForWebhook).toBe(true);

		await writes('To all three');
		for (const one of [first, second, third]) {
			const executions = await executionsOf(one, 1);
			expect(executions.map(({ status }) => status)).toEqual(['success']);
			expect(await textOf(executions[0])).toContain('To all three');
		}
		expect((await executionsOf(third, 1))[0]?.mode).toBe('manual');
		// a test run takes nothing away from production
		expect(app.callback?.callbackUrl).toBe(first.url);
		expect(account.subscriptions[app.instagramAppId]).toContain('messages');

		// nobody listens in the editor any more: that costs nobody anything
		await writes('To both');
		await settle();
		expect((await executionsOf(first, 2)).length).toBe(2);
		expect((await executionsOf(second, 2)).length).toBe(2);
		expect((await executionsOf(third, 1)).length).toBe(1);
		expect(await world().n8n.log()).toContain('test URL is not waiting');
		for (const { workflow } of [first, second]) await deactivate(world().session, workflow);
	}, 120_000);
});

describe('A delivery', () => {
	it('of 1000 events becomes one execution with 1000 items', async () => {
		const target = await listener('Batch');
		await activate(world().session, target.workflow);
		const messages = Array.from({ length: 1000 }, (_, index) => ({
			mid: `batch-${index}-${randomUUID()}`,
			text: `Number ${index}`,
		}));
		const delivery = await world().simulator.instagram.deliverRaw({ url: target.url, ...signed(messages) });
		expect(delivery.status).toBe(200);
		const executions = await executionsOf(target, 1);
		expect(executions.map(({ status }) => status)).toEqual(['success']);
		const text = (await Promise.all(executions.map(textOf))).join();
		expect(messages.filter(({ mid }) => !text.includes(mid))).toEqual([]);
	}, 120_000);

	it('that arrives twenty times at the same time starts one execution', async () => {
		const target = await listener('Parallel');
		await activate(world().session, target.workflow);
		const delivery = signed([{ mid: `parallel-${randomUUID()}`, text: 'Once' }]);
		const answers = await Promise.all(
			Array.from(
				{ length: 20 },
				async () => await world().simulator.instagram.deliverRaw({ url: target.url, ...delivery }),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
		await executionsOf(target, 1);
		await settle();
		expect(await listExecutions(world().session, target.workflow.id)).toHaveLength(1);
	}, 120_000);
});

describe('A workflow', () => {
	it('hears nothing while it is not active, and all again afterwards', async () => {
		const target = await listener('Pause');
		await activate(world().session, target.workflow);
		await registerWebhook(world(), app, webhookPath(target.trigger));
		await writes('Before');
		await executionsOf(target, 1);
		await deactivate(world().session, target.workflow);
		await settle();
		expect(account.subscriptions[app.instagramAppId]).toContain('messages');
		const refused = await world().simulator.instagram.deliverRaw({
			url: target.url,
			...signed([{ mid: `off-${randomUUID()}`, text: 'Off' }]),
		});
		expect(refused.status).toBe(404);
		const { versionId } = await world().session.get<Workflow>(`/rest/workflows/${target.workflow.id}`);
		await activate(world().session, { ...target.workflow, versionId });
		await writes('After the pause');
		const [newest] = await executionsOf(target, 2);
		expect(await textOf(newest)).toContain('After the pause');
		await deactivate(world().session, target.workflow);
	}, 120_000);

	it('does not activate with settings that cannot work, and says why', async () => {
		const target = await listener('Wrong', { options: { keywords: ['/(a)\\1/'] } });
		await expect(activate(world().session, target.workflow)).rejects.toThrow(/Keywords: .* back reference/);
	}, 60_000);

	it('gets a photo of a message as a file that the next node reads', async () => {
		const hash: WorkflowNode = {
			name: 'Hash',
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
			parameters: {
				action: 'hash',
				type: 'SHA256',
				binaryData: true,
				binaryPropertyName: 'data',
				dataPropertyName: 'sha256',
			},
		};
		const target = await listener('Photo', { options: { downloadAttachments: true } }, [hash]);
		await activate(world().session, target.workflow);
		await registerWebhook(world(), app, webhookPath(target.trigger));
		const { simulator } = world();
		const photo = simulator.instagram.attachment('image', 'photo.jpg');
		await simulator.instagram.sendDirectMessage({ from: person, to: account, attachments: [photo] });
		const [execution] = await executionsOf(target, 1);
		expect(execution?.status).toBe('success');
		const sent = fixture('photo.jpg')?.bytes ?? '';
		expect(await textOf(execution)).toContain(createHash('sha256').update(sent).digest('hex'));
		await deactivate(world().session, target.workflow);
	}, 120_000);
});

/** The trigger sets it while it is being activated: n8n has to answer Meta's handshake by then. */
describe('The callback URL of the app', () => {
	let app: App;
	let account: Account;
	let connected: Connection;

	beforeAll(async () => {
		const { simulator, session } = world();
		app = createMetaApp(simulator);
		account = simulator.instagram.createAccount({ username: 'brand' });
		const credential = await createCredential(session, {
			name: 'With the Meta app secret',
			type: oAuth2Credential,
			data: {
				clientId: app.instagramAppId,
				clientSecret: app.instagramAppSecret,
				metaAppSecret: app.metaAppSecret,
				webhookVerifyToken: verifyToken,
			},
		});
		await connectOAuth2(session, credential, (windowUrl) =>
			simulator.instagram.authorize(windowUrl, { account }),
		);
		connected = { kind: 'oAuth2', credential };
	}, 60_000);

	const setter = async (appCallback: string) =>
		await listener(appCallback, { options: { appCallback, metaAppId: app.metaAppId } }, [noOp()], connected);

	it('is set on activation, and a message starts the workflow', async () => {
		const { simulator, session } = world();
		const first = await setter('setIfFree');
		await activate(session, first.workflow);
		expect(app.callback).toMatchObject({ callbackUrl: first.url, fields: ['messages'] });
		const person = simulator.instagram.createPerson({ username: 'curious' });
		await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'Hi' });
		await waitForExecutions(session, first.workflow.id, 1);
	}, 60_000);

	it('is not taken from another workflow, unless told so', async () => {
		const { session } = world();
		const before = app.callback?.callbackUrl;
		const second = await setter('setIfFree');
		await expect(activate(session, second.workflow)).rejects.toThrow(/delivers its webhooks to another URL/);
		expect(app.callback?.callbackUrl).toBe(before);
		const third = await setter('takeOver');
		await activate(session, third.workflow);
		expect(app.callback?.callbackUrl).toBe(third.url);
	}, 60_000);

	it('leaves no secret behind', async () => {
		expect(await findLeaks(world(), app)).toEqual([]);
	});
});

it('no secret is left behind', async () => {
	expect(await findLeaks(world(), app)).toEqual([]);
});
