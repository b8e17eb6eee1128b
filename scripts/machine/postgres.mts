import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, run } from './command.mts';
import { findFreePort } from './ports.mts';

/** A PostgreSQL of our own, on this machine only, that forgets everything when it is stopped. */
export interface Postgres {
	readonly port: number;
	readonly database: string;
	readonly user: string;
	stop(): Promise<void>;
}

const startsWithinMs = 30_000;
const user = 'n8n';
const database = 'n8n';

/** Where Debian and Homebrew put the server's programs; undefined where there are none. */
export function findPostgres(): string | undefined {
	const versions = existsSync('/usr/lib/postgresql')
		? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
		: [];
	const folders = [
		...versions.sort().reverse(),
		'/opt/homebrew/opt/postgresql/bin',
		'/usr/local/bin',
		'/usr/bin',
	];
	return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

export async function startPostgres(folder: string): Promise<Postgres> {
	const binaries = findPostgres();
	if (binaries === undefined) throw new Error('This machine has no PostgreSQL.');
	const data = join(folder, 'postgres');
	await mkdir(data, { recursive: true });
	// It refuses to run as root, and the other user has to get into the folder.
	const other = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
	if (other) {
		await chmod(folder, 0o711);
		await chown(data, other.uid, other.gid);
	}
	const program = (name: string) => join(binaries, name);
	const options = { cwd: data, ...other };
	const port = await findFreePort();
	const initdb = ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'];
	await mustRun(program('initdb'), initdb, options);
	const settings = [
		`port=${port}`,
		`unix_socket_directories=${data}`,
		'listen_addresses=127.0.0.1',
		'max_connections=200',
		// What is lost in a power cut is lost with the test.
		'fsync=off',
		'synchronous_commit=off',
	];
	const server = spawn(program('postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
		...options,
		stdio: 'ignore',
		detached: true,
	});
	const ended = new Promise<void>((resolve) => {
		server.once('exit', () => resolve());
		server.once('error', () => resolve());
	});
	const stop = async () => {
		server.kill('SIGINT');
		await ended;
	};
	const create = ['-h', '127.0.0.1', '-p', String(port), '-U', user, database];
	const deadline = performance.now() + startsWithinMs;
	while ((await run(program('createdb'), create, options)).code !== 0) {
		if (performance.now() > deadline || server.exitCode !== null) {
			await stop();
			throw new Error(`PostgreSQL did not start in ${data}.`);
		}
		await sleep(200);
	}
	return { port, database, user, stop };
}

async function idsOf(name: string): Promise<{ uid: number; gid: number }> {
	const id = async (flag: string) => Number((await mustRun('id', [flag, name])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}
