import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createWorkflow, inARow } from '../../scripts/n8n/workflows.mts';
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
	keepPicture,
	openBrowser,
	openEditor,
} from './support/browser.mts';
import { useEditorWorld } from './support/world.mts';

const day = 86_400_000;

describeInBrowser('A credential shows its state', () => {
	const world = useEditorWorld();
	let browser: Browser;
	let context: BrowserContext;
	let editor: Page;
	let errors: string[];

	beforeAll(async () => {
		({ browser, context } = await openBrowser(world()));
		editor = await openEditor(context);
		errors = collectErrors(editor);
	});

	afterAll(() => browser?.close());

	beforeEach(() => {
		errors.length = 0;
	});

	const newApp = (mode: 'live' | 'development') => {
		const app = createMetaApp(world().simulator);
		app.mode = mode;
		return app;
	};
	const newAccount = (username: string) => world().simulator.instagram.createAccount({ username });

	/** Brings both credentials into a state, and what the panel of a node says then. */
	const STATES: Array<[string, (username: string) => Promise<Connection[]>, RegExp]> = [
		[
			'new',
			async () => [
				{ kind: 'oAuth2', credential: await createOAuth2Credential(world().session, newApp('live')) },
				{ kind: 'accessToken', credential: await createTokenCredential(world().session, '', newApp('live')) },
			],
			/^Not connected: /,
		],
		['connected', async (username) => await connectBoth(username), /^@connected · connected until /],
		[
			'expired',
			async (username) => {
				const [app, account] = [newApp('live'), newAccount(username)];
				const token = world().simulator.instagram.issueToken({ app, account, kind: 'long', ageMs: 61 * day });
				const credential = await connectAccount(world(), app, account);
				// nobody opened a node within the hour; a longer time would end the editor's own session
				await world().advance(day / 12);
				return [
					{ kind: 'oAuth2', credential },
					{ kind: 'accessToken', credential: await createTokenCredential(world().session, token, app) },
				];
			},
			/^Not connected: /,
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
			/^Not connected: /,
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
			/^Not connected: .*Instagram does not let this app act for this account/,
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

	it.each(STATES)('%s', async (state, bring, expected) => {
		const slug = state.replace(' ', '-');
		for (const connection of await bring(slug)) {
			await editor.goto(`${publicUrl}/home/credentials/${connection.credential.id}`);
			await editor.getByTestId('credential-edit-dialog').waitFor();
			await editor.waitForLoadState('networkidle');
			await keepPicture(editor, `credential-${slug}-${connection.kind}`);

			const nodes = [instagram(connection, { resource: 'account', operation: 'get' })];
			const workflow = await createWorkflow(world().session, {
				name: `${state} ${connection.kind}`,
				nodes,
				connections: inARow(nodes),
			});
			await editor.goto(`${publicUrl}/workflow/${workflow.id}`);
			await editor.locator('[data-test-id="canvas-node"][data-node-name="Instagram"]').dblclick();
			const input = editor.getByTestId('parameter-input-connectedAccount').locator('input').first();
			await input.waitFor();
			// the time that the panel gives a person in Instagram's window passes meanwhile
			for (let look = 0; look < 60 && !expected.test(await input.inputValue()); look += 1) {
				await world().advance(1000);
				await editor.waitForTimeout(250);
			}
			expect(await input.inputValue()).toMatch(expected);
			await keepPicture(editor, `panel-${slug}-${connection.kind}`);
		}
		expect(errors).toEqual([]);
	});
});
