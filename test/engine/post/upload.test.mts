/** Videos that n8n uploads itself: in Meta's specification for this login, and disputed by its guide. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { fixture } from '../../../simulator/state/fixtures.mts';
import { binaryDataService } from '../../support/engine.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', speed: 100, switches: { resumable: 'allowed' } });

const HOST = 'https://media.example.test';
const reel = (parameters: INodeParameters): INodeParameters => ({
	resource: 'post',
	operation: 'createReel',
	caption: 'Uploaded',
	additionalFields: { uploadType: 'resumable' },
	...parameters,
});
const inMemory = (name: string): INodeExecutionData => ({
	json: {},
	binary: { data: { data: fixture(name)!.bytes.toString('base64'), mimeType: 'video/mp4', fileName: name } },
});
const uploads = () => world.requests().filter(({ host }) => host === 'rupload.facebook.com');
const created = () =>
	world.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/media'));
const newest = () => world.simulator.instagram.publishedMedia(world.account)[0];

it('sends the bytes of a file, also of one that n8n keeps in memory', async () => {
	const { error, items } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('reel.mp4')]);
	expect(error).toBeUndefined();
	expect(created()[0]!.body).toEqual({ media_type: 'REELS', upload_type: 'resumable', caption: 'Uploaded' });
	expect(uploads()).toHaveLength(1);
	expect(uploads()[0]!.headers).toMatchObject({
		offset: '0',
		file_size: String(fixture('reel.mp4')!.bytes.length),
	});
	expect(newest()?.file?.bytes.equals(fixture('reel.mp4')!.bytes)).toBe(true);
	expect(items[0]!.json).toMatchObject({ id: newest()!.id, published: true });
});

it('tells Instagram the URL', async () => {
	const { error } = await world.run(reel({ videoUrl: `${HOST}/reel.mp4` }));
	expect(error).toBeUndefined();
	expect(uploads()[0]!.headers.file_url).toBe(`${HOST}/reel.mp4`);
	expect(newest()?.productType).toBe('REELS');
});

it('uploads the video of a story', async () => {
	const story = {
		resource: 'post',
		operation: 'createStory',
		mediaType: 'video',
		mediaSource: 'binary',
		additionalFields: { uploadType: 'resumable' },
	};
	const { error } = await world.run(story, [inMemory('story.mp4')]);
	expect(error).toBeUndefined();
	expect(newest()).toMatchObject({ productType: 'STORY', mediaType: 'VIDEO' });
});

it('starts over with a new container when the upload is cut off', async () => {
	world.simulator.faults.failNext({ host: 'rupload.facebook.com' }, { kind: 'reset', effect: 'before' });
	const { error } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('reel.mp4')]);
	expect(error).toBeUndefined();
	expect(uploads()).toHaveLength(2);
	expect(created()).toHaveLength(2);
	expect(world.simulator.instagram.publishedMedia(world.account)).toHaveLength(1);
});

it('explains a refusal of the container, which is what one recorded attempt met', async () => {
	world.simulator.switches.resumable = 'refused';
	const { error } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('reel.mp4')]);
	expect(error?.description).toContain('disagree on whether videos can be uploaded with Instagram Login');
	expect(uploads()).toHaveLength(0);
});

it('explains a refusal of the upload, without the token', async () => {
	const body: IDataObject = {
		debug_info: { retriable: false, type: 'ProcessingFailedError', message: 'unauthorized user request' },
	};
	world.simulator.faults.failNext(
		{ host: 'rupload.facebook.com' },
		{ kind: 'status', status: 400, body, effect: 'before' },
	);
	const { error } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('reel.mp4')]);
	expect(error?.message).toMatch(/^Instagram did not take the upload/);
	expect(error?.description).toContain('Remove Upload Type');
	expect(uploads()).toHaveLength(1);
	expect(JSON.stringify([error?.message, error?.description, error?.context])).not.toContain('IGAA');
});

const refusedUpload = (retriable: boolean, message: string): Fault => ({
	kind: 'status',
	status: 400,
	body: { debug_info: { retriable, type: 'ProcessingFailedError', message } },
	effect: 'before',
});

it.each([
	['as a text', 'The video has no sound'],
	['as JSON inside a text', '{"success":false,"error":{"message":"The video has no sound"}}'],
])('says why Instagram refused the upload (%s)', async (_form, message) => {
	world.simulator.faults.failNext({ host: 'rupload.facebook.com' }, refusedUpload(false, message));
	const { error } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('reel.mp4')]);
	expect(error?.message).toBe('Instagram did not take the upload: Instagram refused the request');
	expect(error?.description).toMatch(/ Instagram says: The video has no sound$/);
	expect(uploads()).toHaveLength(1);
});

it('uploads once more when Instagram says that this may help', async () => {
	world.simulator.faults.failNext({ host: 'rupload.facebook.com' }, refusedUpload(true, 'Try again'));
	const { error } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('reel.mp4')]);
	expect(error).toBeUndefined();
	expect(uploads()).toHaveLength(2);
	expect(world.simulator.instagram.publishedMedia(world.account)).toHaveLength(1);
});

it('uses the token of the moment, when another run has renewed it since this one began', async () => {
	world.simulator.switches.oldTokenAfterRefresh = 'invalid';
	const renew = async () => {
		world.simulator.clock.advance(6 * 86_400_000);
		await world.run({ resource: 'account', operation: 'get' }, undefined, { executionId: 'e2' });
	};
	world.simulator.faults.failNext(
		{ method: 'POST', path: '/media' },
		{ kind: 'meanwhile', run: renew, effect: 'before' },
	);
	const { error } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('reel.mp4')]);
	expect(error).toBeUndefined();
	expect(uploads()).toHaveLength(1);
});

it('refuses a file that is no video before anything is sent', async () => {
	const { error } = await world.run(reel({ mediaSource: 'binary' }), [inMemory('image.png')]);
	expect(error?.message).toMatch(/holds a PNG image/);
	expect(world.requests()).toEqual([]);
});

it('holds no more than two videos in memory, however many items there are', async () => {
	const service = await binaryDataService();
	const getAsBuffer = service.getAsBuffer.bind(service);
	let reads = 0;
	const held: number[] = [];
	jest.spyOn(service, 'getAsBuffer').mockImplementation(async (data) => {
		reads += 1;
		held.push(reads - uploads().length);
		return await getAsBuffer(data);
	});
	const { bytes } = fixture('reel.mp4')!;
	const items = await Promise.all(
		Array.from({ length: 6 }, async () => await world.binaryItem(bytes, 'video/mp4', 'reel.mp4')),
	);
	const { error } = await world.run(reel({ mediaSource: 'binary' }), items);
	jest.restoreAllMocks();
	expect(error).toBeUndefined();
	expect(uploads()).toHaveLength(6);
	expect(Math.max(...held)).toBeLessThanOrEqual(2);
});
