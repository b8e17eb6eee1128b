import { access, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { mustRun } from '../machine/command.mts';
import { withProgress, type Report } from '../machine/report.mts';
import { cacheFolder, n8nIn, type InstalledN8n } from './cache.mts';
import { withLock } from './lock.mts';
import { n8nOf, type SupportedN8n } from './versions.mts';

/**
 * A real n8n with a Node of its own, installed once per machine. The folder gets its final name only when
 * everything in it is there, so a half install (killed, disk full, network gone) is never taken for one and
 * is thrown away by the next attempt. Versions stand beside each other; `N8N_TEST_VERSION` names another than
 * the newest.
 */
export async function ensureN8n(
	report: Report,
	n8n = n8nOf(process.env.N8N_TEST_VERSION),
): Promise<InstalledN8n> {
	const { version } = n8n;
	const cache = cacheFolder();
	const installed = n8nIn(join(cache, `n8n-${version}`));
	if (await isComplete(installed)) return installed;

	await mkdir(cache, { recursive: true });
	return await withLock(
		join(cache, `n8n-${version}.lock`),
		() => report.line(`Another process is installing n8n into ${cache}; waiting for it.`),
		async () => {
			if (await isComplete(installed)) return installed;
			report.line(`n8n ${version} is installed once per machine, into ${installed.folder} (about 2.5 GB).`);
			const partial = n8nIn(`${installed.folder}.partial`);
			await rm(partial.folder, { recursive: true, force: true });
			await installInto(partial, n8n, report);
			await rm(installed.folder, { recursive: true, force: true });
			await rename(partial.folder, installed.folder);
			return installed;
		},
	);
}

async function installInto(
	target: InstalledN8n,
	{ version, nodeMajor, overrides }: SupportedN8n,
	report: Report,
): Promise<void> {
	await mkdir(target.folder, { recursive: true });
	await writeFile(join(target.folder, 'package.json'), JSON.stringify({ private: true, overrides }));
	const env = environmentOfInstall(target);
	const npm = (...parameters: string[]) =>
		mustRun('npm', [...parameters, '--no-audit', '--no-fund', '--no-progress'], { cwd: target.folder, env });

	// The package `node` fetches the binary of this platform in its install script.
	await withProgress(report, `Installing Node ${nodeMajor} for n8n`, () =>
		npm('install', `node@${nodeMajor}`, '--ignore-scripts=false'),
	);
	await withProgress(
		report,
		`Installing n8n ${version} (takes some minutes)`,
		() => npm('install', `n8n@${version}`, '--ignore-scripts', '--legacy-peer-deps'),
		{ detail: () => countPackages(target) },
	);
	// The only native module without a binary inside its package.
	if (!(await takeSqliteFromAnother(target))) {
		await withProgress(report, 'Building the SQLite module of n8n', () =>
			npm('rebuild', 'sqlite3', '--ignore-scripts=false'),
		);
	}
	await mustRun(target.node, [target.bin, '--version'], { env });
}

/**
 * A build takes up to ten minutes, and what comes out is the same for every Node: the module uses Node-API.
 * @returns whether another n8n of this machine had the same version of it
 */
async function takeSqliteFromAnother(target: InstalledN8n): Promise<boolean> {
	const moduleOf = (folder: string) => join(folder, 'node_modules', 'sqlite3');
	const versionOf = async (folder: string) => {
		const manifest = await readFile(join(moduleOf(folder), 'package.json'), 'utf8').catch(() => '{}');
		return (JSON.parse(manifest) as { version?: string }).version;
	};
	const wanted = await versionOf(target.folder);
	for (const name of await readdir(cacheFolder())) {
		const other = n8nIn(join(cacheFolder(), name));
		if (name.endsWith('.partial') || !(await isComplete(other))) continue;
		if (wanted === undefined || (await versionOf(other.folder)) !== wanted) continue;
		const built = join(moduleOf(other.folder), 'build');
		await cp(built, join(moduleOf(target.folder), 'build'), { recursive: true });
		return true;
	}
	return false;
}

async function countPackages(target: InstalledN8n): Promise<string> {
	const folders = await readdir(join(target.folder, 'node_modules')).catch(() => []);
	return `${folders.length} folders so far`;
}

/** npm run in another folder than the one `npm test` was started in: without what that npm says about it. */
function environmentOfInstall(target: InstalledN8n): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (
			!/^npm_(package|lifecycle|command|config_local_prefix|config_ignore_scripts)|^INIT_CWD$/i.test(name)
		) {
			env[name] = value;
		}
	}
	const binaries = join(target.folder, 'node_modules', '.bin');
	return { ...env, PATH: [binaries, process.env.PATH].join(delimiter) };
}

async function isComplete(installed: InstalledN8n): Promise<boolean> {
	return await Promise.all([access(installed.node), access(installed.bin)]).then(
		() => true,
		() => false,
	);
}
