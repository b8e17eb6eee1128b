import { spawn } from 'node:child_process';

export interface Finished {
	code: number;
	/** Standard output and standard error, in the order they came. */
	output: string;
	/** Standard output alone. */
	stdout: string;
	timedOut: boolean;
}

export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** As whom it runs; default: as this process. */
	uid?: number;
	gid?: number;
	timeoutMs?: number;
	onOutput?: (text: string) => void;
}

/** Runs a command to its end and keeps what it says. Throws only when it cannot be started. */
export function run(
	file: string,
	parameters: readonly string[],
	options: CommandOptions = {},
): Promise<Finished> {
	return new Promise((resolve, reject) => {
		const child = spawn(file, parameters, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			uid: options.uid,
			gid: options.gid,
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: options.timeoutMs,
			killSignal: 'SIGKILL',
		});
		// Whoever ends us means this command too.
		const endChild = () => child.kill('SIGTERM');
		process.once('exit', endChild);
		child.once('close', () => process.off('exit', endChild));

		let output = '';
		let stdout = '';
		const keep = (text: string) => {
			output += text;
			options.onOutput?.(text);
		};
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
			keep(text);
		});
		child.stderr.setEncoding('utf8').on('data', keep);
		child.once('error', reject);
		child.once('close', (code, signal) =>
			resolve({
				code: code ?? 1,
				output,
				stdout,
				timedOut: signal === 'SIGKILL' && options.timeoutMs !== undefined,
			}),
		);
	});
}

/** Runs a command that has to succeed; throws with everything it said otherwise. */
export async function mustRun(
	file: string,
	parameters: readonly string[],
	options: CommandOptions = {},
): Promise<Finished> {
	const finished = await run(file, parameters, options);
	if (finished.code !== 0) {
		const how = finished.timedOut ? 'did not finish in time' : `ended with code ${finished.code}`;
		throw new Error(`${[file, ...parameters].join(' ')} ${how}:\n${finished.output.slice(-20_000)}`);
	}
	return finished;
}
