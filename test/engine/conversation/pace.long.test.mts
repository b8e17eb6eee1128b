/** Instagram allows two reads of conversations a second. */
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', speed: 2 });

it('many items are read at two a second, so that Instagram refuses none', async () => {
	const { id } = world.simulator.instagram.conversation(world.account, world.person);
	const parameters = {
		resource: 'conversation',
		operation: 'get',
		conversationId: { __rl: true, mode: 'id', value: id },
	};
	// so that nothing is loaded while it counts
	await world.run(parameters);
	await new Promise((resolve) => setTimeout(resolve, 500));
	world.clearRequests();
	const { error, items } = await world.run(
		parameters,
		Array.from({ length: 6 }, () => ({ json: {} })),
	);
	const statuses = world.requests().map(({ status }) => status);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(6);
	expect(statuses).toEqual(Array(6).fill(200));
});
