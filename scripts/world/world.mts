import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/index.mts';
import { checkout, packageName } from '../machine/checkout.mts';
import { startInterception, type Interception } from './interception.mts';
import { layDatabase } from '../n8n/database.mts';
import { ensureN8n } from '../n8n/install.mts';
import { startN8n, type RunningN8n } from '../n8n/process.mts';
import { Session } from '../n8n/session.mts';
import { owner, type N8nSettings } from '../n8n/settings.mts';
import { linkPackage } from '../n8n/user-folder.mts';
import { findFreePort } from '../machine/ports.mts';
import { silent, type Report } from '../machine/report.mts';

/** How Instagram and browsers see the n8n of a world: the interception leads this name to it. */
export const publicUrl = 'https://n8n.example.test';

/** Longer than the preloaded clock waits before it looks at its file again. */
export const clockSettlesMs = 120;

/** A real n8n with the package, an Instagram on the same clock, and between them the only way out. */
export interface World {
	readonly simulator: Simulator;
	readonly interception: Interception;
	/** The n8n that runs now: another one after a restart. */
	readonly n8n: RunningN8n;
	readonly settings: N8nSettings;
	/** Logged in as the owner. */
	readonly session: Session;
	/** Lets time pass, for Instagram and for the running n8n. */
	advance(ms: number): Promise<void>;
	restartN8n(): Promise<void>;
	close(): Promise<void>;
}

export async function startWorld(options: {
	/** Where n8n keeps its data, and the log is written. */
	folder: string;
	port?: number;
	report?: Report;
	/** Where the package is; default: this checkout, which has to be built. */
	packageFolder?: string;
	/** Not for browsers and Code nodes. */
	bare?: boolean;
	/** Settings of n8n on top of those every world has. */
	environment?: NodeJS.ProcessEnv;
}): Promise<World> {
	const { folder, report = silent } = options;
	await mkdir(folder, { recursive: true });
	const installed = await ensureN8n(report);
	await linkPackage(folder, packageName, options.packageFolder ?? checkout);

	const port = options.port ?? (await findFreePort());
	const n8nOrigin = `http://127.0.0.1:${port}`;
	const n8nHost = new URL(publicUrl).host;
	const simulator = await startSimulator({ resolve: { [n8nHost]: n8nOrigin } });
	const instagram = simulator.hosts.map((host) => [host, simulator.origin] as const);
	const interception = await startInterception({
		folder,
		hosts: { ...Object.fromEntries(instagram), [n8nHost]: n8nOrigin },
	});

	const clockOffsetFile = join(folder, 'clock-offset');
	const writeOffset = () => writeFile(clockOffsetFile, String(simulator.clock.now() - Date.now()));
	await writeOffset();
	const settings: N8nSettings = {
		installed,
		userFolder: folder,
		port,
		brokerPort: await findFreePort(),
		publicUrl,
		proxy: { url: interception.url, caFile: interception.caFile },
		clockOffsetFile,
		withOwner: true,
		bare: options.bare,
		extra: options.environment,
	};
	const start = () => startN8n(settings, join(folder, 'n8n.log'));
	const closeOthers = () => Promise.all([interception.close(), simulator.close()]);

	let n8n: RunningN8n;
	try {
		await layDatabase(settings);
		n8n = await start();
	} catch (error) {
		await closeOthers();
		throw error;
	}
	return {
		simulator,
		interception,
		settings,
		session: new Session(n8nOrigin, owner),
		get n8n() {
			return n8n;
		},
		async advance(ms) {
			simulator.clock.advance(ms);
			await writeOffset();
			await sleep(clockSettlesMs);
		},
		async restartN8n() {
			await n8n.stop();
			n8n = await start();
		},
		async close() {
			await n8n.stop();
			await closeOthers();
		},
	};
}
