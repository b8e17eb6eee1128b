/** Carousels: their items, from both sources of media, in every spelling. */
import type { IDataObject } from 'n8n-workflow';

import { fixture } from '../../../simulator/state/fixtures.mts';
import { HOST, useSharedWorld } from '../../support/posts.mts';

const { world, file, calls, created, newest, create } = useSharedWorld();

/** The containers of the newest post's items, in the order of the post. */
function childContainers() {
	const containers = world.simulator.instagram.containers(world.account);
	const parent = containers.find(({ id }) => id === newest().containerId)!;
	return parent.children.map((id) => containers.find((container) => container.id === id)!);
}

describe('a carousel', () => {
	it('mixes photos and videos from URLs and files, given as rows of the panel', async () => {
		const binary = { ...(await file('photo-3.jpg', 'third')), ...(await file('clip-2.mp4', 'fourth')) };
		const output = await create(
			'createCarousel',
			{
				items: {
					item: [
						{
							mediaType: 'image',
							imageUrl: `${HOST}/photo.jpg`,
							altText: 'A loaf',
							userTags: { tag: [{ username: 'baker', x: 0.5, y: 0.5 }] },
						},
						{ mediaType: 'video', videoUrl: `${HOST}/clip-1.mp4`, thumbOffset: 1500 },
						{ mediaType: 'image', mediaSource: 'binary', binaryPropertyName: 'third' },
						{ mediaType: 'video', mediaSource: 'binary', binaryPropertyName: 'fourth' },
					],
				},
				caption: 'Four of them',
				additionalFields: {
					collaborators: 'partner_one',
					isAiGenerated: true,
					locationId: '106377336067638',
				},
			},
			{ json: {}, binary },
		);
		const children = childContainers();
		const parent = created().find(({ media_type }) => media_type === 'CAROUSEL')!;
		const sent = created().filter(({ is_carousel_item }) => is_carousel_item);
		expect(sent).toHaveLength(4);
		expect(sent).toContainEqual({
			image_url: `${HOST}/photo.jpg`,
			alt_text: 'A loaf',
			user_tags: [{ username: 'baker', x: 0.5, y: 0.5 }],
			is_carousel_item: true,
		});
		expect(sent).toContainEqual({
			media_type: 'VIDEO',
			video_url: `${HOST}/clip-1.mp4`,
			thumb_offset: 1500,
			is_carousel_item: true,
		});
		expect(parent).toEqual({
			media_type: 'CAROUSEL',
			caption: 'Four of them',
			collaborators: ['partner_one'],
			is_ai_generated: true,
			location_id: '106377336067638',
			children: children.map(({ id }) => id),
		});
		const media = newest();
		expect(output).toMatchObject({ id: media.id, mediaType: 'CAROUSEL_ALBUM', mediaProductType: 'FEED' });
		const names = ['photo.jpg', 'clip-1.mp4', 'photo-3.jpg', 'clip-2.mp4'];
		const bytes = names.map((name) => fixture(name)!.bytes);
		expect(children.map(({ file: fetched }, position) => fetched!.bytes.equals(bytes[position]!))).toEqual([
			true,
			true,
			true,
			true,
		]);
	});

	it.each([
		['typed as JSON', (list: IDataObject[]) => ({ itemsJson: JSON.stringify(list) })],
		['given by an expression', () => ({ itemsJson: '={{ $json.list }}' })],
	])('takes a list %s', async (_how, parameters) => {
		const list = [
			{ imageUrl: `${HOST}/photo.jpg`, altText: 'One' },
			{ videoUrl: `${HOST}/clip-1.mp4` },
			{ binaryPropertyName: 'data' },
		];
		const item = { json: { list }, binary: await file('clip-2.mp4') };
		await create('createCarousel', { specifyItems: 'json', ...parameters(list) }, item);
		expect(childContainers().map(({ mediaType }) => mediaType)).toEqual(['IMAGE', 'VIDEO', 'VIDEO']);
	});

	it('takes all files of the item, in their order', async () => {
		const binary = {
			second: (await file('photo-2.jpg'))!.data!,
			clip: (await file('clip-2.mp4'))!.data!,
			first: (await file('photo-3.jpg'))!.data!,
		};
		await create('createCarousel', { specifyItems: 'allFiles' }, { json: {}, binary });
		expect(childContainers().map(({ mediaType }) => mediaType)).toEqual(['IMAGE', 'VIDEO', 'IMAGE']);
	});

	it('takes items as Meta spells them, and empty columns of a table', async () => {
		const list = [
			{ media_type: 'VIDEO', video_url: `${HOST}/clip-1.mp4`, thumb_offset: 1500, is_carousel_item: true },
			{
				mediaType: 'IMAGE',
				imageUrl: `${HOST}/photo.jpg`,
				videoUrl: '',
				altText: '',
				userTags: [],
				thumbOffset: null,
				caption: '',
			},
		];
		await create('createCarousel', { specifyItems: 'json', itemsJson: JSON.stringify(list) });
		const sent = created().filter(({ is_carousel_item }) => is_carousel_item);
		expect(sent).toContainEqual({
			media_type: 'VIDEO',
			video_url: `${HOST}/clip-1.mp4`,
			thumb_offset: 1500,
			is_carousel_item: true,
		});
		expect(sent).toContainEqual({ image_url: `${HOST}/photo.jpg`, is_carousel_item: true });
	});

	it('of ten keeps the order', async () => {
		const list = Array.from({ length: 10 }, (_, index) => ({ imageUrl: `${HOST}/photo-${index + 2}.jpg` }));
		await create('createCarousel', { specifyItems: 'json', itemsJson: JSON.stringify(list) });
		expect(childContainers().map(({ sourceUrl }) => sourceUrl)).toEqual(list.map(({ imageUrl }) => imageUrl));
		expect(calls().filter((call) => call === 'POST media')).toHaveLength(11);
	});
});
