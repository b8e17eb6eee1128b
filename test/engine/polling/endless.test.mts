/** A list whose cursor leads back to where it came from is not read for ever. */
import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;
const MANY = 300;

/** Each page of the list leads to itself. */
function leadBack(path: string | RegExp, data: object[], query?: RegExp): void {
	const paging = { cursors: { before: 'Q', after: 'Q' }, next: 'https://graph.instagram.com/next' };
	world.simulator.faults.failNext(
		{ method: 'GET', path, query, times: MANY },
		{ kind: 'status', status: 200, body: { data, paging }, effect: 'before' },
	);
}

const timeText = () => new Date(world.simulator.clock.now()).toISOString().replace(/\.\d+Z/, '+0000');

async function pollsAfter(events: string[], happen: () => Promise<unknown>): Promise<number> {
	world.simulator.clock.advance(MINUTE);
	const trigger = createPolling(world, { events });
	await trigger.activate();
	world.simulator.clock.advance(MINUTE);
	await happen();
	world.simulator.clock.advance(MINUTE);
	world.clearRequests();
	await trigger.poll();
	expect(trigger.failed).toEqual([]);
	expect(trigger.items()).not.toEqual([]);
	return world.requests().length;
}

it('the posts that tag the account', async () => {
	const { simulator, account } = world;
	const fan = simulator.instagram.createAccount({ username: 'fan' });
	simulator.instagram.tag(account, simulator.instagram.createMedia(fan));
	const { id } = simulator.instagram.createMedia(fan);
	const calls = await pollsAfter(['tags'], async () => leadBack('/tags', [{ id, username: 'fan' }]));
	expect(calls).toBeLessThan(4);
});

it('the replies to a comment', async () => {
	const { simulator, account, person } = world;
	const media = simulator.instagram.createMedia(account);
	const { id: parentId } = await simulator.instagram.comment({ from: person, media, text: 'top' });
	const calls = await pollsAfter(['comments'], async () => {
		for (let count = 0; count < 60; count += 1)
			await simulator.instagram.comment({ from: person, media, text: String(count), parentId });
		const timestamp = timeText();
		leadBack('/replies', [{ id: '17900000000000001', text: 'again', timestamp }]);
	});
	expect(calls).toBeLessThan(6);
});

it('the comments of a post', async () => {
	const { simulator, account, person } = world;
	const media = simulator.instagram.createMedia(account);
	const calls = await pollsAfter(['comments'], async () => {
		simulator.instagram.seedComments(media, 120, person);
		leadBack('/comments', [{ id: '17900000000000002', text: 'again', timestamp: timeText() }]);
	});
	expect(calls).toBeLessThan(6);
});
