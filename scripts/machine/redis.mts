import { spawn, spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from './ports.mts';

/** A Redis of our own, on this machine only, that writes nothing down. */
export interface Redis {
	readonly port: number;
	stop(): Promise<void>;
}

const startsWithinMs = 15_000;

export function hasRedis(): boolean {
	return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
}

export async function startRedis(folder: string): Promise<Redis> {
	const port = await findFreePort();
	const data = join(folder, 'redis');
	await mkdir(data, { recursive: true });
	const server = spawn(
		'redis-server',
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', data],
		{ stdio: 'ignore', detached: true },
	);
	const ended = new Promise<void>((resolve) => {
		server.once('exit', () => resolve());
		server.once('error', () => resolve());
	});
	const stop = async () => {
		server.kill('SIGTERM');
		await ended;
	};
	const deadline = performance.now() + startsWithinMs;
	while (!(await accepts(port))) {
		if (performance.now() > deadline || server.exitCode !== null) {
			await stop();
			throw new Error('Redis did not start.');
		}
		await sleep(50);
	}
	return { port, stop };
}

function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
