/** `npm run docs`: writes what is made from the code. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

// n8n-core keeps its settings and files away from the machine's own n8n; read when it is loaded
const folder = mkdtempSync(join(tmpdir(), 'instagram-docs-'));
Object.assign(process.env, {
	N8N_USER_FOLDER: folder,
	N8N_ENCRYPTION_KEY: 'docs only',
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	N8N_LOG_LEVEL: 'silent',
});
// required, not imported: the nodes require each other, and an import would make a second clock beside theirs
const load = createRequire(import.meta.url);
const { exampleOutputs } = load('./exampleOutputs.mts') as typeof import('./exampleOutputs.mts');
const { MADE_PAGES, readPage } = load('./pages.mts') as typeof import('./pages.mts');

const examples = await exampleOutputs();
for (const { path, make } of MADE_PAGES) {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), make(readPage(root, path), examples));
}
rmSync(folder, { recursive: true, force: true });
process.exit();
