/** Lets days pass in a second. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../scripts/world/world.mts';

const MINUTE_MS = 60_000;
/** For so long Meta sends again what n8n has not taken. */
const REPEATED_MS = 36 * 60 * MINUTE_MS;

/**
 * Step by step as long as Meta delivers again: in one jump it would use up all its attempts within a second,
 * which n8n may happen to be busy in.
 */
export async function letPass(world: World, ms: number): Promise<void> {
	let passedMs = 0;
	for (let stepMs = MINUTE_MS; passedMs < Math.min(ms, REPEATED_MS); stepMs *= 3) {
		const nextMs = Math.min(stepMs, ms - passedMs);
		await world.advance(nextMs);
		await world.simulator.deliveries.idle();
		await sleep(300);
		passedMs += nextMs;
	}
	if (passedMs < ms) await world.advance(ms - passedMs);
}
