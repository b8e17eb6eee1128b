/**
 * The two URLs of Meta's Business login settings, and the page of the second one, as a real n8n serves them
 * beside the webhook.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { executionText, listExecutions, waitForExecutions } from '../../scripts/n8n/executions.mts';
import {
	activate,
	createWorkflow,
	inARow,
	webhookPath,
	type Workflow,
} from '../../scripts/n8n/workflows.mts';
import {
	connectAccount,
	createMetaApp,
	createTokenCredential,
	registerWebhook,
	type Account,
	type App,
} from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagramTrigger, type Connection } from './support/nodes.mts';
import { findLeaks } from './support/secrets.mts';
import { signedRequest } from './support/signedRequest.mts';
import { useWorld } from './support/world.mts';

const world = useWorld();

const day = 86_400_000;
const KINDS = ['deauthorize', 'data-deletion'] as const;

describe.each(['oAuth2', 'accessToken'] as const)('with the credential %s', (kind) => {
	let app: App;
	let account: Account;
	let workflow: Workflow;
	let path: string;

	beforeAll(async () => {
		const { simulator, session } = world();
		app = createMetaApp(simulator);
		account = simulator.instagram.createAccount({ username: 'brand' });
		const token = simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
		const connection: Connection =
			kind === 'oAuth2'
				? { kind, credential: await connectAccount(world(), app, account) }
				: { kind, credential: await createTokenCredential(session, token, app) };
		const events = ['messages', 'deauthorized', 'dataDeletionRequested'];
		const nodes = [instagramTrigger(connection, { events })];
		workflow = await createWorkflow(session, { name: 'Callbacks', nodes, connections: inARow(nodes) });
		await activate(session, workflow);
		path = webhookPath(nodes[0] ?? {});
		await registerWebhook(world(), app, path);
		simulator.instagram.setLoginCallbacks(app, {
			deauthorizeUrl: publicUrl + pathTo('deauthorize'),
			dataDeletionUrl: publicUrl + pathTo('data-deletion'),
		});
	});

	const pathTo = (kind: (typeof KINDS)[number]) => path.replace(/webhook$/, kind);

	/** What the latest of so many executions started with, as n8n keeps it. */
	async function latestOf(count: number): Promise<string> {
		const executions = await waitForExecutions(world().session, workflow.id, count);
		expect(executions.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 'success'));
		return await executionText(world().session, executions[0]?.id ?? '');
	}

	const open = async (url: string) => {
		const { pathname, search } = new URL(url);
		return await fetch(world().n8n.origin + pathname + search);
	};

	it('a removed login gets 200 and starts the workflow once', async () => {
		const { delivery, problem } = await world().simulator.instagram.sendSignedRequest(
			app,
			account,
			'deauthorize',
		);
		expect([problem, delivery.status]).toEqual([undefined, 200]);
		const started = await latestOf(1);
		expect(started).toContain('deauthorized');
		expect(started).toContain(account.appScopedId);
		expect(started).toContain(account.id);
	});

	it('a deletion request is confirmed, starts the workflow once, and its page opens for a person', async () => {
		const { confirmation, problem } = await world().simulator.instagram.sendSignedRequest(
			app,
			account,
			'dataDeletion',
		);
		expect(problem).toBeUndefined();
		const { code = '', url = '' } = confirmation ?? {};
		expect(url).toBe(`${publicUrl}${pathTo('data-deletion')}?code=${code}`);
		const started = await latestOf(2);
		expect(started).toContain('dataDeletionRequested');
		expect(started).toContain(code);

		const page = await open(url);
		expect([page.status, page.headers.get('content-type')]).toEqual([
			200,
			expect.stringContaining('text/html') as string,
		]);
		const text = await page.text();
		expect(text).toContain('Your request to delete your data');
		expect(text).toContain(code);
		expect(text).not.toContain(account.appScopedId);
		expect((await open(url.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).status).toBe(404);
		expect(await listExecutions(world().session, workflow.id)).toHaveLength(2);
	});

	it('the webhook beside them goes on receiving messages', async () => {
		const { instagram } = world().simulator;
		const person = instagram.createPerson({ username: 'customer' });
		await instagram.sendDirectMessage({ from: person, to: account, text: 'Good morning' });
		expect(await latestOf(3)).toContain('Good morning');
	});

	describe('what Meta has not signed gets 401 and starts nothing', () => {
		it.each(KINDS)('at …/%s', async (kind) => {
			const before = (await listExecutions(world().session, workflow.id)).length;
			const forged = [
				signedRequest(account.appScopedId, 'the secret of another app'),
				signedRequest(account.appScopedId, app.instagramAppSecret).replace(/^[^.]+/, 'A'.repeat(43)),
				'rubbish',
			];
			for (const signedRequest of forged) {
				const answer = await fetch(world().n8n.origin + pathTo(kind), {
					method: 'POST',
					body: new URLSearchParams({ signed_request: signedRequest }),
				});
				expect([answer.status, await answer.text()]).toEqual([401, '']);
			}
			await sleep(1_000);
			expect(await listExecutions(world().session, workflow.id)).toHaveLength(before);
		});
	});

	it('no secret is left behind', async () => {
		expect(await findLeaks(world(), app)).toEqual([]);
	});
});
