/** Media: single ones, and lists of every kind. */
import type { IDataObject } from 'n8n-workflow';

import { createAlbum, media, runOne } from '../../support/media.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const instagram = () => world.simulator.instagram;
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const apiCalls = () => world.requests().filter(({ host }) => host === 'graph.instagram.com');
const pathOf = ({ path }: { path: string }) => path.replace(/^\/v\d+\.\d+\//, '');

describe('a photo inside a carousel', () => {
	it.each(['leftOut', 'refused'] as const)(
		'is given with what it has, when the other fields are %s',
		async (childFields) => {
			await world.open({ switches: { childFields } });
			const id = createAlbum(world).children[0]!;
			const simple = await runOne(world, media('get', { mediaId: byId(id) }));
			expect(simple.json).toMatchObject({ id, mediaType: 'IMAGE', mediaUrl: expect.any(String) as string });
			const raw = await runOne(
				world,
				media('get', {
					mediaId: byId(id),
					simplify: false,
					additionalFields: { fields: ['permalink', 'timestamp', 'username'] },
				}),
			);
			expect(raw.json).toMatchObject({ id, username: 'brand' });
			expect(raw.json.permalink).toBeUndefined();
		},
	);

	it('is refused in the words of the first answer when nothing helps', async () => {
		await world.open();
		const id = createAlbum(world).children[0]!;
		const body = { error: { message: 'first', type: 'IGApiException', code: 100 } };
		const refused = { kind: 'status', status: 400, effect: 'before' } as const;
		world.simulator.faults.failNext({ method: 'GET' }, { ...refused, body });
		world.simulator.faults.failNext(
			{ method: 'GET' },
			{ ...refused, body: { error: { ...body.error, message: 'second' } } },
		);
		const { error } = await world.run(media('get', { mediaId: byId(id) }));
		expect(error?.description).toContain('first');
	});
});

describe('get', () => {
	it('gives a flat item of at most ten fields and the children', async () => {
		await world.open();
		const made = instagram().createMedia(world.account, { caption: 'Summer', likeCount: 7 });
		const { json } = await runOne(world, media('get', { mediaId: byId(made.id) }));
		expect(json).toEqual({
			id: made.id,
			caption: 'Summer',
			mediaType: 'IMAGE',
			mediaProductType: 'FEED',
			mediaUrl: expect.stringContaining('https://') as string,
			permalink: `https://www.instagram.com/p/${made.shortcode}/`,
			timestamp: new Date(Math.floor(made.timestamp / 1000) * 1000).toISOString(),
			likeCount: 7,
			commentsCount: 0,
		});
	});

	it('reads every field of this login without an error', async () => {
		await world.open();
		const made = instagram().createMedia(world.account, {
			mediaType: 'VIDEO',
			productType: 'REELS',
			altText: 'A cat',
		});
		const { json } = await runOne(world, media('get', { mediaId: made.id, simplify: false }));
		expect(json).toMatchObject({
			alt_text: 'A cat',
			is_comment_enabled: true,
			shortcode: made.shortcode,
			owner: { id: world.account.id },
		});
		expect(apiCalls()).toHaveLength(1);
	});

	it('gives the children of a carousel', async () => {
		await world.open();
		const made = createAlbum(world);
		const { json } = await runOne(world, media('get', { mediaId: made.id }));
		expect((json.children as IDataObject[]).map(({ id, mediaType }) => [id, mediaType])).toEqual([
			[made.children[0], 'IMAGE'],
			[made.children[1], 'VIDEO'],
			[made.children[2], 'IMAGE'],
		]);
	});

	it('lists the children as items', async () => {
		await world.open();
		const made = createAlbum(world);
		const { items } = await world.run(media('getChildren', { mediaId: made.id }));
		expect(items.map(({ json }) => json.id)).toEqual(made.children);
		expect(items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(true);
		expect(pathOf(apiCalls()[0]!)).toBe(`${made.id}/children`);
	});

	it('explains media from before the account was professional', async () => {
		await world.open();
		const made = instagram().createMedia(world.account, { timestamp: world.simulator.clock.now() - 1000 });
		world.account.convertedAt = world.simulator.clock.now();
		const { error } = await world.run(media('get', { mediaId: made.id }));
		expect(error?.message).toBe('The post was published before the account became professional');
	});
});

describe('get many', () => {
	it.each([
		[1, ['1']],
		[100, ['100']],
		[250, ['100', '100', '50']],
	])('reads %i with pages of %j', async (limit, pages) => {
		await world.open();
		instagram().seedMedia(world.account, 300);
		const { items } = await world.run(media('getMany', { limit }));
		expect(items).toHaveLength(limit);
		expect(world.requests().map(({ query }) => query.limit)).toEqual(pages);
	});

	it('reads posts of a time', async () => {
		await world.open();
		const seeded = instagram().seedMedia(world.account, 60);
		const isoOf = (position: number) => new Date(seeded[position]!.timestamp).toISOString();
		const { items } = await world.run(
			media('getMany', { returnAll: true, additionalFields: { since: isoOf(10), until: isoOf(19) } }),
		);
		const expected = seeded
			.slice(10, 19)
			.map(({ id }) => id)
			.reverse();
		expect(items.map(({ json }) => json.id)).toEqual(expect.arrayContaining(expected));
		expect(items.length - expected.length).toBeLessThanOrEqual(1);
		const { since } = world.requests()[0]!.query;
		expect(since).toBe(String(Math.floor(seeded[10]!.timestamp / 1000)));
	});

	it('reads a text without an offset in the time zone of the workflow', async () => {
		await world.open();
		await world.run(media('getMany', { additionalFields: { since: '2026-11-01T00:00:00' } }));
		// the workflow has n8n's default time zone, America/New_York: four hours behind UTC until 2 a.m. of that
		// day
		expect(world.requests()[0]?.query.since).toBe(String(Date.UTC(2026, 10, 1, 4) / 1000));
	});

	it.each(['stories', 'tagged', 'live'])('refuses a time for %s', async (mediaList) => {
		await world.open();
		const { error } = await world.run(
			media('getMany', { mediaList, additionalFields: { until: '2026-11-01' } }),
		);
		expect(error?.message).toContain('Until is available for the list "Posts and Reels" only');
		expect(world.requests()).toEqual([]);
	});

	it('lists stories of the last 24 hours', async () => {
		await world.open();
		const day = 24 * 60 * 60_000;
		instagram().createMedia(world.account, {
			productType: 'STORY',
			timestamp: world.simulator.clock.now() - 2 * day,
		});
		const story = instagram().createMedia(world.account, { productType: 'STORY' });
		instagram().createMedia(world.account);
		const { items } = await world.run(media('getMany', { mediaList: 'stories' }));
		expect(items.map(({ json }) => json.id)).toEqual([story.id]);
	});

	it('lists the live video', async () => {
		await world.open();
		const live = instagram().startLive(world.account);
		const { items } = await world.run(media('getMany', { mediaList: 'live' }));
		expect(items.map(({ json }) => [json.id, json.mediaProductType])).toEqual([[live.id, 'LIVE']]);
	});

	it('lists tagged media to the end, although Meta gives cursors only', async () => {
		await world.open();
		const fan = instagram().createAccount({ username: 'fan' });
		const tagged = instagram().seedMedia(fan, 130);
		for (const one of tagged) instagram().tag(world.account, one);
		const { items } = await world.run(media('getMany', { mediaList: 'tagged', returnAll: true }));
		expect(new Set(items.map(({ json }) => json.id))).toEqual(new Set(tagged.map(({ id }) => id)));
		expect(items).toHaveLength(130);
		expect(items[0]?.json.caption).toMatch(/^Post/);
	});

	it('explains when Meta does not give tagged media', async () => {
		await world.open({ switches: { tags: 'refused' } });
		const { error } = await world.run(media('getMany', { mediaList: 'tagged' }));
		expect(error?.description).toContain('Code 100/33');
	});
});

describe('set comments', () => {
	it.each([true, false])('sets comment_enabled to %s', async (commentEnabled) => {
		await world.open();
		const made = instagram().createMedia(world.account, { commentEnabled: !commentEnabled });
		const { json } = await runOne(world, media('setComments', { mediaId: byId(made.id), commentEnabled }));
		expect(json).toEqual({ id: made.id, isCommentEnabled: commentEnabled });
		expect(made.commentEnabled).toBe(commentEnabled);
		expect(apiCalls()[0]).toMatchObject({
			method: 'POST',
			query: {},
			body: { comment_enabled: commentEnabled },
		});
	});
});
