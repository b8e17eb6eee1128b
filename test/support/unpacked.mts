/** The package as npm gives it out, unpacked. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** @returns the folder below `folder` that the package was unpacked into. Needs `npm run build`. */
export function unpackPackage(folder: string): string {
	const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
	const [{ filename }] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' })) as [
		{ filename: string },
	];
	execFileSync('tar', ['-xzf', filename], { cwd: folder });
	return join(folder, 'package');
}
