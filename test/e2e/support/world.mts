import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../../../scripts/world/world.mts';

/**
 * For everything, a test as well as a start. Each has its own shorter limits with better messages; this one
 * only ends what hangs. A start takes ten seconds alone, and several times that on a small machine with other
 * work.
 */
const timeoutMs = 300_000;

/**
 * One n8n and one Instagram for the tests of a file. Gives back the way to reach it inside a test. Afterwards
 * nothing is left: no process, no file.
 */
export function useWorld({
	bare = true,
	nodes,
}: {
	readonly bare?: boolean;
	/** The only nodes that n8n knows. Default: all. */
	readonly nodes?: () => Promise<readonly string[]>;
} = {}): () => World {
	jest.setTimeout(timeoutMs);
	let world: World | undefined;
	let folder: string | undefined;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-e2e-'));
		// The most talkative n8n there is: what it does not say now, it never says.
		const environment = {
			N8N_LOG_LEVEL: 'debug',
			// n8n makes a sandbox only for an expression that needs one, and compiles its code once
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
			N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
			...(nodes && { NODES_INCLUDE: JSON.stringify(await nodes()) }),
		};
		world = await startWorld({ folder, bare, environment });
	});

	afterAll(async () => {
		await world?.close();
		if (folder !== undefined) await rm(folder, { recursive: true, force: true });
	});

	return () => {
		if (!world) throw new Error('The world is there inside tests only.');
		return world;
	};
}
