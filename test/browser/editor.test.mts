/**
 * The real editor: every panel of every node, with all that can be added, opens, shows its fields, and
 * nothing goes wrong; each example is imported from its file, as a person does it, and shows what is to be
 * seen.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { Instagram } from '../../nodes/Instagram/Instagram.node';
import { InstagramPollingTrigger } from '../../nodes/Instagram/InstagramPollingTrigger.node';
import { InstagramTrigger } from '../../nodes/Instagram/InstagramTrigger.node';
import { checkout } from '../../scripts/machine/checkout.mts';
import { createWorkflow, type Workflow } from '../../scripts/n8n/workflows.mts';
import { connectAccount, createMetaApp } from '../../scripts/world/connection.mts';
import { readExampleFile } from '../../scripts/world/examples.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import { instagram, instagramPollingTrigger, instagramTrigger } from '../e2e/support/nodes.mts';
import { collectErrors, describeInBrowser, goTo, keepPicture } from './support/browser.mts';
import { panelsOf, wordOf, type Panel } from './support/panels.mts';
import { useEditor } from './support/world.mts';

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

const FOLDER = join(checkout, 'examples');
const EXAMPLES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.slice(0, -'.json'.length));

/** The parts of the editor that float above the canvas are not in the pictures. */
const ONLY_THE_WORKFLOW = `
	body * { visibility: hidden !important; }
	.vue-flow, .vue-flow * { visibility: visible !important; }
	.vue-flow__panel, .vue-flow__panel * { visibility: hidden !important; }
	[data-test-id^=execute-workflow-button], [data-test-id^=execute-workflow-button] * { visibility: hidden !important; }
`;

describeInBrowser('The editor', () => {
	const opened = useEditor();

	// first: a credential that is there is added to what is imported, and n8n says so over the picture
	describe('An example', () => {
		let editor: Page;
		let errors: string[];

		beforeAll(async () => {
			editor = await opened().context.newPage();
			errors = collectErrors(editor);
			await editor.setViewportSize({ width: 1000, height: 560 });
		});

		beforeEach(() => {
			errors.length = 0;
		});

		it.each(EXAMPLES)(
			'%s is imported whole: every node is known, and has a place on the canvas',
			async (name) => {
				const { nodes } = await readExampleFile(name);
				await editor.goto(`${publicUrl}/workflow/new`);
				await editor.getByTestId('canvas-add-button').waitFor();
				const input = editor.getByTestId('workflow-import-input');
				await input.setInputFiles(join(FOLDER, `${name}.json`));
				await editor.getByTestId('sticky').waitFor();
				for (const node of nodes.filter(({ type }) => !type.endsWith('.stickyNote'))) {
					await editor.locator(`[data-test-id=canvas-node][data-node-name="${node.name}"]`).waitFor();
				}
				expect(await editor.getByText('Install this node to use it').count()).toBe(0);
				expect(errors).toEqual([]);

				await editor.getByTestId('zoom-to-fit').click();
				await editor.addStyleTag({ content: ONLY_THE_WORKFLOW });
				// the canvas glides into its place
				await editor.waitForTimeout(600);
				await keepPicture(editor.locator('.vue-flow'), `examples/${name}`);
			},
		);
	});

	describe('The panels of', () => {
		let editor: Page;
		let workflow: Workflow;
		let errors: string[];

		beforeAll(async () => {
			const { world, page } = opened();
			const { instagram: simulated } = world.simulator;
			const [app, account] = [createMetaApp(world.simulator), simulated.createAccount({ username: 'brand' })];
			simulated.createMedia(account, { caption: 'Fresh bread every morning' });
			const ada = simulated.createPerson({ username: 'ada' });
			await simulated.sendDirectMessage({ from: ada, to: account, text: 'Do you ship to Norway?' });
			const credential = await connectAccount(world, app, account);
			// One workflow for all: an editor that leaves a workflow with an open panel says an error of its own.
			const nodes = GROUPS.flatMap(([group, panels, makeNode]) =>
				panels.map((panel) => ({
					...makeNode({ kind: 'oAuth2', credential }, panel.parameters),
					id: panel.id,
					name: titleOf(group, panel),
				})),
			);
			workflow = await createWorkflow(world.session, { name: 'All panels', nodes, connections: {} });
			editor = page;
			errors = collectErrors(editor);
			await editor.goto(`${publicUrl}/workflow/${workflow.id}`);
			await editor.getByTestId('canvas-node').first().waitFor();
		});

		beforeEach(() => {
			errors.length = 0;
		});

		/**
		 * What of a panel is not to be seen: its title, fields, and the account, which n8n asks for when the
		 * panel opens.
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
});
