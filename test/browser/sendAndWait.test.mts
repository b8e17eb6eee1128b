/** The buttons of Send and Wait as people press them: two at one moment, and one too late. */
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { waitForStatus } from '../../scripts/n8n/executions.mts';
import { activate, createWorkflow, inARow, type Workflow } from '../../scripts/n8n/workflows.mts';
import { connectAccount, createMetaApp } from '../../scripts/world/connection.mts';
import { instagram, type Connection } from '../e2e/support/nodes.mts';
import { useWorld } from '../e2e/support/world.mts';
import { describeInBrowser, keepPicture, openBrowser } from './support/browser.mts';

/** n8n answers what it refuses by itself, and as JSON. */
const refusal = (status: number) => (route: Route) =>
	route.fulfill({ status, json: { code: status, message: 'It was refused.' } });

const brokenProxy = (route: Route) =>
	route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' });

describeInBrowser('Two people who have the same question', () => {
	const world = useWorld();
	let browser: Browser;
	let context: BrowserContext;
	let workflow: Workflow;
	let links: string[];

	beforeAll(async () => {
		const { simulator, session, n8n } = world();
		const account = simulator.instagram.createAccount({ username: 'office' });
		const boss = simulator.instagram.createPerson({ username: 'boss' });
		await simulator.instagram.sendDirectMessage({ from: boss, to: account, text: 'I am there' });
		const connection: Connection = {
			kind: 'oAuth2',
			credential: await connectAccount(world(), createMetaApp(simulator), account),
		};
		const path = randomUUID();
		const row = [
			{
				name: 'Start',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: path,
				parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			},
			instagram(connection, {
				resource: 'message',
				operation: 'sendAndWait',
				recipientId: simulator.instagram.igsid(boss, account),
				message: 'Publish the summer post?',
			}),
			{
				// what comes after the answer takes some time, in which the execution runs
				name: 'Work',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				parameters: { amount: 20, unit: 'seconds' },
			},
		];
		workflow = await createWorkflow(session, { name: 'Ask', nodes: row, connections: inARow(row) });
		await activate(session, workflow);
		await fetch(`${n8n.origin}/webhook/${path}`, { method: 'POST' });
		await waitForStatus(world().session, workflow.id, 'waiting');
		const [question] = simulator.instagram.messages(account, boss).filter(({ fromAccount }) => fromAccount);
		links = (question?.template as { buttons: Array<{ url: string }> }).buttons.map(({ url }) => url);
		({ browser, context } = await openBrowser(world()));
	});

	afterAll(() => browser?.close());

	async function open(link: string | undefined): Promise<Page> {
		const page = await context.newPage();
		await page.goto(link ?? '');
		return page;
	}

	const press = async (page: Page) => await page.getByRole('button').click();

	it.each([
		['the answer to it is lost', 'Your answer may not have arrived', (route: Route) => route.abort()],
		['n8n has a fault', 'Your answer may not have arrived', refusal(503)],
		['a proxy in front of n8n has a fault', 'Your answer may not have arrived', brokenProxy],
		['n8n refuses it', 'Nothing was recorded', refusal(401)],
	])('are told what to do when they press and %s', async (_what, title, answer) => {
		const page = await open(links[0]);
		await page.route('**/webhook-waiting/**', answer);
		await press(page);
		await page.getByRole('heading', { name: title }).waitFor();
		await page.getByText('Open the link in the message again').waitFor();
	});

	it('each get a page that says what became of their answer', async () => {
		const [first, second, late] = [await open(links[0]), await open(links[1]), await open(links[1])];
		await keepPicture(first, 'send-and-wait-question');

		await press(first);
		await first.getByText('Your answer was recorded: Approve').waitFor();
		await press(second);
		await second.getByText('Already answered').waitFor();
		await second.getByText('so your answer was not recorded').waitFor();
		await keepPicture(second, 'send-and-wait-too-late');

		await waitForStatus(world().session, workflow.id, 'success');
		await press(late);
		await late.getByText('No action required').waitFor();
	});
});
