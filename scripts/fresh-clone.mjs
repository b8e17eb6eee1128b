// What `npm start` and `npm test` do first. Plain Node: on a fresh clone nothing else is there yet.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Installs the dependencies where they are missing or not those of package-lock.json. */
export function installDependencies() {
	if (isInstalled()) return;
	console.log('Installing the dependencies of this checkout (npm ci, about a minute) …');
	const startedAt = performance.now();
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const { status } = spawnSync(npm, ['ci', '--no-progress'], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	if (status !== 0) {
		console.error('npm ci failed: see above.');
		process.exit(status ?? 1);
	}
	console.log(`Installing the dependencies: done (${Math.round((performance.now() - startedAt) / 1000)} s)`);
}

/**
 * npm leaves a record of what it has put into node_modules, as its last act. Reading that is surer than comparing
 * dates, which a checkout sets as it likes. What is optional may be missing on this platform.
 */
function isInstalled() {
	const wanted = packagesOf('package-lock.json');
	const installed = packagesOf('node_modules/.package-lock.json');
	if (!wanted || !installed) return false;
	return Object.entries(wanted).every(
		([path, entry]) =>
			path === '' || entry.optional || entry.devOptional || installed[path]?.version === entry.version,
	);
}

function packagesOf(lockFile) {
	try {
		return JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/** Goes on with a script in TypeScript, in this very process: nobody in between who has to pass on signals. */
export async function handOver(script) {
	const { tsImport } = await import('tsx/esm/api');
	await tsImport(script, import.meta.url);
}
