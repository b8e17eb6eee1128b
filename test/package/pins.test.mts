/**
 * A version that is named exactly has its reason in CONTRIBUTING.md, and versions that belong together go
 * together.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { newestN8n, supportedN8n } from '../../scripts/n8n/versions.mts';

const ROOT = resolve(__dirname, '../..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

interface Manifest {
	readonly dependencies?: Record<string, string>;
	readonly devDependencies?: Record<string, string>;
}

const { devDependencies: versions = {} } = JSON.parse(read('package.json')) as Manifest;
const pinned = Object.keys(versions).filter((name) => /^\d/.test(versions[name] ?? ''));

/** The first column of the table below a heading. */
function explained(page: string): string[] {
	const [, section = ''] = /^## Pinned versions\n([\s\S]*?)(?=^## )/m.exec(page) ?? [];
	const cells = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
	return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

it('every exact version in package.json has a reason, and every reason a version', () => {
	expect(pinned.length).toBeGreaterThan(5);
	expect(explained(read('CONTRIBUTING.md')).sort()).toEqual([...pinned].sort());
});

it('nothing is named by a tag or an address', () => {
	expect(Object.values(versions).filter((version) => !/^[\^~]?\d/.test(version))).toEqual([]);
});

it('the parts of n8n are those of the newest n8n in scripts/n8n/versions.mts', () => {
	expect(versions['n8n-core']).toBe(newestN8n.version);
	const core = JSON.parse(read('node_modules/n8n-core/package.json')) as Manifest;
	for (const name of ['n8n-workflow', '@n8n/di']) expect(versions[name]).toBe(core.dependencies?.[name]);
});

it('every night each supported n8n is tried', () => {
	const [, listed = ''] = /^ +n8n: \[(.*)\]$/m.exec(read('.github/workflows/nightly.yml')) ?? [];
	expect(listed.split(', ')).toEqual(supportedN8n.map(({ version }) => version));
});

it("lint, format and compiler are what n8n's tool gives to a new package", () => {
	const template = 'node_modules/@n8n/node-cli/dist/template/templates/programmatic/example/template';
	const { devDependencies: given = {} } = JSON.parse(read(template, 'package.json')) as Manifest;
	for (const name of ['eslint', 'prettier', 'typescript']) expect(versions[name]).toBe(given[name]);
});

describe.each(readdirSync(join(ROOT, '.github/workflows')))('workflow %s', (file) => {
	it('uses actions by commit, with the version beside it', () => {
		const uses = [...read('.github/workflows', file).matchAll(/uses: (.*)/g)].map(([, use = '']) => use);
		expect(uses.length).toBeGreaterThan(0);
		for (const use of uses) expect(use).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});
});
