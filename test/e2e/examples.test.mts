import {
	connectAccount,
	createMetaApp,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { listExamples, readExample } from '../../scripts/world/examples.mts';
import type { CredentialReference } from '../../scripts/n8n/credentials.mts';
import {
	executionError,
	executionText,
	runManually,
	waitForExecutions,
} from '../../scripts/n8n/executions.mts';
import { activate, createWorkflow, webhookPath, type Workflow } from '../../scripts/n8n/workflows.mts';
import { readAgentExample, startModel } from './support/model.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

let app: App;
let account: Account;
let credential: CredentialReference;

beforeAll(async () => {
	app = createMetaApp(world().simulator);
	account = world().simulator.instagram.createAccount({ username: 'brand' });
	credential = await connectAccount(world(), app, account);
});

async function importExample(name: string, chosen = credential): Promise<Workflow> {
	const workflow = await createWorkflow(world().session, await readExample(name, chosen));
	await activate(world().session, workflow);
	return workflow;
}

/** How each example is made to run, and what it has to bring about. */
const runs: Record<string, () => Promise<void>> = {
	async 'publish-photo-on-schedule'() {
		const workflow = await importExample('publish-photo-on-schedule');

		const execution = await runManually(world().session, workflow.id, 'Every Morning at 9');

		expect(await executionError(world().session, execution.id)).toBeUndefined();
		expect(execution.status).toBe('success');
		const captions = world()
			.simulator.instagram.publishedMedia(account)
			.map(({ caption }) => caption);
		expect(captions).toEqual([expect.stringMatching(/^Good morning! It is \w+, \d+ \w+\.$/)]);
	},

	async 'answer-direct-message'() {
		const workflow = await importExample('answer-direct-message');
		const [trigger] = workflow.nodes;
		await registerWebhook(world(), app, webhookPath(trigger ?? {}));
		const person = world().simulator.instagram.createPerson({ username: 'curious' });

		await world().simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'Hello?' });

		const executions = await waitForExecutions(world().session, workflow.id, 1);
		expect(executions.map(({ status }) => status)).toEqual(['success']);
		const texts = world()
			.simulator.instagram.messages(account, person)
			.map(({ text }) => text);
		expect(texts).toEqual(['Hello?', 'Thank you for writing “Hello?”! We answer within a day.']);
	},

	async 'agent-answers-direct-messages'() {
		const instagram = world().simulator.instagram;
		const model = await startModel();
		try {
			const example = await readAgentExample(world(), model, {
				instagram: credential,
				colleagueId: '1234567890123456',
			});
			const workflow = await createWorkflow(world().session, example);
			await activate(world().session, workflow);
			await registerWebhook(world(), app, webhookPath(workflow.nodes[0] ?? {}));
			const person = instagram.createPerson({ username: 'asking' });
			model.turns = [{ tool: 'Send_the_Answer', args: { text: 'From 9 to 18.' } }];

			await instagram.sendDirectMessage({ from: person, to: account, text: 'When are you open?' });

			const executions = await waitForExecutions(world().session, workflow.id, 1);
			expect(executions.map(({ status }) => status)).toEqual(['success']);
			expect(instagram.messages(account, person).map(({ text }) => text)).toEqual([
				'When are you open?',
				'From 9 to 18.',
			]);
		} finally {
			await model.close();
		}
	},

	async 'moderate-comments'() {
		const workflow = await importExample('moderate-comments');
		const [trigger] = workflow.nodes;
		await registerWebhook(world(), app, webhookPath(trigger ?? {}));
		const instagram = world().simulator.instagram;
		const person = instagram.createPerson({ username: 'visitor' });
		const media = instagram.createMedia(account);

		await instagram.comment({ from: person, media, text: 'Lovely!' });
		await instagram.comment({ from: person, media, text: 'Free followers here' });

		const executions = await waitForExecutions(world().session, workflow.id, 2);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
		const left = instagram
			.comments(media)
			.map(({ text, replies }) => [text, replies.map((reply) => reply.text)]);
		expect(left).toEqual([['Lovely!', ['Thank you for your comment, @visitor!']]]);
	},

	async 'weekly-insights-report'() {
		const instagram = world().simulator.instagram;
		instagram.createMedia(account, { mediaType: 'VIDEO', productType: 'REELS' });
		const withInsights = await connectAccount(world(), app, account, [
			'instagram_business_basic',
			'instagram_business_manage_insights',
		]);
		const workflow = await importExample('weekly-insights-report', withInsights);

		const execution = await runManually(world().session, workflow.id, 'Every Monday');

		expect(await executionError(world().session, execution.id)).toBeUndefined();
		expect(execution.status).toBe('success');
		expect(await executionText(world().session, execution.id)).toContain('instagram-insights.csv');
	},

	async 'ask-before-publishing'() {
		const workflow = await importExample('ask-before-publishing');
		const [trigger] = workflow.nodes;
		await registerWebhook(world(), app, webhookPath(trigger ?? {}));
		const instagram = world().simulator.instagram;
		const boss = instagram.createPerson({ username: 'boss' });
		const received = () => instagram.messages(account, boss).filter(({ fromAccount }) => fromAccount);
		const until = async (count: number) => {
			const deadline = performance.now() + 60_000;
			while (received().length < count && performance.now() < deadline)
				await new Promise((resolve) => setTimeout(resolve, 200));
		};
		const published = instagram.publishedMedia(account).length;

		await instagram.sendDirectMessage({ from: boss, to: account, text: 'Please publish' });
		await until(1);
		expect(instagram.publishedMedia(account)).toHaveLength(published);
		const { buttons } = received()[0]?.template as { buttons: Array<{ title: string; url: string }> };
		expect(buttons.map(({ title }) => title)).toEqual(['Publish', 'Drop it']);
		const link = new URL(buttons[0]?.url ?? '');
		const pressed = await fetch(world().n8n.origin + link.pathname + link.search, { method: 'POST' });
		expect(await pressed.text()).toContain('Your answer was recorded: Publish');
		await until(2);

		expect(instagram.publishedMedia(account)).toHaveLength(published + 1);
		expect(received()[1]?.text).toMatch(/^It is online: https:\/\/www\.instagram\.com\/p\//);
		await waitForExecutions(world().session, workflow.id, 1);
	},

	async 'warn-before-login-ends'() {
		const workflow = await importExample('warn-before-login-ends');
		const quiet = await runManually(world().session, workflow.id, 'Every Day');
		expect(await executionError(world().session, quiet.id)).toBeUndefined();

		account.messagesAllowed = false;
		const alarm = await runManually(world().session, workflow.id, 'Every Day');
		account.messagesAllowed = true;
		expect(await executionError(world().session, alarm.id)).toContain('access to messages: false');
	},
};

describe('The examples', () => {
	it('are all run here', async () => {
		expect(Object.keys(runs).sort()).toEqual((await listExamples()).sort());
	});

	it.each(Object.keys(runs))('%s does what it says', async (name) => {
		await runs[name]?.();
	});
});
