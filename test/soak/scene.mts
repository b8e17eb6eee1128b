/**
 * The shop of the soak: an account whose direct messages and comments are answered and polled, and that posts
 * all the time.
 */
import { randomUUID } from 'node:crypto';
import {
	connectAccount,
	createMetaApp,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { connectOAuth2, type CredentialReference } from '../../scripts/n8n/credentials.mts';
import { loadOptions } from '../../scripts/n8n/dropdown.mts';
import {
	activate,
	createWorkflow,
	inARow,
	type Workflow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import type { World } from '../../scripts/world/world.mts';
import type { Media, Person } from '../../simulator/index.mts';
import {
	instagram,
	instagramPollingTrigger,
	instagramTrigger,
	type Connection,
} from '../e2e/support/nodes.mts';
import { posts } from '../support/postRows.mts';

export interface Scene {
	readonly world: World;
	readonly app: App;
	readonly account: Account;
	readonly credential: CredentialReference;
	readonly people: readonly Person[];
	readonly media: Media;
	/** Answers messages and comments. */
	readonly answering: Workflow;
	/** Polls for the same messages and comments, and writes down their texts: each as often as it came. */
	readonly polling: Workflow;
	/** Posts a photo every ten seconds; n8n tries again when one fails. */
	readonly posting: Workflow;
}

const PEOPLE = 8;

export async function openScene(world: World): Promise<Scene> {
	const { simulator } = world;
	const app = createMetaApp(simulator);
	const account = simulator.instagram.createAccount({ username: 'shop' });
	const credential = await connectAccount(world, app, account);
	const connection: Connection = { kind: 'oAuth2', credential };

	const people = Array.from({ length: PEOPLE }, (_unused, index) =>
		simulator.instagram.createPerson({ username: `customer.${index}` }),
	);
	const media = simulator.instagram.createMedia(account, { caption: 'Look at this' });
	const answering = await answer(world, app, connection);
	const posting = await post(world, connection);
	const polling = await poll(world, connection, media);
	return { world, app, account, credential, people, media, answering, posting, polling };
}

/** What a person does whose login has ended: Connect, and a look into a node, which makes the login last. */
export async function connectAgain({ world, credential, account }: Scene): Promise<void> {
	const { session, simulator } = world;
	await connectOAuth2(session, credential, (url) => simulator.instagram.authorize(url, { account }));
	await loadOptions(session, {
		nodeType: 'n8n-nodes-instagram-login.instagram',
		method: 'getConnectedAccount',
		parameters: { authentication: 'oAuth2' },
		credentials: { instagramBusinessLoginOAuth2Api: credential },
	});
}

const to = (node: WorkflowNode) => [{ node: node.name, type: 'main' as const, index: 0 }];

async function answer(world: World, app: App, connection: Connection): Promise<Workflow> {
	const { session } = world;
	const trigger = instagramTrigger(connection, { events: ['messages', 'comments'] });
	const isComment: WorkflowNode = {
		name: 'Which',
		type: 'n8n-nodes-base.switch',
		typeVersion: 3,
		parameters: {
			mode: 'expression',
			numberOutputs: 2,
			output: '={{ $json.event === "comments" ? 1 : 0 }}',
		},
	};
	const message: WorkflowNode = {
		...instagram(connection, {
			resource: 'message',
			operation: 'send',
			recipientId: '={{ $json.senderId }}',
			text: '=Answer to {{ $json.text }}',
		}),
		name: 'Answer',
	};
	const reply: WorkflowNode = {
		...instagram(connection, {
			resource: 'comment',
			operation: 'reply',
			commentId: '={{ $json.commentId }}',
			message: '=Reply to {{ $json.text }}',
		}),
		name: 'Reply',
	};
	const answering = await createWorkflow(session, {
		name: 'Answering',
		nodes: [trigger, isComment, message, reply],
		connections: {
			[trigger.name]: { main: [to(isComment)] },
			[isComment.name]: { main: [to(message), to(reply)] },
		},
	});
	await activate(session, answering);
	await registerWebhook(world, app, `/webhook/${trigger.webhookId}/webhook`);
	return answering;
}

async function post({ session }: World, connection: Connection): Promise<Workflow> {
	const everyTenSeconds: WorkflowNode = {
		name: 'Every 10 seconds',
		type: 'n8n-nodes-base.scheduleTrigger',
		typeVersion: 1.2,
		parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 10 }] } },
	};
	const photo = {
		...instagram(connection, {
			resource: 'post',
			operation: 'createImage',
			imageUrl: 'https://media.example.test/photo.jpg',
			caption: '=Post of execution {{ $execution.id }}',
		}),
		...{ retryOnFail: true, maxTries: 3, waitBetweenTries: 500 },
		name: 'Post',
	};
	const posting = await createWorkflow(session, {
		name: `Posting ${randomUUID()}`,
		nodes: [everyTenSeconds, photo],
		connections: { [everyTenSeconds.name]: { main: [to(photo)] } },
	});
	await activate(session, posting);
	return posting;
}

async function poll({ session }: World, connection: Connection, media: Media): Promise<Workflow> {
	const trigger = instagramPollingTrigger(connection, {
		events: ['comments', 'messages'],
		// it gets older than the newest posts, which are watched without this
		options: { mediaIds: posts(media.id) },
		// n8n refuses a poll time that comes more often than once a minute, but not several of them
		pollTimes: {
			item: [5, 15, 25, 35, 45, 55].map((second) => ({
				mode: 'custom',
				cronExpression: `${second} * * * * *`,
			})),
		},
	});
	const texts = `$('${trigger.name}').all().map(({ json }) => json.text).join('|')`;
	const came: WorkflowNode & { executeOnce: boolean } = {
		name: 'Came',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		executeOnce: true,
		parameters: {
			assignments: {
				assignments: [{ id: '1', name: 'came', type: 'string', value: `={{ 'came(' + ${texts} + ')' }}` }],
			},
		},
	};
	const nodes = [trigger, came];
	const polling = await createWorkflow(session, {
		name: `Polling ${randomUUID()}`,
		nodes,
		connections: inARow(nodes),
	});
	await activate(session, polling);
	return polling;
}
