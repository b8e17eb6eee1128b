/** Every kind of post from both sources of media, with every parameter Meta documents for this login. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { fixture } from '../../../simulator/state/fixtures.mts';
import { HOST, useSharedWorld } from '../../support/posts.mts';

const { world, file, calls, created, newest, create } = useSharedWorld();

const KINDS: Array<[string, string, INodeParameters, string, string, string]> = [
	['createImage', 'photo.jpg', { imageUrl: `${HOST}/photo.jpg` }, 'image_url', 'IMAGE', 'FEED'],
	['createReel', 'reel.mp4', { videoUrl: `${HOST}/reel.mp4` }, 'video_url', 'VIDEO', 'REELS'],
	[
		'createStory',
		'story.jpg',
		{ mediaType: 'image', imageUrl: `${HOST}/story.jpg` },
		'image_url',
		'IMAGE',
		'STORY',
	],
	[
		'createStory',
		'story.mp4',
		{ mediaType: 'video', videoUrl: `${HOST}/story.mp4` },
		'video_url',
		'VIDEO',
		'STORY',
	],
];

describe.each(KINDS)('%s of %s', (operation, name, parameters, urlParameter, mediaType, productType) => {
	const publishes = (output: IDataObject) => {
		const media = newest();
		expect(media).toMatchObject({ mediaType, productType });
		expect(output).toMatchObject({
			id: media.id,
			shortcode: media.shortcode,
			mediaType,
			mediaProductType: productType,
			published: true,
		});
		expect(output.permalink).toContain(media.shortcode);
		expect(output.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		expect(output.containerId).toBe(media.containerId);
		expect(media.file?.bytes.equals(fixture(name)!.bytes)).toBe(true);
	};

	it('publishes from a URL', async () => {
		publishes(await create(operation, { mediaSource: 'url', ...parameters }));
		expect(created()[0]![urlParameter]).toBe(`${HOST}/${name}`);
	});

	it('publishes a file that n8n serves under a signed address', async () => {
		const { imageUrl: _image, videoUrl: _video, ...rest } = parameters;
		const item = { json: {}, binary: await file(name, 'upload') };
		publishes(
			await create(operation, { mediaSource: 'binary', binaryPropertyName: 'upload', ...rest }, item),
		);
		expect(created()[0]![urlParameter]).toMatch(
			/^https:\/\/n8n\.example\.test\/rest\/binary-data\/signed\?token=/,
		);
	});

	it('leaves a container when it is not to be published now', async () => {
		const before = world.simulator.instagram.publishedMedia(world.account).length;
		const output = await create(operation, { publishNow: false, ...parameters });
		expect(world.simulator.instagram.publishedMedia(world.account)).toHaveLength(before);
		expect(output).toMatchObject({ published: false, statusCode: 'FINISHED' });
		expect(
			Date.parse(output.containerExpiresAt as string) - Date.parse(output.containerCreatedAt as string),
		).toBe(86_400_000);
		expect(calls()).not.toContain('GET content_publishing_limit');

		const { items } = await world.run({
			resource: 'container',
			operation: 'publish',
			containerId: output.containerId as string,
		});
		publishes(items[0]!.json);
	});
});

describe('what a photo costs', () => {
	it('is one quota read a run, and create, status, publish, permalink a photo', async () => {
		const items = [1, 2, 3].map((number) => ({ json: { url: `${HOST}/photo-${number + 1}.jpg` } }));
		const { error } = await world.run(
			{ resource: 'post', operation: 'createImage', imageUrl: '={{ $json.url }}' },
			items,
		);
		expect(error).toBeUndefined();
		expect(calls().sort()).toEqual([
			'GET content_publishing_limit',
			// status of the container, and permalink of the post
			...Array<string>(6).fill('GET {id}'),
			...Array<string>(3).fill('POST media'),
			...Array<string>(3).fill('POST media_publish'),
		]);
	});
});

describe('the parameters of a photo', () => {
	it('reach Meta', async () => {
		await create('createImage', {
			imageUrl: `${HOST}/photo.jpg`,
			caption: 'Fresh @partner #bakery',
			additionalFields: {
				altText: 'A loaf of bread',
				collaborators: '@partner_one, partner.two, ',
				isAiGenerated: true,
				locationId: '106377336067638',
				userTags: { tag: [{ username: '@baker', x: 0, y: 1 }] },
				userTagsJson: '[{"username": "second.baker", "x": 0.25, "y": 0.75}]',
			},
		});
		expect(created()).toEqual([
			{
				image_url: `${HOST}/photo.jpg`,
				alt_text: 'A loaf of bread',
				caption: 'Fresh @partner #bakery',
				collaborators: ['partner_one', 'partner.two'],
				is_ai_generated: true,
				location_id: '106377336067638',
				user_tags: [
					{ username: 'baker', x: 0, y: 1 },
					{ username: 'second.baker', x: 0.25, y: 0.75 },
				],
			},
		]);
	});

	it('that are not given are not sent', async () => {
		await create('createImage', {
			imageUrl: `${HOST}/photo.jpg`,
			caption: '',
			additionalFields: { isAiGenerated: false },
		});
		expect(created()).toEqual([{ image_url: `${HOST}/photo.jpg` }]);
	});
});

describe('the parameters of a reel', () => {
	it('reach Meta, a thumb offset of 0 and a switch that is off included', async () => {
		await create('createReel', {
			videoUrl: `${HOST}/reel.mp4`,
			caption: 'How we bake',
			additionalFields: {
				audioName: 'Bakery at dawn',
				collaborators: 'partner_one',
				coverUrl: `${HOST}/cover.jpg`,
				graduationStrategy: 'SS_PERFORMANCE',
				isAiGenerated: true,
				locationId: '106377336067638',
				shareToFeed: false,
				thumbOffset: 0,
				userTags: { tag: [{ username: 'baker' }] },
			},
		});
		expect(created()).toEqual([
			{
				media_type: 'REELS',
				video_url: `${HOST}/reel.mp4`,
				audio_name: 'Bakery at dawn',
				caption: 'How we bake',
				collaborators: ['partner_one'],
				cover_url: `${HOST}/cover.jpg`,
				trial_params: { graduation_strategy: 'SS_PERFORMANCE' },
				is_ai_generated: true,
				location_id: '106377336067638',
				share_to_feed: false,
				thumb_offset: 0,
				user_tags: [{ username: 'baker' }],
			},
		]);
	});

	it('take the cover from a file', async () => {
		const binary = { ...(await file('reel.mp4')), ...(await file('cover.jpg', 'cover')) };
		const additionalFields = { coverBinaryPropertyName: 'cover' };
		await create('createReel', { mediaSource: 'binary', additionalFields }, { json: {}, binary });
		expect(created()[0]!.cover_url).toMatch(/^https:\/\/n8n\.example\.test\//);
		expect(created()[0]!.cover_url).not.toBe(created()[0]!.video_url);
	});
});

describe('the parameters of a story', () => {
	it('reach Meta, tags with and without a position', async () => {
		await create('createStory', {
			mediaType: 'image',
			imageUrl: `${HOST}/story.jpg`,
			additionalFields: {
				isAiGenerated: true,
				userTags: {
					tag: [
						{ username: 'baker', setPosition: false },
						{ username: 'partner_one', setPosition: true, x: 0.1, y: 0.2 },
					],
				},
			},
		});
		expect(created()).toEqual([
			{
				media_type: 'STORIES',
				image_url: `${HOST}/story.jpg`,
				is_ai_generated: true,
				user_tags: [{ username: 'baker' }, { username: 'partner_one', x: 0.1, y: 0.2 }],
			},
		]);
	});
});
