import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Lets one process on this machine do the work at a time; the others wait. A lock whose process has died is
 * taken over, so that an install that was killed does not block the next one.
 */
export async function withLock<T>(lockFile: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
	let waited = false;
	while (!(await tryToLock(lockFile))) {
		if (!(await isHolderAlive(lockFile))) {
			await rm(lockFile, { force: true });
			continue;
		}
		if (!waited) onWait();
		waited = true;
		await sleep(500);
	}
	try {
		return await work();
	} finally {
		await rm(lockFile, { force: true });
	}
}

async function tryToLock(lockFile: string): Promise<boolean> {
	try {
		const handle = await open(lockFile, 'wx');
		await handle.writeFile(String(process.pid));
		await handle.close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

async function isHolderAlive(lockFile: string): Promise<boolean> {
	const content = await readFile(lockFile, 'utf8').catch(() => '');
	if (content === '') {
		// Between the creation of the file and the writing of the number, or killed exactly there.
		await sleep(1_000);
		return (await readFile(lockFile, 'utf8').catch(() => '')) !== '';
	}
	try {
		process.kill(Number(content), 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
