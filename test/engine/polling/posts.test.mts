/** New own posts, tags, what is added on request, and "Fetch Test Event". */
import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;

async function started(events: string[], options: Record<string, unknown> = {}) {
	world.simulator.clock.advance(MINUTE);
	const trigger = createPolling(world, { events, options: options as never });
	await trigger.activate();
	world.simulator.clock.advance(MINUTE);
	world.clearRequests();
	return trigger;
}

it('tells of each new post once, with one call that serves comments too', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	instagram.createMedia(account, { caption: 'old' });
	const trigger = await started(['media', 'comments']);
	const media = instagram.createMedia(account, { caption: 'Fresh bread', productType: 'REELS' });
	await instagram.comment({ from: person, media, text: 'yum' });
	clock.advance(MINUTE);
	await trigger.poll();
	expect(trigger.items()).toEqual([
		{
			event: 'media',
			eventId: expect.any(String) as string,
			accountId: account.id,
			timestamp: expect.any(String) as string,
			isOwn: true,
			isTest: false,
			senderUsername: 'brand',
			caption: 'Fresh bread',
			mediaId: media.id,
			mediaProductType: 'REELS',
			permalink: expect.stringContaining('https://www.instagram.com/') as string,
		},
		expect.objectContaining({ event: 'comments', text: 'yum' }),
	]);
	expect(world.requests()).toHaveLength(2);
	instagram.deleteMedia(media);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
});

it('finds more new posts than are watched', async () => {
	const { simulator, account } = world;
	const trigger = await started(['media'], { watchedPosts: 5 });
	simulator.clock.advance(60 * MINUTE);
	simulator.instagram.seedMedia(account, 12);
	simulator.clock.advance(MINUTE);
	expect(await trigger.poll()).toHaveLength(12);
});

it('keywords are looked for in captions', async () => {
	const { simulator, account } = world;
	const trigger = await started(['media'], { keywords: ['sale'] });
	for (const caption of ['Sale!', 'News']) simulator.instagram.createMedia(account, { caption });
	simulator.clock.advance(MINUTE);
	expect((await trigger.poll()).map(({ json }) => json.caption)).toEqual(['Sale!']);
});

it('tells of each tag once, also of an old post that is tagged today', async () => {
	const { simulator, account } = world;
	const { instagram, clock } = simulator;
	const fan = instagram.createAccount({ username: 'fan' });
	const old = instagram.createMedia(fan, { caption: 'from last year' });
	for (let count = 0; count < 70; count += 1) instagram.tag(account, instagram.createMedia(fan));
	const trigger = await started(['tags']);
	expect(await trigger.poll()).toEqual([]);
	expect(world.requests()).toHaveLength(1);
	instagram.tag(account, instagram.createMedia(fan, { caption: 'new' }));
	instagram.tag(account, old);
	clock.advance(MINUTE);
	await trigger.poll();
	expect(trigger.items().map(({ caption, senderUsername }) => [caption, senderUsername])).toEqual([
		['from last year', 'fan'],
		['new', 'fan'],
	]);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
});

it('says once that Instagram does not give out tags', async () => {
	world.simulator.switches.tags = 'refused';
	const trigger = createPolling(world, { events: ['tags'] });
	await expect(trigger.activate()).rejects.toThrow();
});

it('says which of the events cannot be found by polling', async () => {
	const trigger = createPolling(world, { events: ['comments', 'message_reactions'] });
	await expect(trigger.activate()).rejects.toThrow(/^Events does not know "message_reactions"/);
	await expect(trigger.fetchTestEvent()).rejects.toThrow(/^Events does not know "message_reactions"/);
});

it('says which permission is missing', async () => {
	await world.open({ scopes: ['instagram_business_basic'] });
	const trigger = createPolling(world, { events: ['comments'] });
	await expect(trigger.activate()).rejects.toThrow(
		/"Comment" needs the permission instagram_business_manage_comments/,
	);
});

describe('Fetch Test Event', () => {
	it('gives the newest real thing of each chosen event, and leaves the cursor alone', async () => {
		const { simulator, account, person } = world;
		const { instagram, clock } = simulator;
		const trigger = await started(['comments', 'messages', 'media']);
		const media = instagram.createMedia(account, { caption: 'Newest' });
		for (const text of ['older', 'newest comment']) {
			await instagram.comment({ from: person, media, text });
			clock.advance(MINUTE);
		}
		await instagram.comment({ from: account, media, text: 'own' });
		for (const text of ['older', 'newest message']) {
			await instagram.sendDirectMessage({ from: person, to: account, text });
			clock.advance(MINUTE);
		}
		const shown = (await trigger.fetchTestEvent()).map(({ json }) => json);
		expect(shown.map(({ event, text, caption, isTest }) => [event, text ?? caption, isTest])).toEqual([
			['comments', 'newest comment', true],
			['messages', 'newest message', true],
			['media', 'Newest', true],
		]);
		await trigger.poll();
		expect(trigger.items()).toHaveLength(5);
		const ids = new Set(trigger.items().map(({ eventId }) => eventId));
		expect(shown.every(({ eventId }) => ids.has(eventId))).toBe(true);
	});

	it('says what to do to have something to show', async () => {
		const trigger = createPolling(world, { events: ['comments', 'tags'] });
		await expect(trigger.fetchTestEvent()).rejects.toMatchObject({
			message: expect.stringContaining('nothing to show yet for Comment, Tagged Post') as string,
			description: expect.stringContaining('Write a comment under a post of the account') as string,
		});
	});
});
