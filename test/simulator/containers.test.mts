import { ask, containersOf, errorOf, messageOf, useScene } from './support.mts';

const s = useScene();

const MEDIA = 'https://media.example.test';
const IMAGE = `${MEDIA}/photo.jpg`;
const DAY = 86_400_000;

const { create, publish, idOf, status, settled } = containersOf(s);

describe('a carousel', () => {
	test('of images and videos becomes one post with children', async () => {
		const first = idOf(await create({ image_url: IMAGE, is_carousel_item: true }));
		const second = idOf(
			await create({ media_type: 'VIDEO', video_url: `${MEDIA}/clip-1.mp4`, is_carousel_item: true }),
		);
		await settled(second);
		expect((await publish(first)).status).toBe(400);
		const album = idOf(await create({ media_type: 'CAROUSEL', children: [first, second], caption: 'both' }));
		const media = idOf(await publish(album));
		const read = await s.get(`/${media}?fields=media_type,children{media_type,media_url}`);
		expect(read.json).toMatchObject({
			media_type: 'CAROUSEL_ALBUM',
			children: { data: [{ media_type: 'IMAGE' }, { media_type: 'VIDEO' }] },
		});
		expect(s.simulator.instagram.publishedMedia(s.account)).toHaveLength(1);
	});

	test('needs items that are carousel items and ready', async () => {
		s.simulator.switches.processing.imageMs = 1000;
		const single = idOf(await create({ image_url: IMAGE }));
		const item = idOf(await create({ image_url: IMAGE, is_carousel_item: true }));
		expect(errorOf(await create({ media_type: 'CAROUSEL', children: [item, item] }))).toBe('9007/2207027');
		s.simulator.clock.advance(1000);
		expect(messageOf(await create({ media_type: 'CAROUSEL', children: [item, single] }))).toMatch(
			/is not a carousel item/,
		);
	});
});

describe('publishing', () => {
	test('not ready, then ready, then not twice', async () => {
		s.simulator.switches.processing.imageMs = 10_000;
		s.simulator.switches.notReadyAfterFinished = 1;
		const id = idOf(await create({ image_url: IMAGE }));
		expect(errorOf(await publish(id))).toBe('9007/2207027');
		s.simulator.clock.advance(10_000);
		expect(errorOf(await publish(id))).toBe('9007/2207027');
		expect((await publish(id)).status).toBe(200);
		expect(errorOf(await publish(id))).toBe('24/2207008');
		s.simulator.switches.secondPublish = 'error9007';
		expect(errorOf(await publish(id))).toBe('9007/2207027');
		expect(s.simulator.instagram.publishedMedia(s.account)).toHaveLength(1);
	});

	test('a container expires after 24 hours', async () => {
		const id = idOf(await create({ image_url: IMAGE }));
		s.simulator.clock.advance(DAY);
		expect(await status(id)).toBe('EXPIRED');
		expect(errorOf(await publish(id))).toBe('24/2207008');
	});

	test('the quota, in both shapes, and its end', async () => {
		s.simulator.switches.quotaTotal = 1;
		const ids = [idOf(await create({ image_url: IMAGE })), idOf(await create({ image_url: IMAGE }))];
		await publish(ids[0] ?? '');
		expect((await s.get('/me/content_publishing_limit?fields=config,quota_usage')).json).toEqual({
			config: { quota_total: 1, quota_duration: 86_400 },
			quota_usage: 1,
		});
		expect(errorOf(await publish(ids[1] ?? ''))).toBe('9/2207042');
		s.simulator.switches.quotaResponse = 'data';
		expect((await s.get('/me/content_publishing_limit')).json).toEqual({ data: [{ quota_usage: 1 }] });
	});

	test('400 containers a day', async () => {
		await Promise.all(Array.from({ length: 400 }, () => create({ image_url: IMAGE })));
		expect(errorOf(await create({ image_url: IMAGE }))).toBe('9/2207042');
	});

	test('a container has no fields of a media', async () => {
		const id = idOf(await create({ image_url: IMAGE }));
		expect(messageOf(await s.get(`/${id}?fields=permalink`))).toMatch(
			/^Tried accessing nonexisting field \(permalink\)/,
		);
	});

	test('a post cannot be deleted on this host', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		const answer = await ask(s.simulator, `/${media.id}`, { token: s.token, method: 'DELETE' });
		expect(errorOf(answer)).toBe('100/33');
	});
});
