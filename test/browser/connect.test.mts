import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createWorkflow, inARow, type WorkflowNode } from '../../scripts/n8n/workflows.mts';
import { createMetaApp } from '../../scripts/world/connection.mts';
import { findCredential, type CredentialReference } from '../../scripts/n8n/credentials.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import type { App } from '../../simulator/index.mts';
import { exchanges } from '../e2e/support/journal.mts';
import { instagram, instagramTrigger } from '../e2e/support/nodes.mts';
import {
	chooseNewCredential,
	describeInBrowser,
	executablePath,
	fillIn,
	keepPicture,
	openBrowser,
	openEditor,
} from './support/browser.mts';
import { useEditorWorld } from './support/world.mts';

if (executablePath === undefined)
	console.warn('This machine has no Chromium: the browser tests are skipped.');

describeInBrowser('In the editor, a person', () => {
	const world = useEditorWorld();
	let browser: Browser;
	let context: BrowserContext;
	let editor: Page;
	let app: App;
	let credential: CredentialReference;

	beforeAll(async () => {
		const { simulator } = world();
		simulator.instagram.createAccount({ username: 'brand' });
		app = createMetaApp(simulator);
		({ browser, context } = await openBrowser(world()));
		editor = await openEditor(context);
	});

	afterAll(() => browser?.close());

	/**
	 * Fills in the dialog of a new credential and presses Connect. Gives back the window, and the button in it
	 * that allows it.
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

/** A dropdown shows its choice in an input field, whose text is a value and not a text. */
async function expectToShow(field: ReturnType<Page['getByTestId']>, text: string): Promise<void> {
	const input = field.locator('input').first();
	for (let attempt = 0; attempt < 50; attempt++) {
		if ((await input.inputValue()).includes(text)) return;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	expect(await input.inputValue()).toContain(text);
}
