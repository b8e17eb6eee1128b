/** Workflows that answer: a direct message, and comments, some of which are hidden and deleted. */
import {
	connectAccount,
	createMetaApp,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { searchList } from '../../scripts/n8n/dropdown.mts';
import { executionError, listExecutions, waitForExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type Workflow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { requests, sentMessages } from './support/journal.mts';
import { credentialsOf, instagram, instagramTrigger, type Connection } from './support/nodes.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
type InstagramWorld = ReturnType<typeof world>['simulator']['instagram'];

/** Long enough for an execution to appear that should not. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1_500));

describe('A workflow that answers messages', () => {
	let app: App;
	let account: Account;
	let person: ReturnType<InstagramWorld['createPerson']>;
	let workflow: Workflow;
	let callbackUrl: string;

	beforeAll(async () => {
		const { simulator, session } = world();
		app = createMetaApp(simulator);
		account = simulator.instagram.createAccount({ username: 'brand' });
		person = simulator.instagram.createPerson({ username: 'curious' });
		const connection: Connection = {
			kind: 'oAuth2',
			credential: await connectAccount(world(), app, account),
		};
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
});

describe('A workflow that moderates comments', () => {
	let app: App;
	let account: Account;
	let connection: Connection;
	let person: ReturnType<InstagramWorld['createPerson']>;
	let media: ReturnType<InstagramWorld['createMedia']>;
	let workflow: Workflow;

	const comment = (
		name: string,
		operation: string,
		parameters: Record<string, unknown> = {},
	): WorkflowNode => ({
		...instagram(connection, { resource: 'comment', operation, ...parameters }),
		name,
	});
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	const ofTheTrigger = byId("={{ $('Instagram Trigger').item.json.commentId }}");

	const isSpam: WorkflowNode = {
		name: 'Is It Spam?',
		type: 'n8n-nodes-base.if',
		typeVersion: 2.2,
		parameters: {
			conditions: {
				options: { caseSensitive: false, leftValue: '', typeValidation: 'strict', version: 2 },
				combinator: 'and',
				conditions: [
					{
						id: 'keyword',
						leftValue: '={{ $json.text }}',
						rightValue: 'free followers',
						operator: { type: 'string', operation: 'contains' },
					},
				],
			},
			options: { ignoreCase: true },
		},
	};

	const to = (...names: string[]) => names.map((node) => ({ node, type: 'main' as const, index: 0 }));

	/**
	 * Hides a comment with a keyword at once, writes to whoever wrote it, and deletes it; answers every other
	 * comment.
	 */
	beforeAll(async () => {
		const { simulator, session } = world();
		app = createMetaApp(simulator);
		account = simulator.instagram.createAccount({ username: 'brand' });
		person = simulator.instagram.createPerson({ username: 'visitor' });
		media = simulator.instagram.createMedia(account, { caption: 'New in the shop' });
		connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
		const trigger = instagramTrigger(connection, { events: ['comments'] });
		workflow = await createWorkflow(session, {
			name: 'Moderate comments',
			nodes: [
				trigger,
				isSpam,
				comment('Hide', 'hide', { commentId: byId('={{ $json.commentId }}') }),
				comment('Write Privately', 'sendPrivateReply', {
					commentId: ofTheTrigger,
					text: 'Please do not advertise here.',
				}),
				comment('Delete', 'delete', { commentId: ofTheTrigger }),
				comment('Reply', 'reply', {
					commentId: byId('={{ $json.commentId }}'),
					message: '=Thank you for “{{ $json.text }}”!',
				}),
			],
			connections: {
				[trigger.name]: { main: [to('Is It Spam?')] },
				'Is It Spam?': { main: [to('Hide'), to('Reply')] },
				Hide: { main: [to('Write Privately')] },
				'Write Privately': { main: [to('Delete')] },
			},
		});
		await activate(session, workflow);
		await registerWebhook(world(), app, webhookPath(trigger));
	});

	const executions = () => listExecutions(world().session, workflow.id);
	const comments = () => world().simulator.instagram.comments(media);

	async function write(text: string) {
		const before = (await executions()).length;
		const { comment: written } = await world().simulator.instagram.comment({ from: person, media, text });
		const [execution] = await waitForExecutions(world().session, workflow.id, before + 1);
		expect(execution && (await executionError(world().session, execution.id))).toBeUndefined();
		expect(execution?.status).toBe('success');
		return written;
	}

	describe('A comment', () => {
		it('with a keyword is hidden, its writer is told why, and it is deleted', async () => {
			const spam = await write('Get FREE followers now!');

			const calls = world()
				.simulator.journal.entries()
				.filter(
					({ method, body, path }) => method !== 'GET' && JSON.stringify([path, body]).includes(spam.id),
				);
			expect(calls.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
				`POST ${spam.id}`,
				'POST messages',
				`DELETE ${spam.id}`,
			]);
			expect(spam.hidden).toBe(true);
			expect(comments()).toEqual([]);
			const received = world()
				.simulator.instagram.messages(account, person)
				.filter(({ fromAccount }) => fromAccount);
			expect(received.map(({ text }) => text)).toEqual(['Please do not advertise here.']);
		});

		it('without one is answered once, and the answer starts no execution of its own', async () => {
			const before = (await executions()).length;
			await write('Is it blue?');
			await world().simulator.deliveries.idle();
			await settle();

			expect(
				comments().map(({ text, hidden, replies }) => ({
					text,
					hidden,
					replies: replies.map((reply) => reply.text),
				})),
			).toEqual([{ text: 'Is it blue?', hidden: false, replies: ['Thank you for “Is it blue?”!'] }]);
			expect(await executions()).toHaveLength(before + 1);
			expect(requests(world(), 'POST', /\/replies$/)).toHaveLength(1);
		});
	});

	describe('The lists of the panel', () => {
		const search = async (method: string, filter?: string) =>
			await searchList(world().session, {
				nodeType: 'n8n-nodes-instagram-login.instagram',
				method,
				filter,
				parameters: { authentication: connection.kind, resource: 'comment', operation: 'get' },
				credentials: credentialsOf(connection),
			});

		it('show media, comments and conversations in n8n', async () => {
			const found = await search('searchMedia', 'shop');
			expect(found.results.map(({ value }) => value)).toEqual([media.id]);
			expect(found.results[0]?.name).toMatch(/^New in the shop · Photo · /);
			const [blue] = comments();
			expect((await search('searchComments', 'blue?')).results[0]).toMatchObject({ value: blue?.id });
			const conversations = await search('searchConversations');
			expect(conversations.results[0]?.name).toContain('@visitor · Please do not advertise here.');
		});
	});

	it('leaves no secret behind', async () => {
		expect(await findLeaks(world(), app)).toEqual([]);
	});
});
