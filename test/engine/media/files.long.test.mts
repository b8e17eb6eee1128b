/** The files of media as binary data: photos, videos, and every child of a carousel. */
import { fixture } from '../../../simulator/state/fixtures.mts';
import { binaryDataService } from '../../support/engine.mts';
import { createAlbum, media, runOne } from '../../support/media.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const instagram = () => world.simulator.instagram;

async function fileOf(item: Awaited<ReturnType<typeof runOne>>, name: string) {
	const data = item.binary?.[name];
	if (!data) throw new Error(`no file ${name}`);
	return { ...data, bytes: await (await binaryDataService()).getAsBuffer(data) };
}

describe('files', () => {
	it('downloads a photo without sending the token', async () => {
		await world.open();
		const made = instagram().createMedia(world.account);
		const item = await runOne(
			world,
			media('get', { mediaId: made.id, additionalFields: { download: true } }),
		);
		const file = await fileOf(item, 'data');
		expect(file.bytes.equals(fixture('photo.jpg')!.bytes)).toBe(true);
		expect(file).toMatchObject({ mimeType: 'image/jpeg', fileName: `${made.id}.jpg` });
		const cdn = world.requests().filter(({ host }) => host === 'scontent.cdninstagram.com');
		expect(cdn).toHaveLength(1);
		expect(JSON.stringify(cdn[0]?.headers)).not.toMatch(/bearer/i);
		expect(JSON.stringify(cdn[0]?.query)).not.toContain('access_token');
	});

	it('downloads a video', async () => {
		await world.open();
		const made = instagram().createMedia(world.account, { mediaType: 'VIDEO', productType: 'REELS' });
		const item = await runOne(
			world,
			media('get', { mediaId: made.id, additionalFields: { download: true, binaryPropertyName: 'reel' } }),
		);
		expect((await fileOf(item, 'reel')).bytes.equals(fixture('reel.mp4')!.bytes)).toBe(true);
	});

	it('downloads every child of a carousel, in its order', async () => {
		await world.open();
		const made = createAlbum(world, 3);
		const item = await runOne(
			world,
			media('get', { mediaId: made.id, additionalFields: { download: true } }),
		);
		expect(Object.keys(item.binary ?? {})).toEqual(['data_0', 'data_1', 'data_2']);
		expect((await fileOf(item, 'data_1')).mimeType).toBe('video/mp4');
	});

	it('leaves the file out for media with copyright flags', async () => {
		await world.open();
		const made = instagram().createMedia(world.account, { mediaType: 'VIDEO', copyrightFlagged: true });
		const item = await runOne(
			world,
			media('get', { mediaId: made.id, additionalFields: { download: true } }),
		);
		expect(item.binary).toBeUndefined();
	});

	it('downloads the files of a list', async () => {
		await world.open();
		instagram().seedMedia(world.account, 5);
		const { items } = await world.run(
			media('getMany', { returnAll: true, additionalFields: { download: true } }),
		);
		expect(items.map(({ binary }) => Object.keys(binary ?? {}))).toEqual(
			Array.from({ length: 5 }, () => ['data']),
		);
	});

	it('tells that a link has expired', async () => {
		await world.open();
		const made = instagram().createMedia(world.account);
		world.simulator.faults.failNext(
			{ host: 'scontent.cdninstagram.com' },
			{ kind: 'status', status: 403, body: 'URL signature expired', effect: 'before' },
		);
		const { error } = await world.run(
			media('get', { mediaId: made.id, additionalFields: { download: true } }),
		);
		expect(error?.message).toBe('The file server answered with HTTP status 403');
		expect(error?.description).toContain('links to files expire');
	});

	it('repeats a download after a fault', async () => {
		await world.open();
		const made = instagram().createMedia(world.account);
		world.simulator.faults.failNext(
			{ host: 'scontent.cdninstagram.com', times: 2 },
			{ kind: 'status', status: 503, body: 'x', effect: 'before' },
		);
		const item = await runOne(
			world,
			media('get', { mediaId: made.id, additionalFields: { download: true } }),
		);
		expect((await fileOf(item, 'data')).bytes.length).toBe(fixture('photo.jpg')!.bytes.length);
	});

	it('are held four at a time, however many items there are', async () => {
		await world.open();
		const made = Array.from({ length: 8 }, () => instagram().createMedia(world.account));
		const service = await binaryDataService();
		const store = service.store.bind(service);
		let started = 0;
		let stored = 0;
		const held: number[] = [];
		type Take = { take(request: { host: string }): undefined };
		jest.spyOn(world.simulator.faults as unknown as Take, 'take').mockImplementation(({ host }) => {
			if (host === 'scontent.cdninstagram.com') held.push((started += 1) - stored);
			return undefined;
		});
		jest.spyOn(service, 'store').mockImplementation(async (...given) => {
			const data = await store(...given);
			stored += 1;
			return data;
		});
		const { items, error } = await world.run(
			media('get', { mediaId: '={{ $json.id }}', additionalFields: { download: true } }),
			made.map(({ id }) => ({ json: { id } })),
		);
		jest.restoreAllMocks();
		expect(error).toBeUndefined();
		expect(items.filter(({ binary }) => binary?.data)).toHaveLength(8);
		expect(Math.max(...held)).toBeLessThanOrEqual(4);
	});
});
