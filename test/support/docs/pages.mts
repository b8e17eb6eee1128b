/** Every page, or part of a page, that is made from the code. `npm run docs` writes them, a test compares. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorTable, ownErrorTable } from './errors.mts';
import type { Examples } from './exampleOutputs.mts';
import { limitsPage } from './limits.mts';
import { outputsPage } from './outputs.mts';
import { versionsOfN8n } from './versions.mts';
import { operationsTable, referencePage, resourcesOfPanel, type Resource } from './reference.mts';

export interface MadePage {
	/** From the root of the checkout. */
	readonly path: string;
	/**
	 * @param current what the page says now; an empty text where it is not there
	 * @param examples what each operation gave out, see `exampleOutputs`
	 */
	readonly make: (current: string, examples: Examples) => string;
}

/** The part of a page between the two comments that carry its name. */
function part(page: string, name: string, content: string): string {
	const [start, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- /${name} -->`];
	const [from, to] = [page.indexOf(start), page.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`a page has lost its marks around "${name}"`);
	return `${page.slice(0, from + start.length)}\n\n${content}\n\n${page.slice(to)}`;
}

const referencePath = ({ value }: Resource) => `docs/reference/${value}.md`;

export const MADE_PAGES: readonly MadePage[] = [
	{
		path: 'README.md',
		make: (page) =>
			part(part(page, 'operations', operationsTable(referencePath)), 'versions', versionsOfN8n()),
	},
	{ path: 'docs/outputs.md', make: outputsPage },
	{
		path: 'docs/errors.md',
		make: (page) => part(part(page, 'errors', errorTable()), 'own errors', ownErrorTable()),
	},
	{ path: 'docs/limits.md', make: limitsPage },
	...resourcesOfPanel().map((resource) => ({
		path: referencePath(resource),
		make: (_current: string, examples: Examples) => referencePage(resource, examples),
	})),
];

export const readPage = (root: string, path: string): string =>
	existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
