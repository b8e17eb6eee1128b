/**
 * Files as people have them: held as base64, named wrongly, in a format that Meta may or may not take, or
 * behind an address that fails.
 */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { fixture } from '../../../simulator/state/fixtures.mts';
import { binaryDataService } from '../../support/engine.mts';
import { useWorld } from '../../support/world.mts';

// fast, yet slow enough for downloads, which take real time
const world = useWorld({ per: 'test', speed: 100 });

const HOST = 'https://media.example.test';
const bytesOf = (name: string) => fixture(name)!.bytes;
const published = () => world.simulator.instagram.publishedMedia(world.account);
const created = () =>
	world.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/media'));
const post = (operation: string, parameters: INodeParameters): INodeParameters => ({
	resource: 'post',
	operation,
	...parameters,
});
const carouselOf = (...items: Array<Record<string, string>>) =>
	post('createCarousel', { specifyItems: 'json', itemsJson: JSON.stringify(items) });
const base64Item = (name: string, mimeType: string): INodeExecutionData => ({
	json: {},
	binary: { data: { data: bytesOf(name).toString('base64'), mimeType } },
});

const BINARY = { mediaSource: 'binary' };
/**
 * Every place of a post that takes a file: the parameters, a file, its true type, the parameter of Meta's.
 */
const PLACES: Array<[string, INodeParameters, string, string, string]> = [
	['a photo', post('createImage', BINARY), 'photo.jpg', 'image/jpeg', 'image_url'],
	['a reel', post('createReel', BINARY), 'reel.mp4', 'video/mp4', 'video_url'],
	[
		'the cover of a reel',
		post('createReel', {
			videoUrl: `${HOST}/reel.mp4`,
			additionalFields: { coverBinaryPropertyName: 'data' },
		}),
		'cover.jpg',
		'image/jpeg',
		'cover_url',
	],
	[
		'a photo story',
		post('createStory', { mediaType: 'image', ...BINARY }),
		'story.jpg',
		'image/jpeg',
		'image_url',
	],
	[
		'a video story',
		post('createStory', { mediaType: 'video', ...BINARY }),
		'story.mp4',
		'video/mp4',
		'video_url',
	],
	[
		'a photo of a carousel',
		carouselOf({ binaryPropertyName: 'data' }, { binaryPropertyName: 'data' }),
		'photo.jpg',
		'image/jpeg',
		'image_url',
	],
	[
		'a video of a carousel',
		carouselOf({ binaryPropertyName: 'data' }, { binaryPropertyName: 'data' }),
		'reel.mp4',
		'video/mp4',
		'video_url',
	],
];

/** What stands in the signed address that Meta got. */
function tokenOf(parameter: string): string {
	const url = created()
		.map(({ body }) => String((body as Record<string, unknown>)[parameter]))
		.find((value) => value.includes('/binary-data/signed'));
	return new URL(url!).searchParams.get('token')!;
}

/** What n8n serves under it. */
async function served(parameter: string) {
	const service = await binaryDataService();
	const id = service.validateSignedToken(tokenOf(parameter));
	const { mimeType } = await service.getMetadata(id);
	return { mimeType, bytes: await service.getAsBuffer({ id, data: '', mimeType: '' }) };
}

describe.each(PLACES)('%s', (_what, parameters, name, mimeType, parameter) => {
	it('that a Code node gives as base64 is stored, then served', async () => {
		const { error } = await world.run(parameters, [base64Item(name, mimeType)]);
		expect(error).toBeUndefined();
		const file = await served(parameter);
		expect(file.mimeType).toBe(mimeType);
		expect(file.bytes.equals(bytesOf(name))).toBe(true);
		expect(published()).toHaveLength(1);
	});

	it('is served for six hours, and no longer', async () => {
		await world.run(parameters, [base64Item(name, mimeType)]);
		const [, claims = ''] = tokenOf(parameter).split('.');
		const { iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, number>;
		expect(exp! - iat!).toBe(6 * 3600);
	});

	it.each(['application/octet-stream', 'text/plain', 'image/png'])(
		'that is declared as %s is served under its true type',
		async (declared) => {
			const { error } = await world.run(parameters, [await world.binaryItem(bytesOf(name), declared, name)]);
			expect(error).toBeUndefined();
			const file = await served(parameter);
			expect(file.mimeType).toBe(mimeType);
			expect(file.bytes.equals(bytesOf(name))).toBe(true);
		},
	);

	it('that n8n can keep in memory only is refused with the setting to change', async () => {
		const service = await binaryDataService();
		const store = jest.spyOn(service, 'store').mockImplementation(async (_place, _bytes, data) => data);
		const { error } = await world.run(parameters, [base64Item(name, mimeType)]);
		store.mockRestore();
		expect(error?.message).toMatch(
			/n8n cannot serve the file to Instagram, because it keeps files in memory$/,
		);
		expect(error?.description).toContain('N8N_DEFAULT_BINARY_DATA_MODE');
		expect(published()).toHaveLength(0);
	});
});

describe.each(PLACES.filter(([, , , type]) => type === 'image/jpeg'))('%s as PNG', (_what, parameters) => {
	const png = async () => await world.binaryItem(bytesOf('image.png'), 'image/png', 'image.png');

	it('is published where Meta takes it', async () => {
		world.simulator.switches.png = 'accepted';
		const { error } = await world.run(parameters, [await png()]);
		expect(error).toBeUndefined();
		expect(published()).toHaveLength(1);
	});

	it('is explained where Meta refuses it', async () => {
		const { error } = await world.run(parameters, [await png()]);
		expect(error?.message).toMatch(/does not support the format of the image/);
		expect(error?.description).toMatch(/Edit Image node \(Options > Format > JPEG\)/);
		expect(published()).toHaveLength(0);
	});
});

it('a picture that a Code node gives as base64 is sent in a message', async () => {
	const message = {
		resource: 'message',
		operation: 'send',
		recipientId: world.simulator.instagram.igsid(world.person, world.account),
	};
	const { error } = await world.run({ ...message, messageType: 'image', ...BINARY }, [
		base64Item('photo.jpg', 'image/jpeg'),
	]);
	expect(error).toBeUndefined();
});

const CODES: Array<[number, number | undefined]> = [
	[9004, undefined],
	[9004, 2207052],
	[-2, 2207003],
	[-1, 2207053],
	[-1, 2207076],
	[-1, 2207077],
];
const refusal = (code: number, subcode?: number): Fault => ({
	kind: 'status',
	status: 400,
	effect: 'before',
	body: {
		error: {
			message: 'Localised text',
			type: 'OAuthException',
			code,
			...(subcode !== undefined && { error_subcode: subcode }),
			fbtrace_id: 'Trace',
		},
	},
});
const refuseFiles = (fault: Fault) =>
	world.simulator.faults.failNext({ method: 'POST', path: /\/media$/, times: 99 }, fault);

describe.each(CODES)('a file that Meta could not fetch (%s/%s)', (code, subcode) => {
	// the video of that reel comes from a URL, and 2207077 speaks of the video
	const fromN8n = PLACES.filter(([what]) => subcode !== 2207077 || !what.includes('cover'));

	it.each(fromN8n)('from n8n: %s', async (what, parameters, name, mimeType) => {
		refuseFiles(refusal(code, subcode));
		const { error } = await world.run(parameters, [await world.binaryItem(bytesOf(name), mimeType, name)]);
		expect(error?.description).toContain('https://n8n.example.test');
		expect(error?.description).not.toMatch(/Range/);
		expect(error?.description).toMatch(/URL/);
		const mayBeUploaded = mimeType === 'video/mp4' && !what.includes('carousel');
		expect(/Upload Type/.test(error?.description ?? '')).toBe(mayBeUploaded);
	});

	it.each([
		['a photo', post('createImage', { imageUrl: `${HOST}/page.html` })],
		['a reel', post('createReel', { videoUrl: `${HOST}/page.html` })],
		['a carousel', carouselOf({ imageUrl: `${HOST}/page.html` }, { videoUrl: `${HOST}/page.html` })],
	])('from a URL: %s', async (_what, parameters) => {
		refuseFiles(refusal(code, subcode));
		const { error } = await world.run(parameters);
		expect(error?.description).toMatch(/If the URL opens a web page/);
		expect(error?.description).not.toContain('n8n must');
	});
});

describe('a video that Meta fetches while the container is prepared', () => {
	const parameters = post('createReel', BINARY);

	it('from n8n is explained with the ways out', async () => {
		world.simulator.switches.videoNeedsRange = true;
		const { error } = await world.run(parameters, [
			await world.binaryItem(bytesOf('reel.mp4'), 'video/mp4', 'reel.mp4'),
		]);
		expect(error?.message).toMatch(/could not download the video/);
		expect(error?.description).toMatch(/Upload Type/);
		expect(error?.description).not.toMatch(/Range/);
	});

	it('from a URL is not blamed on n8n, which serves the cover', async () => {
		const [, withCover, cover, type] = PLACES.find(([what]) => what.includes('cover'))!;
		refuseFiles(refusal(-1, 2207077));
		const { error } = await world.run(withCover, [await world.binaryItem(bytesOf(cover), type, cover)]);
		expect(error?.description).toMatch(/Range/);
		expect(error?.description).not.toContain('n8n.example.test');
	});

	it('from a URL that leads to a page gets a sentence of its own', async () => {
		const { error } = await world.run(post('createReel', { videoUrl: `${HOST}/page.html` }));
		expect(error?.description).toMatch(/If the URL opens a web page/);
		expect(error?.description).toMatch(/Range/);
	});
});

describe('a share page', () => {
	const page = 'https://drive.google.com/file/d/1AbC/view';

	it.each<[string, INodeParameters]>([
		['Image URL', post('createImage', { imageUrl: page })],
		['Video URL', post('createReel', { videoUrl: page })],
		['Cover URL', post('createReel', { videoUrl: `${HOST}/reel.mp4`, additionalFields: { coverUrl: page } })],
		['Image URL', post('createStory', { mediaType: 'image', imageUrl: page })],
		['Image URL', carouselOf({ imageUrl: page }, { imageUrl: `${HOST}/photo.jpg` })],
		[
			'URL',
			{ resource: 'message', operation: 'send', recipientId: '1', messageType: 'image', mediaUrl: page },
		],
	])('is refused before the call: %s', async (field, parameters) => {
		const { error } = await world.run(parameters);
		expect(error?.message).toMatch(
			new RegExp(`${field} leads to a page of Google Drive, not to the file itself$`),
		);
		expect(error?.description).toContain('Google Drive node');
		expect(world.requests()).toEqual([]);
	});
});
