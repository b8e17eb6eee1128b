/** Files that Meta certainly refuses are refused before the call, by their bytes and not by their names. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { fixture } from '../../../simulator/state/fixtures.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });

afterEach(() => {
	expect(world.requests()).toEqual([]);
});

const post = (operation: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'post',
	operation,
	...parameters,
});
async function item(bytes: Buffer, name = 'file.jpg', mimeType = 'image/jpeg'): Promise<INodeExecutionData> {
	return await world.binaryItem(bytes, mimeType, name);
}
const bytesOf = (name: string) => fixture(name)!.bytes;
const binary = (operation: string, parameters: INodeParameters = {}) =>
	post(operation, { mediaSource: 'binary', ...parameters });

/** Headers as their formats prescribe; the rest does not matter. */
const WEBP = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WEBPVP8 ')]);
const HEIC = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(12)]);
const MIB = 1024 * 1024;

describe('a file', () => {
	it.each<[string, () => Buffer, string, INodeParameters, RegExp, RegExp]>([
		[
			'a GIF named .jpg',
			() => Buffer.from('GIF89a'),
			'createImage',
			{},
			/^Input Binary Field holds a GIF image; Instagram takes JPEG images here$/,
			/Edit Image node/,
		],
		['a WebP', () => WEBP, 'createImage', {}, /holds a WebP image/, /Edit Image node/],
		['a HEIC', () => HEIC, 'createStory', { mediaType: 'image' }, /holds a HEIC image/, /Edit Image node/],
		['a web page', () => bytesOf('page.html'), 'createImage', {}, /holds a web page/, /Edit Image node/],
		['an empty file', () => Buffer.alloc(0), 'createImage', {}, /holds an empty file/, /JPEG/],
		[
			'a photo of 3:1',
			() => bytesOf('wide.jpg'),
			'createImage',
			{},
			/holds an image of 1440 × 480 pixels; Instagram takes aspect ratios from 4:5 to 1.91:1/,
			/Crop/,
		],
		[
			'a photo of 9:16 for the feed',
			() => bytesOf('story.jpg'),
			'createImage',
			{},
			/1080 × 1920 pixels/,
			/Crop/,
		],
		[
			'a photo of more than 8 MB',
			() => bytesOf('huge.jpg'),
			'createImage',
			{},
			/holds a file of 8.0 MB; Instagram takes at most 8 MB here/,
			/smaller/,
		],
		[
			'a photo as a reel',
			() => bytesOf('photo.jpg'),
			'createReel',
			{},
			/holds a JPEG image; Instagram takes MP4 and MOV videos here/,
			/H.264/,
		],
		[
			'a reel of one second',
			() => bytesOf('short.mp4'),
			'createReel',
			{},
			/holds a video of 1 seconds; Instagram takes 3 seconds to 15 minutes here/,
			/Cut/,
		],
		[
			'a story of 75 seconds',
			() => bytesOf('long-story.mp4'),
			'createStory',
			{ mediaType: 'video' },
			/holds a video of 75 seconds; Instagram takes 3 to 60 seconds/,
			/Cut/,
		],
		[
			'a story of 101 MB',
			() => Buffer.concat([bytesOf('story.mp4'), Buffer.alloc(101 * MIB)]),
			'createStory',
			{ mediaType: 'video' },
			/holds a file of 101.0 MB; Instagram takes at most 100 MB here/,
			/Compress/,
		],
		['an MP3', () => Buffer.from('ID3\x03'), 'createReel', {}, /holds an MP3 sound file/, /MP4/],
	])('refuses %s', async (_what, bytes, operation, parameters, words, remedy) => {
		const { error } = await world.run(binary(operation, parameters), [await item(bytes())]);
		expect(error?.message).toMatch(words);
		expect(error?.description).toMatch(remedy);
	});

	it('in a carousel names the item', async () => {
		const items = [{ imageUrl: 'https://media.example.test/photo.jpg' }, { binaryPropertyName: 'data' }];
		const input = { ...(await item(WEBP)), json: {} };
		const { error } = await world.run(
			post('createCarousel', { specifyItems: 'json', itemsJson: JSON.stringify(items) }),
			[input],
		);
		expect(error?.message).toMatch(
			/^Items \(JSON\): item 2: Input Binary Field holds a WebP image; Instagram takes JPEG images, MP4 and MOV videos here$/,
		);
	});

	it('among all files of an item is named', async () => {
		const photo = (await item(bytesOf('photo.jpg'))).binary!.data!;
		const sound = (await item(Buffer.from('ID3\x03'))).binary!.data!;
		const parameters = post('createCarousel', { specifyItems: 'allFiles' });
		const { error } = await world.run(parameters, [{ json: {}, binary: { photo, sound } }]);
		expect(error?.message).toMatch(/^The input item: item 2: Input Binary Field holds an MP3 sound file/);
	});

	it('that is not there is named', async () => {
		const { error } = await world.run(binary('createImage', { binaryPropertyName: 'photo' }), [
			await item(bytesOf('photo.jpg')),
		]);
		expect(error?.message).toMatch(/no binary field 'photo'/);
	});
});
