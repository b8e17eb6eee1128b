import type { CurrentWorld } from './world.mts';

/** Lets the person write before each test, so that the account may answer, and forgets those requests. */
export function useOpenWindow(world: CurrentWorld): void {
	beforeEach(async () => {
		await world.simulator.instagram.sendDirectMessage({
			from: world.person,
			to: world.account,
			text: 'Still there?',
		});
		world.clearRequests();
	});
}
