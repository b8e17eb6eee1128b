import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '../../../scripts/world/world.mts';

/** A start with migrations takes ten seconds alone, several times that beside another one on a small machine. */
const startTimeoutMs = 240_000;

/**
 * One n8n and one Instagram for the tests of a file. Gives back the way to reach it inside a test. Afterwards
 * nothing is left: no process, no file.
 */
export function useWorld(environment: NodeJS.ProcessEnv = {}): () => World {
	let world: World | undefined;
	let folder: string | undefined;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-e2e-'));
		world = await startWorld({ folder, environment });
	}, startTimeoutMs);

	afterAll(async () => {
		await world?.close();
		if (folder !== undefined) await rm(folder, { recursive: true, force: true });
	}, 60_000);

	return () => {
		if (!world) throw new Error('The world is there inside tests only.');
		return world;
	};
}
