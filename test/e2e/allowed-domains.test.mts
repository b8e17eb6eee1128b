import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	oAuth2Credential,
	tokenCredential,
} from '../../scripts/world/connection.mts';
import type { WorkflowNode } from '../../scripts/n8n/workflows.mts';
import { credentialsOf, type Connection } from './support/nodes.mts';
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

describe.each([0, 1])("n8n's HTTP Request node with our credential %i", (index) => {
	it('may call Instagram', async () => {
		const node = httpRequest(connections[index]!, 'https://graph.instagram.com/v25.0/me?fields=username');
		const { run } = await makeRunner(world(), [node]);
		expect(await run()).toMatchObject({ item: { username: 'brand' } });
	});

	it.each(['https://stranger.example.test/', 'https://graph.instagram.com.stranger.example.test/'])(
		'is refused %s before anything is sent',
		async (url) => {
			const { run } = await makeRunner(world(), [httpRequest(connections[index]!, url)]);
			expect((await run()).error).toContain('Domain not allowed');
			expect(world().interception.refused()).toEqual([]);
		},
	);
});
