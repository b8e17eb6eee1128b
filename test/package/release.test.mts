/** What only the owner can decide stands in package.json, and everything else that names it agrees. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

import { addressesIn, ownersProblems } from '../../scripts/release/addresses.mts';

const ROOT = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as { n8n: { nodes: string[] } };
const { homepage, repository, bugs } = addressesIn(manifest);

const headingsOfReadme = [...read('README.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
	heading
		.toLowerCase()
		.replace(/[^a-z0-9 -]/g, '')
		.replace(/ /g, '-'),
);

/** A link into the README of the package's homepage. */
function expectOurLink(url: string): void {
	const [address, anchor] = url.split('#');
	expect(address).toBe(homepage);
	if (anchor !== 'readme') expect(headingsOfReadme).toContain(anchor);
}

it('has one address: homepage, repository and issues are of the same project', () => {
	expect(repository).toBe(homepage);
	expect(bugs).toBe(`${homepage}/issues`);
});

it.each(manifest.n8n.nodes)("the catalogue's links of %s lead there", (path) => {
	const codex = JSON.parse(read(path.replace('dist/', '').replace('.js', '.json'))) as {
		resources: Record<string, Array<{ url: string }>>;
	};
	const links = Object.values(codex.resources).flat();
	expect(links.length).toBeGreaterThan(0);
	for (const { url } of links) expectOurLink(url);
});

it('the links of the credentials lead there', async () => {
	const loader = new PackageDirectoryLoader(ROOT);
	await loader.loadAll();
	expect(loader.types.credentials).toHaveLength(2);
	for (const { documentationUrl } of loader.types.credentials) expectOurLink(documentationUrl ?? '');
});

describe('release:check', () => {
	const decided = {
		version: '1.2.3',
		homepage: 'https://github.com/brand/package',
		repository: { url: 'git+https://github.com/brand/package.git' },
		bugs: { url: 'https://github.com/brand/package/issues' },
		author: { email: 'someone@brand.com' },
	};

	it('lets pass what is decided', () => {
		expect(ownersProblems(decided, '## [1.2.3] - 2026-12-01')).toEqual([]);
	});

	it.each([
		['a homepage that is missing', { homepage: undefined }, 'homepage is missing'],
		[
			'a repository that is a placeholder',
			{ repository: { url: 'https://example.com/x' } },
			'repository.url is a placeholder',
		],
		[
			'an e-mail that nobody reads',
			{ author: { email: 'maintainers@n8n-nodes-instagram-login.dev' } },
			'author.email is a placeholder',
		],
		['no place for issues', { bugs: undefined }, 'bugs.url is missing'],
		['a version without changelog', { version: '1.2.4' }, 'CHANGELOG.md has no section for version 1.2.4'],
	])('refuses %s', (_name, change, problem) => {
		expect(ownersProblems({ ...decided, ...change }, '## [1.2.3]').join('\n')).toContain(problem);
	});
});
