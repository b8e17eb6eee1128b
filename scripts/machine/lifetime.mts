/** What `npm start` keeps up until it is told to end. */
export interface Shown {
	/** Settles when n8n has ended by itself, which it should not. */
	ended: Promise<void>;
	close(): Promise<void>;
}

/** How often it is looked whether the process that started this one is still there. */
const lookEveryMs = 1_000;

/**
 * Settles with the reason when this process is meant to end: Ctrl-C, a closed terminal, a polite kill, or the end
 * of the process that started it (npm killed the hard way).
 */
export function untilToldToEnd(): Promise<string> {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
		const parent = process.ppid;
		setInterval(() => {
			if (process.ppid !== parent) resolve('the end of npm');
		}, lookEveryMs).unref();
		// A closed terminal breaks what is written to it; that must not keep us from tidying up.
		process.stdout.on('error', () => undefined);
		process.stderr.on('error', () => undefined);
	});
}
