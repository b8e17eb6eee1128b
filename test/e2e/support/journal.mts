import type { World } from '../../../scripts/world/world.mts';

type Entry = ReturnType<World['simulator']['journal']['entries']>[number];

/** What reached Instagram, as "POST /v25.0/178…/messages" with the version and the account left out. */
export function requests(world: World, method: string, path: RegExp): Entry[] {
	return world.simulator.journal
		.entries()
		.filter((entry) => entry.method === method && path.test(entry.path));
}

/** A one-hour token for a sixty-day one. */
export const exchanges = (world: World): Entry[] =>
	world.simulator.journal.entries().filter(({ query }) => query.grant_type === 'ig_exchange_token');

/** A sixty-day token for a younger one. */
export const renewals = (world: World): Entry[] =>
	world.simulator.journal.entries().filter(({ query }) => query.grant_type === 'ig_refresh_token');

export const publications = (world: World): Entry[] => requests(world, 'POST', /\/media_publish$/);

export const sentMessages = (world: World): Entry[] => requests(world, 'POST', /\/messages$/);
