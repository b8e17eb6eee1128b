import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '../../simulator/index.mts';
import { checkout, packageName } from '../machine/checkout.mts';
import { findFreePort } from '../machine/ports.mts';
import { startPostgres } from '../machine/postgres.mts';
import { startRedis } from '../machine/redis.mts';
import { silent } from '../machine/report.mts';
import { ensureN8n } from '../n8n/install.mts';
import { startN8n, type RunningN8n } from '../n8n/process.mts';
import { Session } from '../n8n/session.mts';
import { owner, type N8nSettings } from '../n8n/settings.mts';
import { linkPackage } from '../n8n/user-folder.mts';
import { startInterception } from './interception.mts';
import { startRouter } from './router.mts';
import { clockSettlesMs, publicUrl, type World } from './world.mts';

/**
 * An n8n in queue mode: one main, webhook processes and workers, each with a folder of its own, on PostgreSQL
 * and Redis.
 */
export interface QueueWorld extends World {
	/** Where Meta's deliveries and browsers arrive: the router in front of all. */
	readonly publicOrigin: string;
	readonly processors: readonly Member[];
	readonly workers: readonly Member[];
}

/** One process of this n8n. */
export interface Member {
	readonly name: string;
	/** The process that runs now: another one after `restart`. */
	readonly n8n: RunningN8n;
	restart(): Promise<void>;
}

/** A worker that is gone is noticed within seconds instead of a minute. */
const noticeCrashesSoon = {
	QUEUE_WORKER_LOCK_DURATION: '6000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

export async function startQueueWorld(options: {
	folder: string;
	processors?: number;
	workers?: number;
	environment?: NodeJS.ProcessEnv;
}): Promise<QueueWorld> {
	const { folder, processors: processorCount = 2, workers: workerCount = 2, environment } = options;
	await mkdir(folder, { recursive: true });
	const installed = await ensureN8n(silent);
	const closing: Array<() => Promise<unknown>> = [];
	const close = async () => {
		while (closing.length > 0) await closing.pop()?.();
	};
	const opened = async <T,>(part: T, end: (part: T) => Promise<unknown>): Promise<T> => {
		closing.push(() => end(part));
		return part;
	};

	try {
		const postgres = await opened(await startPostgres(folder), (part) => part.stop());
		const redis = await opened(await startRedis(folder), (part) => part.stop());
		const members: { main?: Member; processors: Member[]; workers: Member[] } = {
			processors: [],
			workers: [],
		};
		const originOf = (member: Member | undefined) => member?.n8n.origin ?? 'http://127.0.0.1:1';
		const router = await opened(
			await startRouter({
				main: () => originOf(members.main),
				processors: () => members.processors.map(originOf),
			}),
			(part) => part.close(),
		);
		const host = new URL(publicUrl).host;
		const simulator = await opened(await startSimulator({ resolve: { [host]: router.origin } }), (part) =>
			part.close(),
		);
		const hosts = Object.fromEntries(simulator.hosts.map((name) => [name, simulator.origin]));
		const interception = await opened(
			await startInterception({ folder, hosts: { ...hosts, [host]: router.origin } }),
			(part) => part.close(),
		);
		const clockOffsetFile = join(folder, 'clock-offset');
		const writeOffset = () => writeFile(clockOffsetFile, String(simulator.clock.now() - Date.now()));
		await writeOffset();

		const encryptionKey = randomUUID();
		const settingsOf = async (name: string, role: N8nSettings['role']): Promise<N8nSettings> => {
			const userFolder = join(folder, name);
			await linkPackage(userFolder, packageName, checkout);
			const port = await findFreePort();
			return {
				installed,
				role,
				userFolder,
				port,
				brokerPort: await findFreePort(),
				publicUrl,
				proxy: { url: interception.url, caFile: interception.caFile },
				clockOffsetFile,
				withOwner: true,
				bare: true,
				extra: {
					N8N_ENCRYPTION_KEY: encryptionKey,
					EXECUTIONS_MODE: 'queue',
					OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
					DB_TYPE: 'postgresdb',
					DB_POSTGRESDB_HOST: '127.0.0.1',
					DB_POSTGRESDB_PORT: String(postgres.port),
					DB_POSTGRESDB_DATABASE: postgres.database,
					DB_POSTGRESDB_USER: postgres.user,
					DB_POSTGRESDB_PASSWORD: 'not asked for',
					QUEUE_BULL_REDIS_HOST: '127.0.0.1',
					QUEUE_BULL_REDIS_PORT: String(redis.port),
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
					N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
					...noticeCrashesSoon,
					...environment,
				},
			};
		};
		const startMember = async (name: string, role: N8nSettings['role']): Promise<Member> => {
			const settings = await settingsOf(name, role);
			const start = () => startN8n(settings, join(folder, `${name}.log`));
			let n8n = await start();
			return await opened(
				{
					name,
					get n8n() {
						return n8n;
					},
					async restart() {
						await n8n.stop();
						n8n = await start();
					},
				},
				() => n8n.stop(),
			);
		};

		// The first one makes the tables.
		const main = await startMember('main', 'main');
		members.main = main;
		await Promise.all([
			...Array.from({ length: processorCount }, async (_unused, index) => {
				members.processors.push(await startMember(`processor-${index + 1}`, 'webhook'));
			}),
			...Array.from({ length: workerCount }, async (_unused, index) => {
				members.workers.push(await startMember(`worker-${index + 1}`, 'worker'));
			}),
		]);

		return {
			simulator,
			interception,
			publicOrigin: router.origin,
			settings: await settingsOf('main', 'main'),
			session: new Session(main.n8n.origin, owner),
			get n8n() {
				return main.n8n;
			},
			processors: members.processors,
			workers: members.workers,
			async advance(ms) {
				simulator.clock.advance(ms);
				await writeOffset();
				await sleep(clockSettlesMs);
			},
			restartN8n: () => main.restart(),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
