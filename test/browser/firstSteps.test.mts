/** The first steps of the README in the real editor, click by click, with the words that stand there. */
import type { Page } from 'playwright-core';

import { connectAccount, createMetaApp, type Account } from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import type { Person } from '../../simulator/index.mts';
import { describeInBrowser, keepPicture } from './support/browser.mts';
import { useEditor } from './support/world.mts';

describeInBrowser('Somebody new, with the README beside the editor,', () => {
	const opened = useEditor({ allNodes: true });
	const world = () => opened().world;
	let editor: Page;
	let account: Account;
	let person: Person;

	beforeAll(async () => {
		const { instagram } = world().simulator;
		account = instagram.createAccount({ username: 'brand' });
		person = instagram.createPerson({ username: 'ada' });
		await connectAccount(world(), createMetaApp(world().simulator), account);
		editor = opened().page;
	});

	const panel = () => editor.getByTestId('ndv');
	const executeStep = async () => {
		await panel().getByRole('button', { name: 'Execute step' }).first().click();
		// that of the input stands there from the beginning
		await editor.getByTestId('output-panel').getByText('1 item', { exact: true }).waitFor();
	};

	/** Searches the list of nodes that is open, and chooses a node. */
	async function choose(node: string): Promise<void> {
		await editor.getByPlaceholder('Search nodes...').fill('instagram');
		await editor.getByTestId('item-iterator-item').filter({ hasText: node }).first().click();
	}

	async function startWorkflow(node: string): Promise<void> {
		await editor.goto(`${publicUrl}/workflow/new`);
		await editor.getByText('Add first step…').waitFor();
		await editor.getByTestId('canvas-add-button').click();
		await choose(node);
	}

	it('publishes a photo in five clicks', async () => {
		const captions = () =>
			world()
				.simulator.instagram.publishedMedia(account)
				.map(({ caption }) => caption);
		const before = captions();
		await startWorkflow('Instagram');
		await editor.getByText(/^Actions \(\d+\)$/).click();
		await editor.getByText('Create image post', { exact: true }).click();
		const imageUrl = 'https://media.example.test/photo.jpg';
		await editor.getByTestId('parameter-input-imageUrl').locator('input').fill(imageUrl);
		await editor.getByTestId('parameter-input-caption').locator('textarea').fill('My first post');
		await executeStep();
		await keepPicture(editor, 'first-post');
		expect(captions().sort()).toEqual([...before, 'My first post'].sort());
	});

	it('answers a direct message', async () => {
		const { instagram } = world().simulator;
		const answers = () =>
			instagram
				.messages(account, person)
				.filter(({ fromAccount }) => fromAccount)
				.map(({ text }) => text);
		const before = answers();
		await startWorkflow('Instagram Polling');
		await editor.getByText('On message', { exact: true }).click();
		await instagram.sendDirectMessage({ from: person, to: account, text: 'Is the shop open?' });
		await panel().getByRole('button', { name: 'Fetch Test Event' }).last().click();
		await panel().getByText('Is the shop open?').waitFor();
		await editor.keyboard.press('Escape');
		await editor.getByTestId('canvas-handle-plus').first().click();
		await choose('Instagram');
		await editor
			.getByText('Send direct message to person who wrote within 24 hours', { exact: true })
			.click();
		const field = editor.getByTestId('resource-locator-recipientId');
		await field.getByTestId('rlc-mode-selector').click();
		await editor.getByText('By ID', { exact: true }).click();
		await field.locator('input').last().fill('{{ $json.senderId }}');
		await editor.getByTestId('parameter-input-text').locator('textarea').fill('Until six.');
		await executeStep();
		await keepPicture(editor, 'first-answer');
		expect(answers()).toEqual([...before, 'Until six.']);
	});
});
