import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createWorkflow, inARow } from '../../scripts/n8n/workflows.mts';
import { createMetaApp, createOAuth2Credential } from '../../scripts/world/connection.mts';
import type { CredentialReference } from '../../scripts/n8n/credentials.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagram, instagramTrigger } from '../e2e/support/nodes.mts';
import { useWorld } from '../e2e/support/world.mts';
import {
	describeInBrowser,
	executablePath,
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
	let credential: CredentialReference;

	beforeAll(async () => {
		const { simulator, session } = world();
		simulator.world.createAccount({ username: 'brand' });
		credential = await createOAuth2Credential(session, createMetaApp(simulator));
		({ browser, context } = await openBrowser(world()));
		editor = await openEditor(context);
	});

	afterAll(() => browser?.close());

	it('connects an account through the window of Instagram', async () => {
		await editor.goto(`${publicUrl}/home/credentials`);
		await editor.getByRole('heading', { name: credential.name }).click();
		const connect = editor
			.getByTestId('credential-edit-dialog')
			.getByRole('button', { name: 'Connect', exact: true });
		await connect.waitFor();
		await keepPicture(editor, 'connect-1-credential');

		const [window] = await Promise.all([context.waitForEvent('page'), connect.click()]);
		const allow = window.getByRole('button', { name: 'Allow' });
		await allow.waitFor();
		expect(window.url()).toMatch(/^https:\/\/www\.instagram\.com\/oauth\/authorize\?/);
		await keepPicture(window, 'connect-2-instagram');
		await allow.click();

		await editor.getByText('Account connected').waitFor();
		await keepPicture(editor, 'connect-3-connected');
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
