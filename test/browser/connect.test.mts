import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createWorkflow, inARow } from '../../scripts/n8n/workflows.mts';
import { createMetaApp } from '../../scripts/world/connection.mts';
import { findCredential, type CredentialReference } from '../../scripts/n8n/credentials.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import type { App } from '../../simulator/index.mts';
import { instagram, instagramTrigger } from '../e2e/support/nodes.mts';
import { useWorld } from '../e2e/support/world.mts';
import {
	chooseNewCredential,
	describeInBrowser,
	executablePath,
	fillIn,
	keepPicture,
	openBrowser,
	openEditor,
} from './support/browser.mts';

if (executablePath === undefined)
	console.warn('This machine has no Chromium: the browser tests are skipped.');

describeInBrowser('In the editor, a person', () => {
	const world = useWorld();
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

	it('connects an account through the window of Instagram', async () => {
		await editor.goto(`${publicUrl}/home/credentials`);
		await chooseNewCredential(editor, 'Instagram Business Login OAuth2 API');
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
			const workflow = await createWorkflow(world().session, { name, nodes, connections: inARow(nodes) });

			await editor.goto(`${publicUrl}/workflow/${workflow.id}`);
			await editor.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();

			const field = editor.getByTestId('parameter-input-connectedAccount');
			await field.waitFor();
			await expectToShow(field, '@brand · connected until');
			await keepPicture(editor, `panel-${name.toLowerCase().replace(' ', '-')}`);
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
