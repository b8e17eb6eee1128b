/**
 * The one way through the package that has to work in every n8n that is supported; `npm run test:compat` runs
 * it in each.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportDecryptedCredentials } from '../../scripts/n8n/commands.mts';
import { testCredential } from '../../scripts/n8n/credentials.mts';
import { loadOptions, searchList } from '../../scripts/n8n/dropdown.mts';
import { listExecutions, waitForExecutions } from '../../scripts/n8n/executions.mts';
import { hasFeature, n8nOf } from '../../scripts/n8n/versions.mts';
import {
	activate,
	createWorkflow,
	deactivate,
	inARow,
	webhookPath,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import {
	connectAccount,
	createMetaApp,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { exchanges, publications } from '../e2e/support/journal.mts';
import {
	credentialsOf,
	download,
	instagram,
	instagramTrigger,
	type Connection,
} from '../e2e/support/nodes.mts';
import { makeRunner } from '../e2e/support/runs.mts';
import { findLeaks } from '../e2e/support/secrets.mts';
import { useWorld } from '../e2e/support/world.mts';

const n8n = n8nOf(process.env.N8N_TEST_VERSION);
const world = useWorld();
const PHOTO = 'https://media.example.test/photo.jpg';

let app: App;
let account: Account;
let connection: Connection;

beforeAll(async () => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
});

const nodeType = 'n8n-nodes-instagram-login.instagram';
/** Long enough for something to appear that should not. */
const settle = () => sleep(3_000);

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
	for (const deadline = performance.now() + 60_000; !(await what()); await sleep(200))
		if (performance.now() > deadline) throw new Error(`It did not come to this: ${what.toString()}`);
}

describe(`n8n ${n8n.version}`, () => {
	it('is the one that runs', async () => {
		expect(world().settings.installed.folder).toContain(`n8n-${n8n.version}`);
	});

	it('shows the panel, which exchanges the login for one of sixty days and stores it', async () => {
		const [connected] = await loadOptions(world().session, {
			nodeType,
			method: 'getConnectedAccount',
			parameters: { authentication: 'oAuth2' },
			credentials: credentialsOf(connection),
		});
		expect(connected?.name).toContain('@brand');

		const issued = JSON.parse(exchanges(world())[0]?.responseText ?? '{}') as { access_token?: string };
		const stored = (await exportDecryptedCredentials(world().settings)).find(
			({ id }) => id === connection.credential.id,
		);
		expect((stored?.data.oauthTokenData as { access_token?: string }).access_token).toBe(issued.access_token);
		expect(exchanges(world())).toHaveLength(1);
	});

	it('tests the credential', async () => {
		expect(await testCredential(world().session, connection.credential)).toMatchObject({ status: 'OK' });
	});

	const post = { resource: 'post', operation: 'createImage' };
	const captions = () =>
		world()
			.simulator.instagram.publishedMedia(account)
			.map(({ caption }) => caption);

	it('publishes a photo from a URL once', async () => {
		const photo = instagram(connection, { ...post, mediaSource: 'url', imageUrl: PHOTO, caption: 'URL' });
		const { run } = await makeRunner(world(), [photo]);
		expect((await run()).error).toBeUndefined();
		expect(captions()).toEqual(['URL']);
		expect(publications(world())).toHaveLength(1);
	});

	it('publishes a photo from a file, or says which setting of n8n keeps it from that', async () => {
		const photo = instagram(connection, { ...post, mediaSource: 'binary', caption: 'File' });
		const { run } = await makeRunner(world(), [download(PHOTO), photo]);
		const { error } = await run();
		if (hasFeature('filesStored', n8n)) {
			expect(error).toBeUndefined();
			expect(captions()).toEqual(['File', 'URL']);
		} else {
			expect(error).toContain('Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem');
			expect(captions()).toEqual(['URL']);
		}
	});

	it('lists posts to choose from', async () => {
		const { results } = await searchList(world().session, {
			nodeType,
			method: 'searchMedia',
			parameters: { authentication: 'oAuth2', resource: 'media', operation: 'get' },
			credentials: credentialsOf(connection),
		});
		expect(results.map(({ name }) => name)).toContainEqual(expect.stringContaining('URL'));
	});
});

describe('a direct message', () => {
	const trigger = () => instagramTrigger(connection, { events: ['messages'] });

	it('is answered once, also when Instagram repeats it, and as far as this n8n remembers it over a restart', async () => {
		const { simulator, session } = world();
		const person = simulator.instagram.createPerson({ username: 'curious' });
		const start = trigger();
		const answer = instagram(connection, {
			resource: 'message',
			operation: 'send',
			messageType: 'text',
			recipientId: '={{ $json.senderId }}',
			text: '=You said: {{ $json.text }}',
		});
		const nodes = [start, answer];
		const workflow = await createWorkflow(session, { name: 'Answer', nodes, connections: inARow(nodes) });
		await activate(session, workflow);
		await registerWebhook(world(), app, webhookPath(start));

		await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'Is it open?' });
		const [execution] = await waitForExecutions(session, workflow.id, 1);
		expect(execution?.status).toBe('success');

		// the first one: the account's own answer is delivered too
		const delivery = simulator.deliveries.list()[0]!;
		const repeat = () =>
			simulator.instagram.deliverRaw({
				url: publicUrl + webhookPath(start),
				bytes: delivery.bytes,
				signature: delivery.headers['x-hub-signature-256'],
			});
		expect((await repeat()).status).toBe(200);
		await settle();
		const answers = () =>
			simulator.instagram
				.messages(account, person)
				.filter(({ fromAccount }) => fromAccount)
				.map(({ text }) => text);
		expect(answers()).toEqual(['You said: Is it open?']);

		await world().restartN8n();
		expect((await repeat()).status).toBe(200);
		if (hasFeature('eventsKept', n8n)) {
			await settle();
			expect(answers()).toHaveLength(1);
		} else await until(() => answers().length === 2);
		await deactivate(session, workflow);
	});

	it('that nobody has signed is turned away', async () => {
		const start = trigger();
		const nodes = [start];
		const workflow = await createWorkflow(world().session, { name: 'Forged', nodes, connections: {} });
		await activate(world().session, workflow);
		const { status } = await world().simulator.instagram.deliverRaw({
			url: publicUrl + webhookPath(start),
			bytes: '{"object":"instagram","entry":[]}',
			signature: `sha256=${'0'.repeat(64)}`,
		});
		expect(status).toBe(401);
		await settle();
		expect(await listExecutions(world().session, workflow.id)).toEqual([]);
	});
});

it('Send and Wait goes on with what the person has pressed', async () => {
	const { simulator, session } = world();
	const boss = simulator.instagram.createPerson({ username: 'boss' });
	await simulator.instagram.sendDirectMessage({ from: boss, to: account, text: 'I am there' });
	const recipientId = simulator.instagram.igsid(boss, account);
	const path = randomUUID();
	const start: WorkflowNode = {
		name: 'Start',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
	};
	const ask = instagram(connection, {
		resource: 'message',
		operation: 'sendAndWait',
		recipientId,
		message: 'Publish it?',
	});
	const tell = {
		...instagram(connection, {
			resource: 'message',
			operation: 'send',
			messageType: 'text',
			recipientId,
			text: '={{ $json.data.approved ? "published" : "dropped" }}',
		}),
		name: 'Tell',
	};
	const nodes = [start, ask, tell];
	const workflow = await createWorkflow(session, { name: 'Ask', nodes, connections: inARow(nodes) });
	await activate(session, workflow);
	await fetch(`${world().n8n.origin}/webhook/${path}`, { method: 'POST' });

	const received = () => simulator.instagram.messages(account, boss).filter(({ fromAccount }) => fromAccount);
	await until(async () => (await listExecutions(session, workflow.id))[0]?.status === 'waiting');
	const { buttons } = received()[0]!.template as { buttons: Array<{ url: string }> };
	const approve = world().n8n.origin + buttons[0]!.url.slice(publicUrl.length);

	const opened = await fetch(approve);
	expect(await opened.text()).toContain('<button type="submit">Approve</button>');
	expect((await fetch(approve, { method: 'POST' })).status).toBe(200);
	await until(() => received().length === 2);
	expect(received()[1]?.text).toBe('published');
});

it('nothing of it leaves a secret behind', async () => {
	expect(await findLeaks(world(), app)).toEqual([]);
});
