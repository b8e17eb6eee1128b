/** `npm run docs`: writes what is made from the code. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { MADE_PAGES, readPage } from './pages.mts';

const root = join(import.meta.dirname, '../../..');
for (const { path, make } of MADE_PAGES) {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), make(readPage(root, path)));
}
