import { access, cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { findFreePort } from '../machine/ports.mts';
import { withLock } from './lock.mts';
import { startN8n } from './process.mts';
import type { N8nSettings } from './settings.mts';

/**
 * The database, what this n8n may leave of it in SQLite's log when it ends, and the key that its secrets are
 * encrypted with.
 */
const FILES = ['database.sqlite', 'database.sqlite-wal', 'config'];

/**
 * Gives an n8n that has never run the database of one that has: making its tables costs n8n five of the
 * fifteen seconds of a first start. It is made once per n8n, by an n8n, and copied. A user folder that has a
 * database keeps it.
 */
export async function layDatabase(settings: N8nSettings): Promise<void> {
	const target = join(settings.userFolder, '.n8n');
	if (await exists(join(target, 'database.sqlite'))) return;
	const ready = await readyDatabase(settings);
	await mkdir(target, { recursive: true });
	for (const file of FILES)
		if (await exists(join(ready, file))) await cp(join(ready, file), join(target, file));
}

/** The folder has its name only when n8n has ended well in it, as that of `ensureN8n`. */
async function readyDatabase(settings: N8nSettings): Promise<string> {
	const ready = join(settings.installed.folder, 'new-database');
	await withLock(
		`${ready}.lock`,
		() => undefined,
		async () => {
			if (await exists(ready)) return;
			const userFolder = `${ready}.partial`;
			await rm(userFolder, { recursive: true, force: true });
			await mkdir(userFolder, { recursive: true });
			await runOnce({ ...settings, userFolder });
			await rename(join(userFolder, '.n8n'), ready);
			await rm(userFolder, { recursive: true, force: true });
		},
	);
	return ready;
}

/** On ports of its own and by the machine's clock: the world that wants the database is not there yet. */
async function runOnce(settings: N8nSettings): Promise<void> {
	const n8n = await startN8n(
		{
			...settings,
			port: await findFreePort(),
			brokerPort: await findFreePort(),
			clockOffsetFile: undefined,
			extra: undefined,
		},
		join(settings.userFolder, 'n8n.log'),
	);
	await n8n.stop();
}

async function exists(path: string): Promise<boolean> {
	return await access(path).then(
		() => true,
		() => false,
	);
}
