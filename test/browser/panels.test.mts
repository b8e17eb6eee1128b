/**
 * Every panel of every node in the real editor, with all that can be added: it opens, shows its fields, and
 * nothing goes wrong.
 */
import type { Browser, Page } from 'playwright-core';

import { Instagram } from '../../nodes/Instagram/Instagram.node';
import { InstagramPollingTrigger } from '../../nodes/Instagram/InstagramPollingTrigger.node';
import { InstagramTrigger } from '../../nodes/Instagram/InstagramTrigger.node';
import { createWorkflow, type Workflow } from '../../scripts/n8n/workflows.mts';
import { connectAccount, createMetaApp } from '../../scripts/world/connection.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagram, instagramPollingTrigger, instagramTrigger } from '../e2e/support/nodes.mts';
import {
	collectErrors,
	describeInBrowser,
	goTo,
	keepPicture,
	openBrowser,
	openEditor,
} from './support/browser.mts';
import { panelsOf, wordOf, type Panel } from './support/panels.mts';
import { useEditorWorld } from './support/world.mts';

const actions = panelsOf(new Instagram().description);

/** What a test looks at, its panels, and how a node that shows them is made. */
const GROUPS: Array<[string, Panel[], typeof instagram]> = [
	...[...new Set(actions.map(({ parameters }) => wordOf(parameters.resource)))].map(
		(resource): [string, Panel[], typeof instagram] => [
			resource,
			actions.filter(({ parameters }) => parameters.resource === resource),
			instagram,
		],
	),
	['trigger', panelsOf(new InstagramTrigger().description), instagramTrigger],
	['polling trigger', panelsOf(new InstagramPollingTrigger().description), instagramPollingTrigger],
];

const titleOf = (group: string, { name }: Panel) => (name === '' ? group : `${group}: ${name}`);

describeInBrowser('The panels of', () => {
	const world = useEditorWorld();
	let browser: Browser;
	let editor: Page;
	let workflow: Workflow;
	let errors: string[];

	beforeAll(async () => {
		const { instagram: simulated } = world().simulator;
		const [app, account] = [createMetaApp(world().simulator), simulated.createAccount({ username: 'brand' })];
		simulated.createMedia(account, { caption: 'Fresh bread every morning' });
		const ada = simulated.createPerson({ username: 'ada' });
		await simulated.sendDirectMessage({ from: ada, to: account, text: 'Do you ship to Norway?' });
		const credential = await connectAccount(world(), app, account);
		// One workflow for all: an editor that leaves a workflow with an open panel says an error of its own.
		const nodes = GROUPS.flatMap(([group, panels, makeNode]) =>
			panels.map((panel) => ({
				...makeNode({ kind: 'oAuth2', credential }, panel.parameters),
				id: panel.id,
				name: titleOf(group, panel),
			})),
		);
		workflow = await createWorkflow(world().session, { name: 'All panels', nodes, connections: {} });
		const opened = await openBrowser(world());
		browser = opened.browser;
		editor = await openEditor(opened.context);
		errors = collectErrors(editor);
		await editor.goto(`${publicUrl}/workflow/${workflow.id}`);
		await editor.getByTestId('canvas-node').first().waitFor();
	});

	afterAll(() => browser?.close());

	beforeEach(() => {
		errors.length = 0;
	});

	/**
	 * What of a panel is not to be seen: its title, fields, and the account, which n8n asks for when the panel
	 * opens.
	 */
	const missing = async (title: string, { labels }: Panel): Promise<string[]> => {
		const { text, shown, account } = await editor.getByTestId('ndv').evaluate((ndv) => {
			const field = ndv.querySelector('[data-test-id=parameter-input-connectedAccount]');
			const firstText = (element: Node): string =>
				document
					.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
						node.textContent?.trim() === '' ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
					)
					.nextNode()?.textContent ?? '';
			return {
				text: ndv.textContent ?? '',
				// before the explanation, which is a part of the label
				shown: [...ndv.querySelectorAll('[data-test-id=input-label]')].map(firstText),
				account: field?.querySelector('input')?.value ?? '',
			};
		});
		return [
			...(text.includes(title) ? [] : [`the title ${title}`]),
			...labels.filter((label) => !shown.some((one) => one.trim() === label)),
			...(account.startsWith('@brand') ? [] : [`@brand in place of "${account}"`]),
			...(text.includes('Error fetching options') ? ['options'] : []),
		];
	};

	it.each(GROUPS)('%s open, show all their fields, and nothing goes wrong', async (group, panels) => {
		for (const panel of panels) {
			const title = titleOf(group, panel);
			await goTo(editor, `/workflow/${workflow.id}/${panel.id}`);
			await editor.getByTestId('ndv').waitFor();
			for (let look = 0; look < 60 && (await missing(title, panel)).length > 0; look += 1)
				await editor.waitForTimeout(250);
			expect([title, await missing(title, panel)]).toEqual([title, []]);
			await keepPicture(editor, `panels/${title.replace(/\W+/g, '-')}`);
		}
		expect(errors).toEqual([]);
	});

	it.each([
		['message: send', 'recipientId', '@ada · Do you ship to Norway?', 'panel-choose-person'],
		['comment: create', 'mediaId', 'Fresh bread every morning', 'panel-choose-post'],
	])('%s offers what there is in the list of %s', async (title, field, entry, picture) => {
		const node = workflow.nodes.find(({ name }) => name === title);
		await goTo(editor, `/workflow/${workflow.id}/${node?.id ?? title}`);
		const input = editor.getByTestId(`resource-locator-${field}`).getByTestId('rlc-input-container');
		await input.click();
		const item = editor.getByTestId('rlc-item').filter({ hasText: entry });
		await item.waitFor();
		await keepPicture(editor, picture);
		await item.click();
		expect(await input.locator('input').inputValue()).toContain(entry);
		expect(errors).toEqual([]);
	});
});
