/** Container > Get Status and Container > Publish. */
import type { Fault } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });

const HOST = 'https://media.example.test';
const DAY_MS = 86_400_000;
const posts = () => world.simulator.instagram.publishedMedia(world.account);

async function container(name = 'photo.jpg', maxWait = 300): Promise<string> {
	const isVideo = name.endsWith('.mp4');
	const { items } = await world.run({
		resource: 'post',
		operation: isVideo ? 'createReel' : 'createImage',
		[isVideo ? 'videoUrl' : 'imageUrl']: `${HOST}/${name}`,
		publishNow: false,
		additionalFields: { maxWait },
	});
	return items[0]!.json.containerId as string;
}
const status = async (containerId: string) =>
	(await world.run({ resource: 'container', operation: 'getStatus', containerId })).items[0]!.json;
const publish = async (...ids: string[]) =>
	await world.run(
		{ resource: 'container', operation: 'publish', containerId: '={{ $json.id }}' },
		ids.map((id) => ({ json: { id } })),
	);

describe('Get Status', () => {
	it('follows a container from processing to publication', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 60_000 };
		const id = await container('reel.mp4', 0);
		expect(await status(id)).toMatchObject({ id, statusCode: 'IN_PROGRESS' });
		world.simulator.clock.advance(60_000);
		expect(await status(id)).toMatchObject({
			statusCode: 'FINISHED',
			copyrightCheck: { matchesFound: false, status: 'completed' },
		});
		await publish(id);
		expect(await status(id)).toMatchObject({ statusCode: 'PUBLISHED' });
	});

	it('explains a failure', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 60_000 };
		const id = await container('short.mp4', 0);
		world.simulator.clock.advance(60_000);
		expect(await status(id)).toMatchObject({
			statusCode: 'ERROR',
			problem: 'Instagram does not support the format of the video (code 2207026)',
			remedy: expect.stringContaining('MP4') as string,
		});
	});

	it('tells an expired container', async () => {
		const id = await container();
		world.simulator.clock.advance(DAY_MS);
		expect(await status(id)).toMatchObject({ statusCode: 'EXPIRED' });
	});

	it.each([
		['123', /does not know this object/],
		['abc', /Container ID must be an Instagram ID/],
		['={{ "" }}', /Container ID is empty/],
		['={{ 17889615691921648000 }}', /Container ID was rounded/],
	])('refuses %j', async (containerId, words) => {
		const { error } = await world.run({ resource: 'container', operation: 'getStatus', containerId });
		expect(error?.message).toMatch(words);
	});
});

describe('Publish', () => {
	it('publishes in the order of the items, and costs status, publish and permalink each, and one quota read', async () => {
		const ids = [
			await container('photo-2.jpg'),
			await container('photo-3.jpg'),
			await container('photo-4.jpg'),
		];
		world.clearRequests();
		const { error, items } = await publish(...[...ids].reverse());
		expect(error).toBeUndefined();
		expect(posts().map(({ containerId }) => containerId)).toEqual(ids);
		expect(items.map(({ json }) => json.containerId)).toEqual([...ids].reverse());
		expect(world.requests()).toHaveLength(3 * 3 + 1);
	});

	it('may be run again: what is published stays published once', async () => {
		const [first, second] = [await container('photo-2.jpg'), await container('photo-3.jpg')];
		await publish(first);
		world.simulator.switches.quotaTotal = 2;
		const { error, items } = await publish(first, second);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.published, json.alreadyPublished ?? false])).toEqual([
			[true, true],
			[true, false],
		]);
		expect(posts()).toHaveLength(2);
	});

	it('needs no quota for what is published already', async () => {
		const id = await container();
		await publish(id);
		world.simulator.switches.quotaTotal = 1;
		expect((await publish(id)).error).toBeUndefined();
	});

	it('stops before it publishes more than the quota allows', async () => {
		const ids = [await container('photo-2.jpg'), await container('photo-3.jpg')];
		world.simulator.switches.quotaTotal = 1;
		const { error } = await publish(...ids);
		expect(error?.message).toMatch(/would publish 2 posts, but the account may publish only 1/);
		expect(posts()).toHaveLength(0);
	});

	it('waits for processing, and says when it takes too long', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 60_000 };
		const id = await container('reel.mp4', 0);
		const { error } = await world.run({
			resource: 'container',
			operation: 'publish',
			containerId: id,
			additionalFields: { maxWait: 5 },
		});
		expect(error?.message).toBe('Instagram was still processing the file after 5 seconds');
		expect((await publish(id)).error).toBeUndefined();
		expect(posts()).toHaveLength(1);
	});

	it('says that a container has expired', async () => {
		const id = await container();
		world.simulator.clock.advance(DAY_MS);
		const { error } = await publish(id);
		expect(error?.message).toBe('The container has expired');
		expect(error?.description).toContain('24 hours');
	});

	it('says which container failed', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 60_000 };
		const id = await container('short.mp4', 0);
		const { error } = await publish(id);
		expect(error?.message).toContain('(code 2207026)');
		expect(error?.context.data).toEqual({ error: { containerId: id, error_subcode: 2207026 } });
	});

	it('finds the post whose answer was lost', async () => {
		const id = await container();
		world.simulator.faults.failNext(
			{ method: 'POST', path: /\/media_publish$/ },
			{ kind: 'reset', effect: 'after' },
		);
		const { items } = await publish(id);
		expect(items[0]!.json).toMatchObject({ id: posts()[0]!.id, containerId: id, published: true });
	});

	it('gives out the post of a container that came in twice, and counts it once against the quota', async () => {
		const id = await container();
		world.simulator.switches.quotaTotal = 1;
		const { error, items } = await publish(id, id);
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(1);
		expect(items.map(({ json }) => [json.id, json.alreadyPublished])).toEqual([
			[posts()[0]!.id, undefined],
			[posts()[0]!.id, true],
		]);
	});

	it('under Retry On Fail and On Error: Continue gives out the post beside an item that cannot be read', async () => {
		const id = await container();
		const { items } = await world.run(
			{ resource: 'container', operation: 'publish', containerId: '={{ $json.id }}' },
			['none', id].map((given) => ({ json: { id: given } })),
			{ retryOnFail: true, continueOnFail: true },
		);
		expect(items[0]!.json.error).toMatch(/Container ID must be an Instagram ID/);
		expect(items[1]!.json).toMatchObject({ id: posts()[0]!.id, published: true });
		expect(items[1]!.json.alreadyPublished).toBeUndefined();
	});

	describe('that stops half-way', () => {
		const refused: Fault = {
			kind: 'status',
			status: 400,
			effect: 'before',
			body: { error: { message: 'x', type: 'OAuthException', code: 25, error_subcode: 2207050 } },
		};
		const refuseThird = (times: number) => {
			let publishes = 0;
			type Take = { take(request: { path: string }): Fault | undefined };
			jest.spyOn(world.simulator.faults as unknown as Take, 'take').mockImplementation(({ path }) => {
				if (!path.endsWith('/media_publish')) return undefined;
				publishes += 1;
				return publishes > 2 && publishes <= 2 + times ? refused : undefined;
			});
		};
		const three = async () => [
			await container('photo-2.jpg'),
			await container('photo-3.jpg'),
			await container('photo-4.jpg'),
		];
		afterEach(() => jest.restoreAllMocks());

		it('names the posts that it published', async () => {
			const ids = await three();
			refuseThird(99);
			const { error } = await publish(...ids);
			const [second, first] = posts();
			expect(error?.description).toContain(
				`Done in this run, counted from 0: items 0 (${first!.id}), 1 (${second!.id}). Remove these items before you run it again`,
			);
			expect(error?.context.data).toMatchObject({ error: { containerId: ids[2], doneItems: '0,1' } });
		});

		it('gives out their ids when n8n repeats the node', async () => {
			const ids = await three();
			refuseThird(1);
			const parameters = { resource: 'container', operation: 'publish', containerId: '={{ $json.id }}' };
			const { error, items } = await world.run(
				parameters,
				ids.map((id) => ({ json: { id } })),
				{ retryOnFail: true },
			);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(
				posts()
					.map(({ id }) => id)
					.reverse(),
			);
			expect(items.map(({ json }) => json.alreadyPublished)).toEqual([undefined, undefined, undefined]);
		});
	});

	it('beyond the quota fails alone when the node continues, and does not say that nothing was published', async () => {
		const ids = [await container('photo-2.jpg'), await container('photo-3.jpg')];
		world.simulator.switches.quotaTotal = 1;
		const { items } = await world.run(
			{ resource: 'container', operation: 'publish', containerId: '={{ $json.id }}' },
			ids.map((id) => ({ json: { id } })),
			{ continueOnFail: true },
		);
		expect(items[0]!.json.published).toBe(true);
		expect(JSON.stringify(items[1]!.json)).toMatch(/may publish only 1.*Nothing was published for this item/);
	});
});
