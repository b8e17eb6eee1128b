/**
 * Where a token of ours may go when n8n's own nodes use the credential, and that our own calls still go where
 * they have to.
 */
import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	oAuth2Credential,
	tokenCredential,
} from '../../scripts/world/connection.mts';
import { runManually } from '../../scripts/n8n/executions.mts';
import { createWorkflow, type WorkflowNode } from '../../scripts/n8n/workflows.mts';
import { exchanges, renewals } from './support/journal.mts';
import { agentWith, startModel, type Turn } from './support/model.mts';
import { credentialsOf, instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

const connections: Connection[] = [];

beforeAll(async () => {
	const app = createMetaApp(world().simulator);
	const account = world().simulator.instagram.createAccount({ username: 'brand' });
	const accessToken = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
	connections.push(
		{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
		{ kind: 'accessToken', credential: await createTokenCredential(world().session, accessToken, app) },
	);
});

/** n8n's own node, which may sign a request to any address with a credential that somebody shares. */
function httpRequest(connection: Connection, url: string): WorkflowNode {
	return {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: connection.kind === 'oAuth2' ? oAuth2Credential : tokenCredential,
			options: {},
		},
		credentials: credentialsOf(connection),
	};
}

const ME = 'https://graph.instagram.com/v25.0/me?fields=username';
const STRANGERS = ['https://stranger.example.test/', 'https://graph.instagram.com.stranger.example.test/'];

describe.each([0, 1])("n8n's HTTP Request node with our credential %i", (index) => {
	it('may call Instagram', async () => {
		const node = httpRequest(connections[index]!, ME);
		const { run } = await makeRunner(world(), [node]);
		expect(await run()).toMatchObject({ item: { username: 'brand' } });
	});

	it.each(STRANGERS)('is refused %s before anything is sent', async (url) => {
		const { run } = await makeRunner(world(), [httpRequest(connections[index]!, url)]);
		expect((await run()).error).toContain('Domain not allowed');
		expect(world().interception.refused()).toEqual([]);
	});
});

it.each([0, 1])(
	"an agent's HTTP tool with our credential %i calls Instagram and nobody else",
	async (index) => {
		const model = await startModel();
		try {
			model.turns = [ME, ...STRANGERS].map((url): Turn => ({ tool: 'HTTP_Request', args: { url } }));
			const tool = httpRequest(connections[index]!, "={{ $fromAI('url', 'Which address', 'string') }}");
			const file = await agentWith(world(), model, { ...tool, type: 'n8n-nodes-base.httpRequestTool' });
			const workflow = await createWorkflow(world().session, file);
			await runManually(world().session, workflow.id, 'Start');
			const [own, ...others] = model.toolAnswers();
			expect(own).toContain('brand');
			expect(others).toHaveLength(STRANGERS.length);
			for (const answer of others) expect(answer).toContain('Domain not allowed');
			expect(world().interception.refused()).toEqual([]);
		} finally {
			await model.close();
		}
	},
);

it.each([0, 1])(
	'our own node uploads a video with credential %i, to a host that no other node may call',
	async (index) => {
		const { simulator } = world();
		simulator.switches.resumable = 'allowed';
		const reel = instagram(connections[index]!, {
			resource: 'post',
			operation: 'createReel',
			mediaSource: 'url',
			videoUrl: 'https://media.example.test/reel.mp4',
			additionalFields: { uploadType: 'resumable' },
		});
		simulator.journal.clear();
		const { run } = await makeRunner(world(), [reel]);
		expect(await run()).toMatchObject({ item: { published: true } });
		expect(simulator.journal.entries().filter(({ host }) => host === 'rupload.facebook.com')).toHaveLength(1);
	},
);

it('our own nodes still exchange and renew', async () => {
	const { simulator } = world();
	simulator.journal.clear();
	const app = createMetaApp(simulator);
	const account = simulator.instagram.createAccount({ username: 'fresh' });
	const accessToken = simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
	const fresh: Connection[] = [
		{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
		{ kind: 'accessToken', credential: await createTokenCredential(world().session, accessToken, app) },
	];
	for (const connection of fresh) {
		const read = instagram(connection, { resource: 'account', operation: 'get' });
		const { run } = await makeRunner(world(), [read]);
		expect(await run()).toMatchObject({ item: { username: 'fresh' } });
	}
	expect([exchanges(world()).length, renewals(world()).length]).toEqual([1, 1]);
});
