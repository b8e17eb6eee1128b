/** Waits that take no time: the simulated clock jumps to the end of each. */
import { setImmediate, setTimeout } from 'node:timers/promises';

import { clock } from '../../nodes/Instagram/transport/clock';
import { requestsUnderWay } from './edge.mts';
import type { TestWorld } from './world.mts';

/**
 * For tests in which thousands of waits pass; beside the waits, time goes on as it does. To be called after
 * `startWorld({ speed: 1 })`.
 */
export function jumpOverWaits({ simulator }: TestWorld): void {
	clock.sleep = async (durationMs, signal) => {
		signal?.throwIfAborted();
		const dueEpochMs = simulator.clock.now() + durationMs;
		// whoever has something to do now does it before time goes on; waits that run side by side end together
		await setTimeout(0);
		const missingMs = dueEpochMs - simulator.clock.now();
		if (missingMs > 0) simulator.clock.advance(missingMs);
		signal?.throwIfAborted();
	};
}

/** A speed at which time stands still, but for the waits. */
export const STANDING_STILL = 1e-9;

/**
 * Time that passes in waits only, and only when nobody has anything left to do: what is measured does not
 * depend on the machine. To be called after `startWorld({ speed: STANDING_STILL })`; the latency of that
 * world counts as waiting.
 */
export function measureInWaits({ simulator }: TestWorld): void {
	const waiting: Array<{ readonly dueEpochMs: number; readonly wake: () => void }> = [];
	let isRunning = false;

	/** Goes from one end of a wait to the next, until nobody waits. */
	const passTime = async () => {
		isRunning = true;
		while (waiting.length > 0) {
			await idle();
			const dueEpochMs = Math.min(...waiting.map((one) => one.dueEpochMs));
			simulator.clock.advance(Math.max(0, dueEpochMs - simulator.clock.now()));
			for (const one of waiting.filter((other) => other.dueEpochMs <= dueEpochMs)) {
				waiting.splice(waiting.indexOf(one), 1);
				one.wake();
			}
		}
		isRunning = false;
	};

	clock.sleep = async (durationMs, signal) => {
		signal?.throwIfAborted();
		const dueEpochMs = simulator.clock.now() + Math.ceil(durationMs);
		await new Promise<void>((wake) => {
			waiting.push({ dueEpochMs, wake });
			if (!isRunning) void passTime();
		});
		signal?.throwIfAborted();
	};
}

/** Until no request is answered, and none follows. */
async function idle(): Promise<void> {
	for (let quietTurns = 0; quietTurns < 25; quietTurns += 1) {
		await setImmediate();
		if (requestsUnderWay() > 0) {
			await setTimeout(1);
			quietTurns = 0;
		}
	}
	// what the simulator fetches by itself
	await setTimeout(2);
}
