/** Waits that take no time: the simulated clock jumps to the end of each. For tests in which thousands of waits pass. */
import { clock } from '../../nodes/Instagram/transport/clock';
import type { TestWorld } from './world.mts';

/** To be called after `startWorld({ speed: 1 })`, whose clock it drives. */
export function jumpOverWaits({ simulator }: TestWorld): void {
	jest.spyOn(clock, 'sleep').mockImplementation(async (durationMs, signal) => {
		signal?.throwIfAborted();
		const dueEpochMs = simulator.clock.now() + durationMs;
		// whoever has something to do now does it before time goes on; waits that run side by side end together
		await new Promise((resolve) => setTimeout(resolve, 0));
		const missingMs = dueEpochMs - simulator.clock.now();
		if (missingMs > 0) simulator.clock.advance(missingMs);
		signal?.throwIfAborted();
	});
}
