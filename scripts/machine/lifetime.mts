import { spawnSync } from 'node:child_process';

/** What `npm start` keeps up until it is told to end. */
export interface Shown {
	/** Settles when n8n has ended by itself, which it should not. */
	ended: Promise<void>;
	close(): Promise<void>;
}

/** How often it is looked whether the processes that started this one are still there. */
const lookEveryMs = 1_000;

/**
 * Settles with the reason when this process is meant to end: Ctrl-C, a closed terminal, a polite kill, or the
 * end of npm (killed the hard way), which nobody else would notice.
 */
export function untilToldToEnd(): Promise<string> {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
		const starters = findStarters();
		setInterval(() => {
			if (!starters.every(isAlive)) resolve('the end of npm');
		}, lookEveryMs).unref();
		// A closed terminal breaks what is written to it; that must not keep us from tidying up.
		process.stdout.on('error', () => undefined);
		process.stderr.on('error', () => undefined);
	});
}

/** Who started this process; under npm, that is a shell, and above it npm itself. */
function findStarters(): number[] {
	const parent = process.ppid;
	if (process.env.npm_lifecycle_event === undefined) return [parent];
	const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(parent)], { encoding: 'utf8' });
	const grandparent = Number(stdout);
	return grandparent > 1 ? [parent, grandparent] : [parent];
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
