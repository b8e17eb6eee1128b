import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentOf, type N8nSettings } from './settings.mts';

const startsWithinMs = 180_000;
const stopsWithinMs = 15_000;

export interface RunningN8n {
	/** Where it really listens, on this machine. */
	readonly origin: string;
	readonly pid: number;
	/** Settles when the process has ended, whoever ended it. */
	readonly ended: Promise<void>;
	/** Everything this n8n has said since its log file was made, earlier runs included. */
	log(): Promise<string>;
	/** Ends n8n and everything it has started. May be called twice. */
	stop(): Promise<void>;
	/** Ends it as a power cut does: it gets to finish nothing. */
	kill(): Promise<void>;
}

/** Starts n8n and waits until it answers and its workflows are active. What it says goes to the log file. */
export async function startN8n(settings: N8nSettings, logFile: string): Promise<RunningN8n> {
	const log = await open(logFile, 'a');
	const earlier = (await log.stat()).size;
	const child = spawn(settings.installed.node, [settings.installed.bin, ...commandOf(settings)], {
		env: { ...environmentOf(settings), END_WITH_PARENT: 'true' },
		// A group of its own: Ctrl-C in the terminal does not reach it, and it can be ended as a whole.
		detached: true,
		stdio: ['pipe', log.fd, log.fd],
	});
	await log.close();
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	const running: RunningN8n = {
		origin: `http://127.0.0.1:${settings.port}`,
		pid: child.pid ?? 0,
		ended,
		log: () => readFile(logFile, 'utf8'),
		stop: () => stop(child, ended),
		kill: async () => {
			if (child.pid !== undefined) killGroup(child.pid);
			await ended;
		},
	};
	try {
		const isUp = (settings.role ?? 'main') === 'main' ? isEditorUp : async () => true;
		await waitUntilReady(running, child, isUp, { file: logFile, start: earlier });
		return running;
	} catch (error) {
		await running.stop();
		throw error;
	}
}

const commands = { main: ['start'], worker: ['worker', '--concurrency=10'], webhook: ['webhook'] };
const commandOf = ({ role = 'main' }: N8nSettings): string[] => commands[role];

async function waitUntilReady(
	n8n: RunningN8n,
	child: ChildProcess,
	isUp: typeof isEditorUp,
	log: LogOfThisRun,
): Promise<void> {
	const deadline = performance.now() + startsWithinMs;
	while (!(await answers(`${n8n.origin}/healthz/readiness`)) || !(await isUp(n8n, log))) {
		if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
			throw new Error(`n8n ended while starting:\n${tail(await n8n.log())}`);
		}
		if (performance.now() > deadline) {
			throw new Error(`n8n did not start within ${startsWithinMs / 1000} s:\n${tail(await n8n.log())}`);
		}
		await sleep(100);
	}
}

interface LogOfThisRun {
	file: string;
	/** Where in the file this run begins. */
	start: number;
}

/** The REST interface comes up after the health check, and the active workflows after that. */
async function isEditorUp(n8n: RunningN8n, log: LogOfThisRun): Promise<boolean> {
	const said = (await readFile(log.file)).subarray(log.start).toString('utf8');
	// 401 from an n8n that nobody has logged in to; an n8n without its editor has no /rest/settings to ask for
	return (
		said.includes('Editor is now accessible via') && (await answers(`${n8n.origin}/rest/login`, [200, 401]))
	);
}

async function answers(url: string, statuses = [200]): Promise<boolean> {
	try {
		return statuses.includes((await fetch(url, { signal: AbortSignal.timeout(5_000) })).status);
	} catch {
		return false;
	}
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
	const pid = child.pid;
	if (pid === undefined) return;
	if (child.exitCode === null && child.signalCode === null) {
		child.kill('SIGTERM');
		await Promise.race([ended, sleep(stopsWithinMs, undefined, { ref: false })]);
	}
	// What is left of the group: an n8n that hangs, or a task runner that has outlived it.
	killGroup(pid);
	await ended;
}

function killGroup(leader: number): void {
	try {
		process.kill(-leader, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

function tail(text: string): string {
	return text.slice(-6_000);
}
