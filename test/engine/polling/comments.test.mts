/** Comments are found by polling: on old and new posts, replies, each once, in the order of time. */
import { posts } from '../../support/postRows.mts';
import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;

const texts = (items: Array<{ json: { text?: unknown } }>) => items.map(({ json }) => json.text);

it('gives out each comment once, from the activation on', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const media = instagram.createMedia(account);
	await instagram.comment({ from: person, media, text: 'before' });
	clock.advance(MINUTE);
	const trigger = createPolling(world);
	await trigger.activate();
	expect(trigger.items()).toEqual([]);

	clock.advance(MINUTE);
	const { id: parentId } = await instagram.comment({ from: person, media, text: 'one' });
	clock.advance(MINUTE);
	await instagram.comment({ from: person, media, text: 'two', parentId });
	expect(texts(await trigger.poll())).toEqual(['one', 'two']);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
	expect(trigger.failed).toEqual([]);
});

it('asks once when nothing is new, and once more for a post with news', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const posts = instagram.seedMedia(account, 10);
	for (const media of posts) await instagram.comment({ from: person, media, text: 'old' });
	const trigger = createPolling(world);
	await trigger.activate();
	clock.advance(MINUTE);
	world.clearRequests();
	await trigger.poll();
	expect(world.requests()).toHaveLength(1);

	await instagram.comment({ from: person, media: posts[3]!, text: 'new' });
	clock.advance(MINUTE);
	world.clearRequests();
	expect(texts(await trigger.poll())).toEqual(['new']);
	expect(world.requests()).toHaveLength(2);
});

it('looks back as far as it is told at the first poll', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const media = instagram.createMedia(account);
	await instagram.comment({ from: person, media, text: 'too old' });
	clock.advance(120 * MINUTE);
	await instagram.comment({ from: person, media, text: 'within' });
	clock.advance(30 * MINUTE);
	const trigger = createPolling(world, { options: { lookBackHours: 1 } });
	await trigger.activate();
	expect(trigger.items().map(({ text }) => text)).toEqual(['within']);
});

it('leaves own comments out unless asked for', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const media = instagram.createMedia(account);
	const [without, withOwn] = [createPolling(world), createPolling(world, { options: { includeOwn: true } })];
	await without.activate();
	await withOwn.activate();
	clock.advance(MINUTE);
	await instagram.comment({ from: person, media, text: 'theirs' });
	await instagram.comment({ from: account, media, text: 'own' });
	clock.advance(MINUTE);
	expect(texts(await without.poll())).toEqual(['theirs']);
	expect(texts(await withOwn.poll())).toEqual(['theirs', 'own']);
});

it('finds a comment that came while another one was deleted', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const media = instagram.createMedia(account);
	const { comment } = await instagram.comment({ from: person, media, text: 'old' });
	const trigger = createPolling(world);
	await trigger.activate();
	clock.advance(MINUTE);
	instagram.deleteComment(comment);
	await instagram.comment({ from: person, media, text: 'new' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['new']);
});

it('finds a reply that came while another one was deleted within a day', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const media = instagram.createMedia(account);
	const { id: parentId } = await instagram.comment({ from: person, media, text: 'top' });
	const { comment } = await instagram.comment({ from: person, media, text: 'old reply', parentId });
	const trigger = createPolling(world);
	await trigger.activate();
	clock.advance(MINUTE);
	instagram.deleteComment(comment);
	await instagram.comment({ from: person, media, text: 'new reply', parentId });
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
	clock.advance(24 * 60 * MINUTE);
	expect(texts(await trigger.poll())).toEqual(['new reply']);
});

it.each(['newestFirst', 'oldestFirst'] as const)(
	'finds a reply to a comment far down (replies %s)',
	async (replies) => {
		const { simulator, account, person } = world;
		const { instagram, clock } = simulator;
		simulator.switches.replies = replies;
		const media = instagram.createMedia(account);
		const [first] = instagram.seedComments(media, 130, person);
		for (let count = 0; count < 60; count += 1)
			await instagram.comment({ from: person, media, text: 'old reply', parentId: first!.id });
		const trigger = createPolling(world);
		clock.advance(MINUTE);
		await trigger.activate();
		clock.advance(MINUTE);
		await instagram.comment({ from: person, media, text: 'deep', parentId: first!.id });
		clock.advance(MINUTE);
		expect(texts(await trigger.poll())).toEqual(['deep']);
	},
);

it('reads on through pages of new comments, also when others come meanwhile', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const media = instagram.createMedia(account);
	const trigger = createPolling(world);
	await trigger.activate();
	clock.advance(10 * MINUTE);
	instagram.seedComments(media, 130, person);
	simulator.faults.failNext(
		{ path: '/comments', query: /after=/ },
		{
			kind: 'meanwhile',
			effect: 'before',
			run: () => instagram.comment({ from: person, media, text: 'meanwhile' }),
		},
	);
	const first = texts(await trigger.poll());
	expect(first).toHaveLength(130);
	expect(first.slice(0, 2)).toEqual(['Comment 1', 'Comment 2']);
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['meanwhile']);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
});

it('watches a new post from its first comment on, and one that comes back without its past', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const old = instagram.createMedia(account);
	await instagram.comment({ from: person, media: old, text: 'past' });
	const trigger = createPolling(world, { options: { watchedPosts: 1 } });
	clock.advance(MINUTE);
	const between = instagram.createMedia(account);
	clock.advance(MINUTE);
	await trigger.activate();
	clock.advance(MINUTE);
	const newest = instagram.createMedia(account);
	await instagram.comment({ from: person, media: newest, text: 'first' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['first']);
	for (const media of [newest, between]) instagram.deleteMedia(media);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
	await instagram.comment({ from: person, media: old, text: 'fresh' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['fresh']);
});

it('watches the posts of Posts however old, and no others', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const pinned = instagram.createMedia(account);
	clock.advance(MINUTE);
	const [other] = instagram.seedMedia(account, 3);
	const trigger = createPolling(world, { options: { watchedPosts: 1, mediaIds: posts(pinned.id) } });
	await trigger.activate();
	clock.advance(MINUTE);
	await instagram.comment({ from: person, media: pinned, text: 'here' });
	await instagram.comment({ from: person, media: other!, text: 'elsewhere' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['here']);
});

it("takes a link under Posts, and says when it leads to nobody's post", async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const [media, other] = instagram.seedMedia(account, 2);
	const link = (shortcode: string) => `https://www.instagram.com/p/${shortcode}/`;
	const trigger = createPolling(world, { options: { mediaIds: posts(link(media!.shortcode)) } });
	await trigger.activate();
	clock.advance(MINUTE);
	await instagram.comment({ from: person, media: media!, text: 'here' });
	await instagram.comment({ from: person, media: other!, text: 'elsewhere' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['here']);
	const lost = createPolling(world, { options: { mediaIds: posts(link('Nowhere')) } });
	await expect(lost.activate()).rejects.toThrow(/no such post/);
});

it('hears a live video while it runs', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const trigger = createPolling(world, { events: ['live_comments'] });
	await trigger.activate();
	clock.advance(MINUTE);
	const media = instagram.startLive(account);
	await instagram.comment({ from: person, media, text: 'live' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['live']);
	expect(trigger.items()[0]).toMatchObject({ event: 'live_comments', mediaProductType: 'LIVE' });
	instagram.endLive(media);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
	expect(trigger.failed).toEqual([]);
});
