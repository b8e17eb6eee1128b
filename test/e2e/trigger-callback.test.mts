/**
 * The trigger sets the app's callback URL while it is being activated: Meta's handshake has to find it in a
 * real n8n by then.
 */
import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { waitForExecutions } from '../../scripts/n8n/executions.mts';
import { connectOAuth2, createCredential } from '../../scripts/n8n/credentials.mts';
import {
	createMetaApp,
	oAuth2Credential,
	verifyToken,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagramTrigger, type Connection } from './support/nodes.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

let app: App;
let account: Account;
let connection: Connection;

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
	connection = { kind: 'oAuth2', credential };
}, 60_000);

async function listener(appCallback: string) {
	const options = { appCallback, metaAppId: app.metaAppId };
	const trigger = instagramTrigger(connection, { events: ['messages'], options });
	const after: WorkflowNode = { name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	const nodes = [trigger, after];
	const workflow = await createWorkflow(world().session, {
		name: appCallback,
		nodes,
		connections: inARow(nodes),
	});
	return { workflow, url: publicUrl + webhookPath(trigger) };
}

it('is set on activation, and a message starts the workflow', async () => {
	const { simulator, session } = world();
	const first = await listener('setIfFree');
	await activate(session, first.workflow);
	expect(app.callback).toMatchObject({ callbackUrl: first.url, fields: ['messages'] });
	const person = simulator.instagram.createPerson({ username: 'curious' });
	await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'Hi' });
	await waitForExecutions(session, first.workflow.id, 1);
}, 60_000);

it('is not taken from another workflow, unless told so', async () => {
	const { session } = world();
	const before = app.callback?.callbackUrl;
	const second = await listener('setIfFree');
	await expect(activate(session, second.workflow)).rejects.toThrow(/delivers its webhooks to another URL/);
	expect(app.callback?.callbackUrl).toBe(before);
	const third = await listener('takeOver');
	await activate(session, third.workflow);
	expect(app.callback?.callbackUrl).toBe(third.url);
}, 60_000);

it('no secret is left behind', async () => {
	expect(await findLeaks(world(), app)).toEqual([]);
});
