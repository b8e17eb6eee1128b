import type { Browser, BrowserContext, Page } from 'playwright-core';

import { listExamples, readExampleFile } from '../../../scripts/world/examples.mts';
import type { World } from '../../../scripts/world/world.mts';
import { useWorld } from '../../e2e/support/world.mts';
import { openBrowser, openEditor } from './browser.mts';

const OURS = ['instagram', 'instagramTrigger', 'instagramPollingTrigger'].map(
	(name) => `n8n-nodes-instagram-login.${name}`,
);

interface OpenedEditor {
	readonly world: World;
	readonly context: BrowserContext;
	/** Logged in as the owner; further pages of the context are too. */
	readonly page: Page;
}

/**
 * An n8n with its editor in a browser, for all tests of a file: it takes half a minute until the first page
 * of the editor stands. By default this n8n knows our nodes and those of the examples: one that knows the 500
 * others loads 20 MB more with each of its pages, which takes half as long again.
 */
export function useEditor({ allNodes = false } = {}): () => OpenedEditor {
	const world = useWorld({ bare: false, ...(!allNodes && { nodes: placedNodes }) });
	let browser: Browser | undefined;
	let opened: Omit<OpenedEditor, 'world'> | undefined;

	beforeAll(async () => {
		const { browser: started, context } = await openBrowser(world());
		browser = started;
		opened = { context, page: await openEditor(context) };
	});

	afterAll(() => browser?.close());

	return () => {
		if (!opened) throw new Error('The editor is there inside tests only.');
		return { world: world(), ...opened };
	};
}

async function placedNodes(): Promise<string[]> {
	const examples = await Promise.all((await listExamples()).map(readExampleFile));
	const types = examples.flatMap(({ nodes }) => nodes.map(({ type }) => type));
	return [...new Set([...OURS, ...types])];
}
