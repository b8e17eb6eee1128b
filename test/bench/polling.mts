/**
 * What polling asks of Instagram in a day, counted: an account with 25 watched posts, on which little
 * happens. Meta allows 4,800 calls a day for each time that content of the account is seen ("Overview, Rate
 * limiting"), and two reads of conversations a second.
 */
import { createPolling } from '../support/polling.mts';
import { startWorld } from '../support/world.mts';
import { jumpOverWaits } from '../support/virtualTime.mts';
import type { Bench, Row } from './run.mts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** What Meta allows an account whose content was seen once. */
const ALLOWED = 4800;

const CHOICES: ReadonlyArray<readonly string[]> = [
	['comments'],
	['comments', 'messages'],
	['comments', 'messages', 'media', 'tags'],
];

async function callsInADay(everyMinutes: number, events: readonly string[]): Promise<number> {
	const world = await startWorld({ speed: 1 });
	try {
		jumpOverWaits(world);
		const { simulator, account, person } = world;
		for (const media of simulator.instagram.seedMedia(account, 25))
			await simulator.instagram.comment({ from: person, media, text: 'old' });
		const trigger = createPolling(world, { events: [...events] });
		await trigger.activate();
		world.clearRequests();
		for (let minute = 0; minute < DAY_MINUTES; minute += everyMinutes) {
			simulator.clock.advance(everyMinutes * MINUTE_MS);
			await trigger.poll();
		}
		if (trigger.failed.length > 0) throw trigger.failed[0]!;
		return world.requests().length;
	} finally {
		await world.close();
	}
}

async function run(): Promise<Row[]> {
	const rows: Row[] = [];
	for (const everyMinutes of [1, 5, 15]) {
		for (const events of CHOICES) {
			const calls = await callsInADay(everyMinutes, events);
			rows.push({
				what: `every ${everyMinutes} min: ${events.join(', ')}`,
				figure: `${calls} calls a day`,
				target: `${ALLOWED} for one view`,
				met: calls <= ALLOWED,
			});
		}
	}
	return rows;
}

export const bench: Bench = { name: 'polling', run };
