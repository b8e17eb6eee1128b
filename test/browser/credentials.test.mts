import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { createWorkflow, type Workflow } from '../../scripts/n8n/workflows.mts';
import {
	connectAccount,
	createMetaApp,
	createOAuth2Credential,
	createTokenCredential,
} from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagram, type Connection } from '../e2e/support/nodes.mts';
import {
	collectErrors,
	describeInBrowser,
	goTo,
	keepPicture,
	openBrowser,
	openEditor,
} from './support/browser.mts';
import { useEditorWorld } from './support/world.mts';

const day = 86_400_000;

describeInBrowser('A credential shows its state', () => {
	const world = useEditorWorld();
	const states = new Map<string, Connection[]>();
	let browser: Browser;
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
		const opened = await openBrowser(world());
		browser = opened.browser;
		credentials = await openEditor(opened.context);
		panels = await opened.context.newPage();
		errors = [collectErrors(credentials), collectErrors(panels)];
		await panels.goto(`${publicUrl}/workflow/${workflow.id}`);
		await panels.getByTestId('canvas-node').first().waitFor();
	});

	afterAll(() => browser?.close());

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
				const token = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 61 * day });
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
				{ kind: 'accessToken', credential: await createTokenCredential(world().session, '', newApp('live')) },
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
				const token = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 2 * day });
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
