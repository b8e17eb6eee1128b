import { ask, containersOf, errorOf, messageOf, useScene } from './support.mts';
import type { Answer } from './support.mts';

const s = useScene();

const MEDIA = 'https://media.example.test';
const IMAGE = `${MEDIA}/photo.jpg`;

const { create, publish, idOf, status, settled } = containersOf(s);

describe('an image', () => {
	test('goes from container to post', async () => {
		const container = idOf(await create({ image_url: IMAGE, caption: 'Grüße', alt_text: 'a square' }));
		expect((await s.get(`/${container}?fields=status_code,status`)).json).toEqual({
			id: container,
			status_code: 'FINISHED',
			status: 'Finished: Media has been uploaded and it is ready to be published.',
		});
		const media = idOf(await publish(container));
		const read = await s.get(
			`/${media}?fields=caption,media_type,media_product_type,permalink,media_url,alt_text,owner,timestamp`,
		);
		expect(read.json).toMatchObject({
			caption: 'Grüße',
			media_type: 'IMAGE',
			media_product_type: 'FEED',
			alt_text: 'a square',
			owner: { id: s.account.id },
			timestamp: expect.stringMatching(/^2026-11-23T10:00:\d\d\+0000$/) as string,
		});
		expect(await status(container)).toBe('PUBLISHED');
		const url = new URL(String(read.json['media_url']));
		const file = await ask(s.simulator, url.pathname + url.search, { host: url.host });
		expect(file.bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
	});

	test('takes parameters from query, form or JSON, and a numeric creation_id', async () => {
		const query = new URLSearchParams({
			image_url: IMAGE,
			access_token: s.token,
			user_tags: JSON.stringify([{ username: s.person.username, x: 0.5, y: 1 }]),
		});
		const container = await ask(s.simulator, `/v20.0/me/media?${query.toString()}`, { method: 'POST' });
		expect(container.status).toBe(200);
		const form = await ask(s.simulator, '/v25.0/me/media', { token: s.token, form: { image_url: IMAGE } });
		const published = await ask(s.simulator, '/me/media_publish', {
			token: s.token,
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: `{"creation_id":${idOf(form)}}`,
		});
		expect(published.status).toBe(200);
	});

	test.each([
		['huge.jpg', '36000/2207004'],
		['wide.jpg', '36003/2207009'],
		['image.png', '36001/2207005'],
		['page.html', '9004/2207052'],
		['missing.jpg', '9004/2207052'],
	])('%s is refused with %s', async (file, error) => {
		expect(errorOf(await create({ image_url: `${MEDIA}/${file}` }))).toBe(error);
	});

	test('must be on a host Meta can reach', async () => {
		expect(errorOf(await create({ image_url: 'https://n8n.example.test/a.jpg' }))).toBe('9004/2207052');
		expect(errorOf(await create({ image_url: 'http://localhost:5678/a.jpg' }))).toBe('9004/2207052');
		s.simulator.resolve['n8n.example.test'] = 'http://127.0.0.1:9';
		expect(errorOf(await create({ image_url: 'https://n8n.example.test/a.jpg' }))).toBe('9004/2207052');
		expect(errorOf(await create({ image_url: `${MEDIA}/Grüße.jpg` }))).toBe('9004/2207052');
	});

	test('a story may have any ratio', async () => {
		expect((await create({ image_url: `${MEDIA}/wide.jpg`, media_type: 'STORIES' })).status).toBe(200);
	});
});

describe('rules of the parameters', () => {
	test.each<[string, Record<string, unknown>, string]>([
		['no url', {}, 'The parameter image_url is required.'],
		['reel without url', { media_type: 'REELS' }, 'The parameter video_url is required.'],
		[
			'carousel video without VIDEO',
			{ video_url: `${MEDIA}/clip-1.mp4`, is_carousel_item: true },
			'The parameter image_url is required.',
		],
		['resumable', { media_type: 'REELS', upload_type: 'resumable' }, 'The parameter video_url is required'],
		[
			'collaborators on a child',
			{ image_url: IMAGE, is_carousel_item: true, collaborators: ['a'] },
			'param collaborators is not allowed',
		],
		[
			'caption on a child',
			{ image_url: IMAGE, is_carousel_item: true, caption: 'x' },
			'param caption is not allowed',
		],
		['product tags', { image_url: IMAGE, product_tags: [] }, 'param product_tags is not allowed'],
		[
			'alt text on a story',
			{ image_url: IMAGE, media_type: 'STORIES', alt_text: 'x' },
			'param alt_text is not allowed',
		],
		[
			'four collaborators',
			{ image_url: IMAGE, collaborators: ['a', 'b', 'c', 'd'] },
			'Cannot have more than 3 collaborators.',
		],
		[
			'bad location',
			{ image_url: IMAGE, location_id: 'Berlin' },
			'INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID',
		],
		[
			'tag without place',
			{ image_url: IMAGE, user_tags: [{ username: 'a' }] },
			'User tag positions are required for photo media.',
		],
		[
			'trial without strategy',
			{ video_url: `${MEDIA}/reel.mp4`, media_type: 'REELS', trial_params: {} },
			'The parameter graduation_strategy is required.',
		],
	])('%s', async (_name, json, message) => {
		const answer = await create(json);
		expect(answer.status).toBe(400);
		expect(messageOf(answer)).toBe(message);
	});

	test.each<[Record<string, unknown>, string]>([
		[{ image_url: IMAGE, media_type: 'VIDEO' }, '100/2207023'],
		[{ image_url: IMAGE, caption: 'x'.repeat(2201) }, '36004/2207010'],
		[{ image_url: IMAGE, caption: '@a '.repeat(21) }, '100/2207040'],
		[{ media_type: 'CAROUSEL', children: ['1'] }, '100/2207028'],
		[{ media_type: 'CAROUSEL', children: '1,2' }, '24/2207006'],
		[{ media_type: 'REELS', video_url: `${MEDIA}/reel.mp4`, thumb_offset: -1 }, '1/2207057'],
	])('%j is refused with %s', async (json, error) => {
		expect(errorOf(await create(json))).toBe(error);
	});

	test('a caption may have 2200 characters, counted as people count', async () => {
		expect((await create({ image_url: IMAGE, caption: '😀'.repeat(2200) })).status).toBe(200);
	});
});

describe('videos', () => {
	test('reel, story and carousel video', async () => {
		const reel = idOf(
			await create({
				media_type: 'REELS',
				video_url: `${MEDIA}/reel.mp4`,
				share_to_feed: true,
				cover_url: `${MEDIA}/cover.jpg`,
			}),
		);
		expect(await settled(reel)).toBe('FINISHED');
		const media = idOf(await publish(reel));
		expect((await s.get(`/${media}?fields=media_type,media_product_type`)).json).toMatchObject({
			media_type: 'VIDEO',
			media_product_type: 'REELS',
		});
		const story = idOf(await create({ media_type: 'STORIES', video_url: `${MEDIA}/story.mp4` }));
		expect(await settled(story)).toBe('FINISHED');
	});

	test.each([
		['short.mp4', 'REELS', 2207026],
		['long-story.mp4', 'STORIES', 2207026],
		['photo.jpg', 'REELS', 2207026],
		['page.html', 'REELS', 2207077],
		['missing.mp4', 'REELS', 2207077],
	])('%s as %s fails in status with %d', async (file, kind, subcode) => {
		const id = idOf(await create({ media_type: kind, video_url: `${MEDIA}/${file}` }));
		expect(await settled(id)).toBe('ERROR');
		expect((await s.get(`/${id}?fields=status`)).json['status']).toBe(
			`Error: Media upload has failed with error code ${subcode}`,
		);
		expect((await publish(id)).status).toBe(400);
	});

	test('stay in progress for as long as the switch says', async () => {
		s.simulator.switches.processing.videoMs = 30_000;
		const id = idOf(await create({ media_type: 'REELS', video_url: `${MEDIA}/reel.mp4` }));
		expect(errorOf(await publish(id))).toBe('9007/2207027');
		await new Promise((resolve) => setTimeout(resolve, 20));
		s.simulator.clock.advance(30_000);
		expect(await settled(id)).toBe('FINISHED');
	});

	test('can be uploaded by switch', async () => {
		s.simulator.switches.resumable = 'allowed';
		const made = await create({ media_type: 'REELS', upload_type: 'resumable' });
		expect(made.json['uri']).toBe(`https://rupload.facebook.com/ig-api-upload/v25.0/${idOf(made)}`);
		const bytes = (await ask(s.simulator, '/reel.mp4', { host: 'media.example.test' })).bytes;
		const send = (from: number, to: number): Promise<Answer> =>
			ask(s.simulator, `/ig-api-upload/v25.0/${idOf(made)}`, {
				host: 'rupload.facebook.com',
				method: 'POST',
				headers: { authorization: `OAuth ${s.token}`, offset: String(from), file_size: String(bytes.length) },
				body: bytes.subarray(from, to),
			});
		await send(0, 100);
		expect((await send(50, 100)).status).toBe(400);
		expect((await send(100, bytes.length)).json).toEqual({ success: true, message: 'Upload successful.' });
		expect(await settled(idOf(made))).toBe('FINISHED');
	});
});
