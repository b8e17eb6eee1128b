import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../../../scripts/machine/postgres.mts';
import { hasRedis } from '../../../scripts/machine/redis.mts';
import { startQueueWorld, type QueueWorld } from '../../../scripts/world/queueWorld.mts';

/** Only ends what hangs: each start and each wait has its own shorter limit with a better message. */
const timeoutMs = 300_000;

/** `describe`, skipped where this machine has no PostgreSQL or no Redis. */
export const describeInQueueMode = findPostgres() !== undefined && hasRedis() ? describe : describe.skip;

/** One n8n in queue mode for the tests of a file. To be called inside `describeInQueueMode`. */
export function useQueueWorld(
	options: Omit<Parameters<typeof startQueueWorld>[0], 'folder'> = {},
): () => QueueWorld {
	let world: QueueWorld | undefined;
	let folder: string | undefined;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'n8n-instagram-queue-'));
		world = await startQueueWorld({ folder, ...options });
	}, timeoutMs);

	afterAll(async () => {
		await world?.close();
		if (folder !== undefined) await rm(folder, { recursive: true, force: true });
	}, timeoutMs);

	return () => {
		if (!world) throw new Error('The world is there inside tests only.');
		return world;
	};
}
