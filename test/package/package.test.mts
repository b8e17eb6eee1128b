/**
 * What is published: the built package, as n8n will load it. Needs `npm run build`, which `npm test` runs
 * first.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

const ROOT = resolve(__dirname, '../..');

interface Manifest {
	readonly main: string;
	readonly license: string;
	readonly dependencies?: unknown;
	readonly peerDependencies: Record<string, string>;
	readonly devDependencies: Record<string, string>;
	readonly scripts: Record<string, string>;
	readonly n8n: { nodes: string[]; credentials: string[]; strict: boolean };
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

let loader: PackageDirectoryLoader;
beforeAll(async () => {
	loader = new PackageDirectoryLoader(ROOT);
	await loader.loadAll();
});

describe('package.json', () => {
	it('brings nothing along at run time', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest).toMatchObject({ license: 'MIT', n8n: { strict: true } });
	});

	it('runs no script when somebody installs it', () => {
		const forbidden = [
			'prepare',
			'preinstall',
			'install',
			'postinstall',
			'prepublish',
			'preprepare',
			'postprepare',
		];
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
	});

	it('tests against the n8n-workflow and n8n-core of the n8n under test', () => {
		expect(manifest.devDependencies).toMatchObject({ 'n8n-workflow': '2.41.0', 'n8n-core': '2.41.1' });
	});

	it('names nodes and credentials that were built', () => {
		for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials])
			expect(existsSync(join(ROOT, path))).toBe(true);
	});
});

describe('the loaded package', () => {
	it('has the names that stored workflows depend on', () => {
		expect(loader.types.nodes.map(({ name, displayName }) => [name, displayName])).toEqual(
			expect.arrayContaining([
				['instagram', 'Instagram'],
				['instagramTrigger', 'Instagram Trigger'],
			]),
		);
		expect(loader.types.credentials.map(({ name, displayName }) => [name, displayName]).sort()).toEqual([
			['instagramBusinessLoginOAuth2Api', 'Instagram Business Login OAuth2 API'],
			['instagramBusinessTokenApi', 'Instagram Access Token API'],
		]);
	});

	it('finds every icon, light and dark', () => {
		const icons = [...loader.types.nodes, ...loader.types.credentials].flatMap(({ iconUrl }) => {
			const { light, dark } = iconUrl as { light: string; dark: string };
			expect(light).not.toBe(dark);
			return [light, dark];
		});
		expect(icons).toHaveLength(10);
		for (const icon of icons) {
			expect(existsSync(join(ROOT, icon.replace('icons/n8n-nodes-instagram-login/', '')))).toBe(true);
		}
	});

	it('is described in the catalogue of nodes', () => {
		for (const path of manifest.n8n.nodes) {
			const codex = JSON.parse(readFileSync(join(ROOT, path.replace('.js', '.json')), 'utf8')) as {
				node: string;
			};
			expect(codex.node).toMatch(/^n8n-nodes-instagram-login\.instagram((Polling)?Trigger)?$/);
		}
	});
});

describe('what is published', () => {
	const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	const [{ files }] = JSON.parse(listing) as [{ files: Array<{ path: string }> }];
	const paths = files.map(({ path }) => path);

	it('is the build, the documents and the examples, and nothing around them', () => {
		expect(paths).toEqual(
			expect.arrayContaining([
				...manifest.n8n.nodes,
				...manifest.n8n.credentials,
				...['README.md', 'LICENSE.md', 'CHANGELOG.md', 'docs/publishing.md', manifest.main],
			]),
		);
		const wanted = [
			/^dist\/(nodes|credentials)\/.*\.js$/,
			/^dist\/nodes\/Instagram\/Instagram\w*\.node\.json$/,
			/^dist\/icons\/[\w.]+\.svg$/,
			/^(docs|examples)\/.*\.(md|json|png)$/,
			/^(index\.js|package\.json|README\.md|LICENSE\.md|CHANGELOG\.md)$/,
		];
		expect(paths.filter((path) => !wanted.some((pattern) => pattern.test(path)))).toEqual([]);
	});

	it('requires nothing but n8n-workflow and crypto', () => {
		const required = paths
			.filter((path) => path.endsWith('.js'))
			.flatMap((path) =>
				[...readFileSync(join(ROOT, path), 'utf8').matchAll(/require\("([^."][^"]*)"\)/g)].map(
					([, name]) => name,
				),
			);
		expect([...new Set(required)].sort()).toEqual(['crypto', 'n8n-workflow']);
	});
});
