/**
 * Secrets stay in the credential, and a token goes where it has to: to Instagram, also when n8n's own nodes
 * use the credential.
 */
import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	oAuth2Credential,
	tokenCredential,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { exportCredentials, exportDecryptedCredentials } from '../../scripts/n8n/commands.mts';
import { runManually } from '../../scripts/n8n/executions.mts';
import { createWorkflow, type WorkflowNode } from '../../scripts/n8n/workflows.mts';
import { connectBoth } from './support/connections.mts';
import { exchanges, renewals } from './support/journal.mts';
import { agentWith, startModel, type Turn } from './support/model.mts';
import { credentialsOf, instagram, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaks, secretsOf } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const day = 86_400_000;

let app: App;
let account: Account;
let pasted: string;
let connections: Connection[];

beforeAll(async () => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	pasted = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
	connections = [
		{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
		{ kind: 'accessToken', credential: await createTokenCredential(world().session, pasted, app) },
	];
});

const readAccount = { resource: 'account', operation: 'get' };
const publishNothing = {
	resource: 'post',
	operation: 'createImage',
	mediaSource: 'url',
	imageUrl: 'https://media.example.test/image.png',
};

describe('Secrets stay in the credential', () => {
	it('when all goes well', async () => {
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, readAccount)]);
			expect((await run()).error).toBeUndefined();
		}

		// The search finds something only if it knows what to look for: the app's two, ours, and the tokens.
		expect(secretsOf(world(), app).size).toBeGreaterThanOrEqual(6);
		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('when Instagram refuses a request', async () => {
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, publishNothing)]);
			expect((await run()).error).toBeDefined();
		}

		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('when an error becomes an item', async () => {
		for (const connection of connections) {
			const node = { ...instagram(connection, publishNothing), onError: 'continueRegularOutput' };
			const { run } = await makeRunner(world(), [node]);
			const { item, error } = await run();
			expect([error, item]).toEqual([
				undefined,
				expect.objectContaining({ error: expect.anything() as unknown }),
			]);
		}

		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('when the credentials are exported: encrypted nothing is seen, decrypted only the tokens in use', async () => {
		const { settings } = world();
		const before = renewals(world()).length;
		await world().advance(10 * day);
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, readAccount)]);
			expect((await run()).error).toBeUndefined();
		}
		const inUse = renewals(world())
			.slice(before)
			.map(({ responseText }) => (JSON.parse(responseText) as { access_token: string }).access_token);
		expect(inUse).toHaveLength(2);

		const encrypted = await exportCredentials(settings);
		for (const [name, secret] of secretsOf(world(), app))
			expect([name, encrypted.includes(secret)]).toEqual([name, false]);

		const exported = await exportDecryptedCredentials(settings);
		const tokensIn = ({ kind, credential }: Connection) => {
			const stored = exported.find(({ id }) => id === credential.id);
			// what was renewed lies beside the pasted token it came from
			const tokens = new Set(JSON.stringify(stored?.data).match(/IG[A-Za-z0-9_-]{20,}/g));
			return [kind, [...tokens].map((token) => (token === pasted ? 'pasted' : inUse.indexOf(token)))];
		};
		expect(connections.map(tokensIn)).toEqual([
			['oAuth2', [0]],
			['accessToken', ['pasted', 1]],
		]);
	});

	it('when the connection breaks or the token is revoked', async () => {
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, publishNothing)]);
			world().simulator.faults.failNext(
				{ method: 'POST', path: '/media' },
				{ kind: 'reset', effect: 'before' },
			);
			expect((await run()).error).toBeDefined();
		}
		world().simulator.instagram.revoke(account, app, 'password');
		for (const connection of connections) {
			const { run } = await makeRunner(world(), [instagram(connection, readAccount)]);
			expect((await run()).error).toBeDefined();
		}

		expect(await findLeaks(world(), app)).toEqual([]);
	});

	it('and nothing but Instagram has been asked for anything', () => {
		expect(world().interception.refused()).toEqual([]);
	});
});

describe('A token of a credential that others may use', () => {
	const connections: Connection[] = [];

	beforeAll(async () => {
		const app = createMetaApp(world().simulator);
		const account = world().simulator.instagram.createAccount({ username: 'brand' });
		connections.push(...(await connectBoth(world(), app, account)));
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
			expect(simulator.journal.entries().filter(({ host }) => host === 'rupload.facebook.com')).toHaveLength(
				1,
			);
		},
	);

	it('our own nodes still exchange and renew', async () => {
		const { simulator } = world();
		simulator.journal.clear();
		const app = createMetaApp(simulator);
		const account = simulator.instagram.createAccount({ username: 'fresh' });
		for (const connection of await connectBoth(world(), app, account)) {
			const read = instagram(connection, { resource: 'account', operation: 'get' });
			const { run } = await makeRunner(world(), [read]);
			expect(await run()).toMatchObject({ item: { username: 'fresh' } });
		}
		expect([exchanges(world()).length, renewals(world()).length]).toEqual([1, 1]);
	});
});
