/**
 * Credentials in the real editor: how a person connects an account, and what a credential says of its state.
 */
import { randomUUID } from 'node:crypto';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { findCredential, type CredentialReference } from '../../scripts/n8n/credentials.mts';
import { createWorkflow, inARow, type Workflow, type WorkflowNode } from '../../scripts/n8n/workflows.mts';
import {
	connectAccount,
	createMetaApp,
	createOAuth2Credential,
	createTokenCredential,
} from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import type { App } from '../../simulator/index.mts';
import { exchanges } from '../e2e/support/journal.mts';
import { instagram, instagramTrigger, type Connection } from '../e2e/support/nodes.mts';
import {
	chooseNewCredential,
	collectErrors,
	describeInBrowser,
	executablePath,
	fillIn,
	goTo,
	keepPicture,
} from './support/browser.mts';
import { useEditor } from './support/world.mts';

if (executablePath === undefined)
	console.warn('This machine has no Chromium: the browser tests are skipped.');

const day = 86_400_000;

describeInBrowser('In the editor', () => {
	const opened = useEditor();
	const world = () => opened().world;

	describe('A person', () => {
		let context: BrowserContext;
		let editor: Page;
		let app: App;
		let credential: CredentialReference;

		beforeAll(() => {
			const { simulator } = world();
			simulator.instagram.createAccount({ username: 'brand' });
			app = createMetaApp(simulator);
			({ context, page: editor } = opened());
		});

		/**
		 * Fills in the dialog of a new credential and presses Connect. Gives back the window, and the button in
		 * it that allows it.
		 */
		async function pressConnect() {
			const dialog = editor.getByTestId('credential-edit-dialog');
			await fillIn(dialog, {
				clientId: app.instagramAppId,
				clientSecret: app.instagramAppSecret,
				webhookVerifyToken: 'verify me',
			});
			await dialog.getByTestId('parameter-input-clientId').scrollIntoViewIfNeeded();
			const connect = dialog.getByRole('button', { name: 'Connect', exact: true });
			await keepPicture(editor, 'connect-1-credential');
			const [window] = await Promise.all([context.waitForEvent('page'), connect.click()]);
			const allow = window.getByRole('button', { name: 'Allow' });
			await allow.waitFor();
			return { window, allow };
		}

		async function openPanel(name: string, nodes: WorkflowNode[]) {
			const workflow = await createWorkflow(world().session, { name, nodes, connections: inARow(nodes) });
			await editor.goto(`${publicUrl}/workflow/${workflow.id}`);
			await editor.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
			const field = editor.getByTestId('parameter-input-connectedAccount');
			await field.waitFor();
			return field;
		}

		it('connects from the panel of a node, which shows the account and keeps its login without another click', async () => {
			const { credentials: _none, ...node } = instagram(
				{ kind: 'oAuth2', credential: { id: '', name: '' } },
				{ resource: 'account', operation: 'get' },
			);
			const field = await openPanel('Instagram', [node]);
			await editor.getByTestId('node-credentials-empty-state').getByRole('button').click();
			const { allow } = await pressConnect();
			await allow.click();
			await editor.getByTestId('credential-edit-dialog').waitFor({ state: 'hidden' });
			await expectToShow(field, '@brand · connected until');
			expect(exchanges(world())).toHaveLength(1);
			await keepPicture(editor, 'panel-connected-from-it');
		});

		it('connects an account through the window of Instagram', async () => {
			await editor.goto(`${publicUrl}/home/credentials`);
			await chooseNewCredential(editor, 'Instagram Business Login OAuth2 API');
			const { window, allow } = await pressConnect();
			expect(window.url()).toMatch(/^https:\/\/www\.instagram\.com\/oauth\/authorize\?/);
			expect(new URL(window.url()).searchParams.get('scope')?.split(',').sort()).toEqual([
				'instagram_business_basic',
				'instagram_business_content_publish',
				'instagram_business_manage_comments',
				'instagram_business_manage_messages',
			]);
			await keepPicture(window, 'connect-2-instagram');
			await allow.click();

			await editor.getByText('Account connected').waitFor();
			await keepPicture(editor, 'connect-3-connected');
			credential = await findCredential(world().session, 'instagramBusinessLoginOAuth2Api');
		});

		it.each(['Instagram', 'Instagram Trigger'])(
			'sees the connected account in the panel of the node %s',
			async (name) => {
				const connection = { kind: 'oAuth2', credential } as const;
				const nodes = [
					instagramTrigger(connection, { events: ['messages'] }),
					instagram(connection, { resource: 'account', operation: 'get' }),
				];
				const field = await openPanel(name, nodes);
				await expectToShow(field, '@brand · connected until');
				await keepPicture(editor, `panel-${name.toLowerCase().replace(' ', '-')}`);
			},
		);

		it.each([
			[['messages'], ['webhook']],
			[
				['messages', 'deauthorized'],
				['webhook', 'deauthorize'],
			],
			[['dataDeletionRequested'], ['webhook', 'data-deletion']],
		])(
			'finds in the panel of a trigger of %j the URLs that Meta has to be given: …/%j',
			async (events, paths) => {
				const trigger = instagramTrigger({ kind: 'oAuth2', credential }, { events });
				await openPanel('Instagram Trigger', [trigger]);
				await editor.getByText('Webhook URLs', { exact: true }).click();
				const urls = editor.getByText(`/${trigger.webhookId}/`);
				await urls.first().waitFor();
				await keepPicture(editor, `trigger-urls-${paths.length}`);
				expect(await urls.allTextContents()).toEqual(
					paths.map((path) => `${publicUrl}/webhook-test/${trigger.webhookId}/${path}`),
				);
			},
		);
	});

	// last: it lets hours pass
	describe('A credential shows its state', () => {
		const states = new Map<string, Connection[]>();
		/** One page for the dialogs of the credentials, one for the panels, which need not be loaded anew. */
		let credentials: Page;
		let panels: Page;
		let workflow: Workflow;
		let errors: string[][] = [];

		beforeAll(async () => {
			for (const [state, bring] of STATES) states.set(state, await bring(slugOf(state)));
			const nodes = [...states].flatMap(([state, connections]) =>
				connections.map((connection) => {
					const node = instagram(connection, { resource: 'account', operation: 'get' });
					return { ...node, id: randomUUID(), name: nameOf(state, connection) };
				}),
			);
			workflow = await createWorkflow(world().session, { name: 'All states', nodes, connections: {} });
			const { context } = opened();
			[credentials, panels] = [await context.newPage(), await context.newPage()];
			errors = [collectErrors(credentials), collectErrors(panels)];
			await panels.goto(`${publicUrl}/workflow/${workflow.id}`);
			await panels.getByTestId('canvas-node').first().waitFor();
		});

		beforeEach(() => {
			for (const list of errors) list.length = 0;
		});

		const slugOf = (state: string) => state.replace(' ', '-');
		const nameOf = (state: string, { kind }: Connection) => `${slugOf(state)}-${kind}`;
		const newApp = (mode: 'live' | 'development') => {
			const app = createMetaApp(world().simulator);
			app.mode = mode;
			return app;
		};
		const newAccount = (username: string) => world().simulator.instagram.createAccount({ username });

		/** Brings both credentials into a state, and what the panel of a node with each of them says then. */
		const STATES: Array<[string, (username: string) => Promise<Connection[]>, RegExp[]]> = [
			[
				'expired',
				async (username) => {
					const [app, account] = [newApp('live'), newAccount(username)];
					const token = world().simulator.instagram.issueToken({
						app,
						account,
						kind: 'long',
						ageMs: 61 * day,
					});
					const credential = await connectAccount(world(), app, account);
					// nobody opens a node within the hour; it comes first, or the logins of the others would end too
					await world().advance(day / 12);
					return [
						{ kind: 'oAuth2', credential },
						{ kind: 'accessToken', credential: await createTokenCredential(world().session, token, app) },
					];
				},
				[/^Not connected: .*The login has run out: /, /^Not connected: .*The access token has expired$/],
			],
			[
				'new',
				async () => [
					{ kind: 'oAuth2', credential: await createOAuth2Credential(world().session, newApp('live')) },
					{
						kind: 'accessToken',
						credential: await createTokenCredential(world().session, '', newApp('live')),
					},
				],
				[/^Not connected: .*it holds no access token$/, /^Not connected: Paste a token: /],
			],
			[
				'connected',
				async (username) => await connectBoth(username),
				Array<RegExp>(2).fill(/^@connected · connected until /),
			],
			[
				'wrong app',
				async (username) => {
					const [app, wrong, account] = [newApp('live'), newApp('live'), newAccount(username)];
					const credential = await connectAccount(world(), app, account);
					app.instagramAppSecret = wrong.instagramAppSecret;
					const token = 'IGnot-a-token-of-this-app-at-all';
					return [
						{ kind: 'oAuth2', credential },
						{ kind: 'accessToken', credential: await createTokenCredential(world().session, token, wrong) },
					];
				},
				[
					/^Not connected: .*Instagram does not let this app act/,
					/^Not connected: .*no longer accepts the access token$/,
				],
			],
			[
				'tester missing',
				async (username) => {
					const [app, account] = [newApp('development'), newAccount(username)];
					const token = world().simulator.instagram.issueToken({
						app,
						account,
						kind: 'long',
						ageMs: 2 * day,
					});
					return [
						{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
						{ kind: 'accessToken', credential: await createTokenCredential(world().session, token, app) },
					];
				},
				Array<RegExp>(2).fill(/^Not connected: .*Instagram does not let this app act for this account$/),
			],
		];

		async function connectBoth(username: string): Promise<Connection[]> {
			const [app, account] = [newApp('live'), newAccount(username)];
			const token = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
			return [
				{ kind: 'oAuth2', credential: await connectAccount(world(), app, account) },
				{ kind: 'accessToken', credential: await createTokenCredential(world().session, token, app) },
			];
		}

		/** Opens the panel of a node, after that of the last one is closed: nothing is read from its fields. */
		async function openPanel(name: string): Promise<Locator> {
			const panel = panels.getByTestId('ndv');
			await goTo(panels, `/workflow/${workflow.id}`);
			await panel.waitFor({ state: 'hidden' });
			const node = workflow.nodes.find((one) => one.name === name);
			await goTo(panels, `/workflow/${workflow.id}/${node!.id}`);
			const account = panel.getByTestId('parameter-input-connectedAccount').locator('input').first();
			await account.waitFor();
			return account;
		}

		it.each(STATES)('%s', async (state, _bring, texts) => {
			for (const [index, connection] of states.get(state)!.entries()) {
				const expected = texts[index]!;
				const name = nameOf(state, connection);
				await credentials.goto(`${publicUrl}/home/credentials/${connection.credential.id}`);
				await credentials.getByTestId('credential-edit-dialog').waitFor();
				await credentials.waitForLoadState('networkidle');
				await keepPicture(credentials, `credential-${name}`);

				const input = await openPanel(name);
				// the time that the panel gives a person in Instagram's window passes meanwhile
				for (let look = 0; look < 60 && !expected.test(await input.inputValue()); look += 1) {
					await world().advance(10_000);
					await panels.waitForTimeout(250);
				}
				expect(await input.inputValue()).toMatch(expected);
				await keepPicture(panels, `panel-${name}`);
			}
			expect(errors.flat()).toEqual([]);
		});
	});
});

/** A dropdown shows its choice in an input field, whose text is a value and not a text. */
async function expectToShow(field: ReturnType<Page['getByTestId']>, text: string): Promise<void> {
	const input = field.locator('input').first();
	for (let attempt = 0; attempt < 50; attempt++) {
		if ((await input.inputValue()).includes(text)) return;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	expect(await input.inputValue()).toContain(text);
}
