import { lstat, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Puts a checkout where n8n looks for installed community packages. Under its real name, so that the node
 * types are called what they are called for everybody, which a folder of custom extensions would not do.
 */
export async function linkPackage(userFolder: string, packageName: string, checkout: string): Promise<void> {
	const link = join(userFolder, '.n8n', 'nodes', 'node_modules', packageName);
	await mkdir(dirname(link), { recursive: true });
	const existing = await lstat(link).catch(() => undefined);
	if (existing?.isSymbolicLink() && (await readlink(link)) === checkout) return;
	await rm(link, { recursive: true, force: true });
	await symlink(checkout, link, 'junction');
}
