import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	connectAccount,
	createMetaApp,
	verifyToken,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { listExecutions, waitForExecutions, waitForStatus } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type Workflow,
	type WorkflowNode,
} from '../../scripts/n8n/workflows.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagram, instagramTrigger, type Connection } from './support/nodes.mts';
import { makeRunner } from './support/runs.mts';
import { findLeaks } from './support/secrets.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();
const hour = 3_600_000;

type Person = ReturnType<ReturnType<typeof world>['simulator']['instagram']['createPerson']>;

let app: App | undefined;
let account: Account;
let connection: Connection;

/** Each part has an account of its own: what one workflow answers is not what the other waits for. */
async function useAccount(username: string): Promise<void> {
	app ??= createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username });
	connection = { kind: 'oAuth2', credential: await connectAccount(world(), app, account) };
}

function appInUse(): App {
	if (!app) throw new Error('There is no app before an account is used.');
	return app;
}

const received = (person: Person) =>
	world()
		.simulator.instagram.messages(account, person)
		.filter(({ fromAccount }) => fromAccount);

/** Waits until the account has sent a person this many messages. */
async function waitForMessages(person: Person, count: number) {
	const deadline = performance.now() + 60_000;
	while (received(person).length < count) {
		if (performance.now() > deadline)
			throw new Error(`The person got ${received(person).length} messages, not ${count}.`);
		await sleep(100);
	}
	return received(person);
}

const message = (name: string, parameters: Record<string, unknown>): WorkflowNode => ({
	...instagram(connection, {
		resource: 'message',
		operation: 'send',
		recipientId: '={{ $json.senderId }}',
		...parameters,
	}),
	name,
});

describe('From a comment to a person', () => {
	let customer: Person;
	let workflow: Workflow;

	beforeAll(async () => {
		await useAccount('shop');
		customer = world().simulator.instagram.createPerson({ username: 'customer' });
		const trigger = instagramTrigger(connection, { events: ['comments', 'messages', 'messaging_postbacks'] });
		const which: WorkflowNode = {
			name: 'Which',
			type: 'n8n-nodes-base.switch',
			typeVersion: 3,
			parameters: {
				mode: 'expression',
				numberOutputs: 4,
				output:
					'={{ $json.event === "comments" ? 0 : $json.event === "messaging_postbacks" ? 3 : $json.quickReplyPayload ? 2 : 1 }}',
			},
		};
		const branches = [
			message('Private reply', {
				recipientType: 'comment',
				commentId: '={{ $json.commentId }}',
				text: '=Hi @{{ $json.senderUsername }}! Write "prices" to see them.',
			}),
			message('Quick replies', {
				messageType: 'quickReplies',
				text: 'What are you looking for?',
				quickReplies: {
					quickReply: [
						{ title: 'Shirts', payload: 'SHIRTS' },
						{ title: 'Shoes', payload: 'SHOES' },
					],
				},
			}),
			message('Template', {
				messageType: 'genericTemplate',
				elements: {
					element: [
						{
							title: '={{ $json.quickReplyPayload }}',
							subtitle: 'From 20 EUR',
							buttons: { button: [{ type: 'postback', title: 'Talk to a person', payload: 'PERSON' }] },
						},
					],
				},
			}),
			message('Hand over', { text: 'A person of our team will answer soon.' }),
		];
		workflow = await createWorkflow(world().session, {
			name: 'Shop',
			nodes: [trigger, which, ...branches],
			connections: {
				[trigger.name]: { main: [[{ node: which.name, type: 'main', index: 0 }]] },
				[which.name]: { main: branches.map(({ name }) => [{ node: name, type: 'main', index: 0 }]) },
			},
		});
		await activate(world().session, workflow);
		await world().simulator.instagram.setCallback(appInUse(), {
			callbackUrl: publicUrl + webhookPath(trigger),
			verifyToken,
			fields: ['comments', 'messages', 'messaging_postbacks'],
		});
	});

	it('a comment is answered privately', async () => {
		const media = world().simulator.instagram.createMedia(account);
		await world().simulator.instagram.comment({ from: customer, media, text: 'How much?' });
		const [reply] = await waitForMessages(customer, 1);
		expect(reply?.text).toBe('Hi @customer! Write "prices" to see them.');
	});

	it('the answer gets quick replies', async () => {
		await world().simulator.instagram.sendDirectMessage({ from: customer, to: account, text: 'prices' });
		const sent = await waitForMessages(customer, 2);
		expect(sent[1]).toMatchObject({
			text: 'What are you looking for?',
			quickReplies: [
				{ title: 'Shirts', payload: 'SHIRTS' },
				{ title: 'Shoes', payload: 'SHOES' },
			],
		});
	});

	it('a tap gets a card', async () => {
		await world().simulator.instagram.sendDirectMessage({
			from: customer,
			to: account,
			text: 'Shoes',
			quickReplyPayload: 'SHOES',
		});
		const sent = await waitForMessages(customer, 3);
		expect(sent[2]?.template).toMatchObject({
			elements: [
				{
					title: 'SHOES',
					subtitle: 'From 20 EUR',
					buttons: [{ type: 'postback', title: 'Talk to a person', payload: 'PERSON' }],
				},
			],
		});
	});

	it('its button hands over to a person', async () => {
		await world().simulator.instagram.postback({
			from: customer,
			to: account,
			title: 'Talk to a person',
			payload: 'PERSON',
		});
		const sent = await waitForMessages(customer, 4);
		expect(sent[3]?.text).toBe('A person of our team will answer soon.');
		const executions = await waitForExecutions(world().session, workflow.id, 4);
		expect(executions.map(({ status }) => status)).toEqual(Array(4).fill('success'));
	});

	it('who may still answer after three days, when the workflow may not any more', async () => {
		await world().advance(72 * hour);
		const recipientId = world().simulator.instagram.igsid(customer, account);
		const answer = {
			resource: 'message',
			operation: 'send',
			recipientId,
			text: 'Sorry for the wait! They are 60 EUR.',
		};
		const automatic = await makeRunner(world(), [instagram(connection, answer)]);
		expect((await automatic.run()).error).toMatch(
			/The 24-hour window for messages to this person closed on \d+ \w+ \d+ at/,
		);
		const byHand = await makeRunner(world(), [
			instagram(connection, { ...answer, additionalFields: { humanAgent: true } }),
		]);
		expect((await byHand.run()).error).toContain('The app may not use the Human Agent tag');
		appInUse().humanAgent = true;
		expect((await byHand.run()).item.id).toBe(received(customer)[4]?.id);
		expect(received(customer)[4]).toMatchObject({ text: answer.text, tag: 'HUMAN_AGENT' });
	});
});

describe('Send and Wait for Response', () => {
	let boss: Person;

	beforeAll(async () => await useAccount('office'));
	beforeEach(async () => {
		boss = world().simulator.instagram.createPerson({ username: `boss.${randomUUID().slice(0, 8)}` });
		await world().simulator.instagram.sendDirectMessage({ from: boss, to: account, text: 'I am there' });
	});

	/** Asks, and then tells the same person what has come out. */
	async function ask(options: Record<string, unknown> = {}) {
		const path = randomUUID();
		const start: WorkflowNode = {
			name: 'Start',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
		};
		const recipientId = world().simulator.instagram.igsid(boss, account);
		const question: WorkflowNode = {
			...instagram(connection, {
				resource: 'message',
				operation: 'sendAndWait',
				recipientId,
				message: 'Publish it?',
				options,
			}),
			name: 'Ask',
		};
		const result = message('Tell', {
			recipientId,
			text: '={{ $json.data ? ($json.data.approved ? "published" : "dropped") : "nobody answered" }}',
		});
		const row = [start, question, result];
		const workflow = await createWorkflow(world().session, {
			name: `Ask ${path}`,
			nodes: row,
			connections: inARow(row),
		});
		await activate(world().session, workflow);
		await fetch(`${world().n8n.origin}/webhook/${path}`, { method: 'POST' });
		const [sent] = await waitForMessages(boss, 1);
		const [approve, decline] = (sent?.template as { buttons: Array<{ url: string }> }).buttons.map(
			({ url }) => url,
		);
		await waitForStatus(world().session, workflow.id, 'waiting');
		return { workflow, approve: approve ?? '', decline: decline ?? '' };
	}

	/** Follows a link from outside, where n8n has its public name. */
	async function follow(url: string, method: 'GET' | 'POST' = 'GET') {
		expect(url.startsWith(`${publicUrl}/webhook-waiting/`)).toBe(true);
		const answer = await fetch(world().n8n.origin + url.slice(publicUrl.length), { method });
		return { status: answer.status, page: await answer.text() };
	}

	it.each([
		['approved', 'Approve', 'published'],
		['rejected', 'Decline', 'dropped'],
	])('goes on when it was %s, also after a restart of n8n', async (_what, label, outcome) => {
		const { workflow, approve, decline } = await ask();
		await world().restartN8n();
		const link = label === 'Approve' ? approve : decline;

		// Instagram opens links too; opening decides nothing.
		const opened = await follow(link);
		expect(opened.status).toBe(200);
		expect(opened.page).toContain(`<button type="submit">${label}</button>`);
		expect((await listExecutions(world().session, workflow.id))[0]?.status).toBe('waiting');

		const pressed = await follow(link, 'POST');
		expect(pressed.status).toBe(200);
		expect(pressed.page).toContain(`Your answer was recorded: ${label}`);
		await waitForStatus(world().session, workflow.id, 'success');
		expect((await waitForMessages(boss, 2))[1]?.text).toBe(outcome);

		const again = await follow(decline, 'POST');
		expect(again.status).toBe(200);
		expect(again.page).toContain('No action required');
		expect(received(boss)).toHaveLength(2);
	});

	it('turns a link away whose decision was changed', async () => {
		const { workflow, decline } = await ask();
		const forged = await follow(decline.replace('approved=false', 'approved=true'), 'POST');
		expect(forged.status).toBe(401);
		expect((await listExecutions(world().session, workflow.id))[0]?.status).toBe('waiting');
		await follow(decline, 'POST');
		await waitForStatus(world().session, workflow.id, 'success');
	});

	it('goes on without an answer when the time is over, also across a restart', async () => {
		const { clock } = world().simulator;
		const overMs = clock.now() + 2 * hour;
		const { workflow, approve } = await ask({
			limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'hours' } },
		});
		await world().advance(hour);
		await world().restartN8n();
		expect((await listExecutions(world().session, workflow.id))[0]?.status).toBe('waiting');
		// n8n looks for waits that will soon be over when it starts, and once a minute. One that is over already
		// can be caught by its own search for crashed executions (2.41.1).
		await world().advance(overMs - clock.now() - 20_000);
		await world().restartN8n();
		await waitForStatus(world().session, workflow.id, 'success');
		expect((await waitForMessages(boss, 2))[1]?.text).toBe('nobody answered');
		expect((await follow(approve, 'POST')).page).toContain('No action required');
	});

	it('leaves no secret behind', async () => {
		expect(await findLeaks(world(), appInUse())).toEqual([]);
	});
});
