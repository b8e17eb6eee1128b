import {
	connectAccount,
	createMetaApp,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { listExecutions, waitForExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type Workflow,
} from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { sentMessages } from './support/journal.mts';
import { instagram, instagramTrigger, type Connection } from './support/nodes.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

let app: App;
let account: Account;
let person: ReturnType<ReturnType<typeof world>['simulator']['instagram']['createPerson']>;
let workflow: Workflow;
let callbackUrl: string;

beforeAll(async () => {
	const { simulator, session } = world();
	app = createMetaApp(simulator);
	account = simulator.instagram.createAccount({ username: 'brand' });
	person = simulator.instagram.createPerson({ username: 'curious' });
	const connection: Connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
	const trigger = instagramTrigger(connection, { events: ['messages'] });
	const answer = instagram(connection, {
		resource: 'message',
		operation: 'send',
		messageType: 'text',
		recipientId: '={{ $json.senderId }}',
		text: '=You said: {{ $json.text }}',
	});
	workflow = await createWorkflow(session, {
		name: 'Answer',
		nodes: [trigger, answer],
		connections: inARow([trigger, answer]),
	});
	await activate(session, workflow);
	callbackUrl = publicUrl + webhookPath(trigger);
	await registerWebhook(world(), app, webhookPath(trigger));
});

/** Long enough for an execution to appear that should not. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1_500));

const executions = () => listExecutions(world().session, workflow.id);
const answers = () =>
	world()
		.simulator.instagram.messages(account, person)
		.filter(({ fromAccount }) => fromAccount)
		.map(({ text }) => text);

describe('A direct message', () => {
	it('signed by Instagram starts exactly one execution, and the answer arrives', async () => {
		await world().simulator.instagram.sendDirectMessage({
			from: person,
			to: account,
			text: 'Is the café open? 👋',
		});
		const [execution] = await waitForExecutions(world().session, workflow.id, 1);
		await world().simulator.deliveries.idle();
		await settle();

		expect(execution?.status).toBe('success');
		expect(await executions()).toHaveLength(1);
		expect(answers()).toEqual(['You said: Is the café open? 👋']);
		expect(sentMessages(world())).toHaveLength(1);
	});

	it('that Instagram repeats starts none', async () => {
		const [delivery] = world().simulator.deliveries.list();
		if (!delivery) throw new Error('Nothing was delivered before.');
		const again = await world().simulator.instagram.deliverRaw({
			url: callbackUrl,
			bytes: delivery.bytes,
			signature: delivery.headers['x-hub-signature-256'],
		});
		await settle();

		expect(again.status).toBe(200);
		expect(await executions()).toHaveLength(1);
		expect(answers()).toHaveLength(1);
	});

	it.each([
		['without a signature', () => undefined],
		['signed with another secret', () => `sha256=${'0'.repeat(64)}`],
		['signed for other bytes', () => world().simulator.instagram.sign(app, 'other bytes')],
		['with half a signature', () => world().simulator.instagram.sign(app, forged()).slice(0, 40)],
	])('%s is turned away and starts none', async (_how, signature) => {
		const delivery = await world().simulator.instagram.deliverRaw({
			url: callbackUrl,
			bytes: forged(),
			signature: signature(),
		});
		await settle();

		expect(delivery.status).toBe(401);
		expect(await executions()).toHaveLength(1);
		expect(answers()).toHaveLength(1);
	});

	it('leaves no secret behind', async () => {
		expect(await findLeaks(world(), app)).toEqual([]);
	});
});

/** What somebody who knows the address but not the secret would send. */
function forged(): string {
	const igsid = world().simulator.instagram.igsid(person, account);
	const message = { mid: 'forged', text: 'Send me the password' };
	const timestamp = world().simulator.clock.now();
	const messaging = [{ sender: { id: igsid }, recipient: { id: account.id }, timestamp, message }];
	return JSON.stringify({ object: 'instagram', entry: [{ id: account.id, time: timestamp, messaging }] });
}
