/** `npm run docs`: writes into the README what is made from the code. */
import { readFileSync, writeFileSync } from 'node:fs';

import { withErrorTable } from './errorTable.mts';

const readme = new URL('../../README.md', import.meta.url);
writeFileSync(readme, withErrorTable(readFileSync(readme, 'utf8')));
