/**
 * The examples in the real editor: each is imported from its file, as a person does it, and shows what is to
 * be seen.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { checkout } from '../../scripts/machine/checkout.mts';
import { readExampleFile } from '../../scripts/world/examples.mts';
import { publicUrl } from '../../scripts/world/world.mts';
import {
	collectErrors,
	describeInBrowser,
	keepPicture,
	openBrowser,
	openEditor,
} from './support/browser.mts';
import { useEditorWorld } from './support/world.mts';

const FOLDER = join(checkout, 'examples');
const EXAMPLES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.slice(0, -'.json'.length));

/** The parts of the editor that float above the canvas are not in the pictures. */
const ONLY_THE_WORKFLOW = `
	[data-test-id=execute-workflow-button], [data-test-id=canvas-controls], [data-test-id^=execute-workflow-button],
	.vue-flow__panel, .vue-flow__controls, [class*=nodeViewButtons], [class*=executionButtons] { visibility: hidden !important; }
	[class*=executionButtons] *, .vue-flow__panel * { visibility: hidden !important; }
`;

describeInBrowser('An example in the editor', () => {
	const world = useEditorWorld();
	let browser: Browser;
	let context: BrowserContext;
	let editor: Page;
	let errors: string[];

	beforeAll(async () => {
		({ browser, context } = await openBrowser(world()));
		editor = await openEditor(context);
		errors = collectErrors(editor);
		await editor.setViewportSize({ width: 1000, height: 560 });
	});

	afterAll(() => browser?.close());

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
