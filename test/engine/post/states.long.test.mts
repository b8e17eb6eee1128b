/** From a container to a post: waiting, time-outs, lost answers. */
import type { Fault } from '../../../simulator/index.mts';
import { CAPTIONED, captions, HOST, PHOTO, REEL, useWaitlessWorlds } from '../../support/posts.mts';

const { world, posts, containers, sent } = useWaitlessWorlds();
const reads = () => sent('GET', /\/v25\.0\/\d+$/);
const details = (error: { context: Record<string, unknown> } | undefined) =>
	(error?.context.data as { error: Record<string, unknown> }).error;
const fail = (fault: Fault, method: string, path: RegExp, times = 1) =>
	world.simulator.faults.failNext({ method, path, times }, fault);

const RESET_AFTER: Fault = { kind: 'reset', effect: 'after' };
const RESET_BEFORE: Fault = { kind: 'reset', effect: 'before' };
const PUBLISH = /\/media_publish$/;

describe('processing', () => {
	it('is waited for, and the quota of calls is respected: ever fewer looks', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 120_000 };
		const { error } = await world.run(REEL);
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(1);
		// two looks a second at first, one in twelve seconds at last
		expect(reads().length).toBeLessThan(50);
	});

	it('that takes too long ends with the container, which Container > Publish finishes', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 600_000 };
		const { error } = await world.run({ ...REEL, additionalFields: { maxWait: 20 } });
		expect(error?.message).toBe('Instagram was still processing the file after 20 seconds');
		const containerId = details(error).containerId as string;
		expect(error?.description).toContain(containerId);
		expect(posts()).toHaveLength(0);

		const { items } = await world.run({
			resource: 'container',
			operation: 'publish',
			containerId,
			additionalFields: { maxWait: 900 },
		});
		expect(items[0]!.json).toMatchObject({ containerId, published: true, id: posts()[0]!.id });
	});

	it('is not waited for longer than asked when the post is not to be published now', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 600_000 };
		const { error, items } = await world.run({
			...REEL,
			publishNow: false,
			additionalFields: { maxWait: 0 },
		});
		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({
			containerId: containers()[0]!.id,
			published: false,
			statusCode: 'IN_PROGRESS',
		});
	});

	it('of a carousel is waited for once: items side by side, then the carousel, under one deadline', async () => {
		world.simulator.switches.processing = { imageMs: 4000, videoMs: 30_000 };
		const list = [
			{ videoUrl: `${HOST}/clip-1.mp4` },
			{ imageUrl: `${HOST}/photo.jpg` },
			{ videoUrl: `${HOST}/clip-2.mp4` },
		];
		const carousel = {
			resource: 'post',
			operation: 'createCarousel',
			specifyItems: 'json',
			itemsJson: JSON.stringify(list),
		};
		const startedMs = world.simulator.clock.now();
		const { error } = await world.run(carousel);
		expect(error).toBeUndefined();
		expect(world.simulator.clock.now() - startedMs).toBeLessThan(50_000);

		const late = await world.run({ ...carousel, additionalFields: { maxWait: 10 } });
		expect(late.error?.message).toMatch(
			/^Carousel item [13]: Instagram was still processing the file after 10 seconds$/,
		);
		expect(late.error?.description).toContain('Max Wait');
		// an item's container cannot be published alone
		expect(details(late.error)).toEqual({ carouselItem: expect.any(Number) as number });
	});

	it('ends when the execution is cancelled', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 3_600_000 };
		const user = new AbortController();
		const running = world.run({ ...REEL, additionalFields: { maxWait: 3600 } }, undefined, {
			signal: user.signal,
		});
		while (reads().length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
		user.abort();
		await running.catch(() => undefined);
		await new Promise((resolve) => setTimeout(resolve, 20));
		const looks = reads().length;
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(reads()).toHaveLength(looks);
		expect(posts()).toHaveLength(0);
	});
});

describe('a publish whose answer is lost', () => {
	it.each<[string, Fault, number]>([
		['by a reset after Meta published', RESET_AFTER, 1],
		['by a reset before Meta published', RESET_BEFORE, 2],
		['by status 500 after Meta published', { kind: 'status', status: 500, body: 'x', effect: 'after' }, 1],
		[
			'by status 502 before Meta published',
			{ kind: 'status', status: 502, body: '<html>', effect: 'before' },
			2,
		],
	])('%s is decided by the container, and the post is found', async (_how, fault, publishes) => {
		fail(fault, 'POST', PUBLISH);
		const { error, items } = await world.run(CAPTIONED, captions('Bread'));
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(1);
		expect(sent('POST', PUBLISH)).toHaveLength(publishes);
		expect(items[0]!.json).toMatchObject({
			id: posts()[0]!.id,
			permalink: expect.stringContaining(posts()[0]!.shortcode) as string,
			published: true,
		});
	});

	it('finds the right post among those with the same caption and kind', async () => {
		const { error, items } = await (async () => {
			let publishes = 0;
			const take = jest.spyOn(
				world.simulator.faults as unknown as { take(request: { path: string }): Fault | undefined },
				'take',
			);
			take.mockImplementation(({ path }) =>
				PUBLISH.test(path) && (publishes += 1) !== 2 ? RESET_AFTER : undefined,
			);
			const result = await world.run(CAPTIONED, captions('Same', 'Same', 'Same'));
			take.mockRestore();
			return result;
		})();
		expect(error).toBeUndefined();
		const byContainer = new Map(posts().map(({ containerId, id }) => [containerId, id]));
		expect(items.map(({ json }) => json.id)).toEqual(
			items.map(({ json }) => byContainer.get(json.containerId as string)),
		);
	});

	it('waits for the post to appear in the list, and takes no other item’s post for it', async () => {
		let publishes = 0;
		let lists = 0;
		const take = jest.spyOn(
			world.simulator.faults as unknown as {
				take(request: { path: string; method: string }): Fault | undefined;
			},
			'take',
		);
		take.mockImplementation(({ path, method }) => {
			if (PUBLISH.test(path)) return (publishes += 1) === 2 ? RESET_AFTER : undefined;
			if (method !== 'GET' || !path.endsWith('/media') || (lists += 1) > 1) return undefined;
			const { id, caption, timestamp } = posts()[1]!;
			const first = {
				id,
				caption,
				media_type: 'IMAGE',
				media_product_type: 'FEED',
				timestamp: new Date(timestamp).toISOString(),
			};
			return { kind: 'status', status: 200, body: { data: [first] }, effect: 'before' };
		});
		const { items } = await world.run(CAPTIONED, captions('Same', 'Same'));
		take.mockRestore();
		expect(items.map(({ json }) => json.id)).toEqual([...posts()].reverse().map(({ id }) => id));
		expect(lists).toBe(2);
	});

	it('is a success without an id when the post cannot be told apart', async () => {
		fail(RESET_AFTER, 'POST', PUBLISH);
		fail({ kind: 'status', status: 500, body: 'x', effect: 'before' }, 'GET', /\/media$/, 99);
		const { error, items } = await world.run(CAPTIONED, captions('Bread'));
		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ id: null, containerId: containers()[0]!.id, published: true });
	});

	it('leaves the outcome open, with the container, when the container cannot be read either', async () => {
		fail(RESET_AFTER, 'POST', PUBLISH);
		let looks = 0;
		const take = jest.spyOn(
			world.simulator.faults as unknown as {
				take(request: { path: string; method: string }): Fault | undefined;
			},
			'take',
		);
		take.mockImplementation(({ path, method }) => {
			if (PUBLISH.test(path)) return RESET_AFTER;
			return method === 'GET' && /\/\d+$/.test(path) && (looks += 1) > 1 ? RESET_BEFORE : undefined;
		});
		const { error } = await world.run(CAPTIONED, captions('Bread'));
		take.mockRestore();
		expect(error?.message).toMatch(/may have published the post/);
		const { containerId } = details(error);
		expect(error?.description).toContain(`Container > Publish with container ${containerId as string}`);

		const { items } = await world.run({
			resource: 'container',
			operation: 'publish',
			containerId: containerId as string,
		});
		expect(items[0]!.json).toMatchObject({ published: true, alreadyPublished: true, containerId });
		expect(posts()).toHaveLength(1);
	});

	it('is a success when only the permalink cannot be read', async () => {
		let looks = 0;
		const take = jest.spyOn(
			world.simulator.faults as unknown as {
				take(request: { path: string; method: string }): Fault | undefined;
			},
			'take',
		);
		take.mockImplementation(({ path, method }) =>
			method === 'GET' && /\/\d+$/.test(path) && (looks += 1) > 1 ? RESET_BEFORE : undefined,
		);
		const { error, items } = await world.run(PHOTO);
		take.mockRestore();
		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ id: posts()[0]!.id, published: true });
	});

	it.each(['error24', 'error9007'] as const)(
		'is told by Meta as %s when it was published before',
		async (secondPublish) => {
			world.simulator.switches.secondPublish = secondPublish;
			fail(RESET_AFTER, 'POST', PUBLISH);
			// the container says once more that it is not published, so that the node asks again
			const finished: Fault = {
				kind: 'status',
				status: 200,
				body: { status_code: 'FINISHED', id: '1' },
				effect: 'before',
			};
			let looks = 0;
			const take = jest.spyOn(
				world.simulator.faults as unknown as {
					take(request: { path: string; method: string }): Fault | undefined;
				},
				'take',
			);
			let publishes = 0;
			take.mockImplementation(({ path, method }) => {
				if (PUBLISH.test(path)) return (publishes += 1) === 1 ? RESET_AFTER : undefined;
				return method === 'GET' && /\/\d+$/.test(path) && (looks += 1) === 2 ? finished : undefined;
			});
			const { error, items } = await world.run(CAPTIONED, captions('Bread'));
			take.mockRestore();
			expect(error).toBeUndefined();
			expect(publishes).toBe(2);
			expect(items[0]!.json.id).toBe(posts()[0]!.id);
			expect(posts()).toHaveLength(1);
		},
	);
});

describe.each(['flat', 'data'] as const)('the quota, answered %s', (quotaResponse) => {
	beforeEach(() => {
		world.simulator.switches.quotaResponse = quotaResponse;
		world.simulator.switches.quotaTotal = 2;
	});

	it('stops a run before it creates what it cannot publish', async () => {
		const { error } = await world.run(CAPTIONED, captions('A', 'B', 'C'));
		expect(error?.message).toMatch(
			/would publish 3 posts, but the account may publish only 2 at the moment: 0 of 2 are used in 24 hours/,
		);
		expect(containers()).toHaveLength(0);
		expect(world.requests()).toHaveLength(1);
	});

	it('lets through what fits, when the node continues on failure', async () => {
		const { items } = await world.run(CAPTIONED, captions('A', 'B', 'C'), { continueOnFail: true });
		expect(items.map(({ json }) => json.published ?? json.error)).toEqual([
			true,
			true,
			expect.stringMatching(/may publish only 2/),
		]);
		expect(posts()).toHaveLength(2);
		expect(containers()).toHaveLength(2);
	});

	it('does not matter to containers', async () => {
		world.simulator.switches.quotaTotal = 0;
		const { error } = await world.run({ ...PHOTO, publishNow: false });
		expect(error).toBeUndefined();
		expect(sent('GET', /content_publishing_limit$/)).toHaveLength(0);
	});

	it('is what Account > Get Publishing Limit gives', async () => {
		await world.run(PHOTO);
		const { items } = await world.run({ resource: 'account', operation: 'getPublishingLimit' });
		expect(items[0]!.json).toEqual({
			quotaUsed: 1,
			quotaTotal: 2,
			quotaLeft: 1,
			quotaDurationSeconds: 86_400,
		});
	});

	it('counts from a time on', async () => {
		await world.run(PHOTO);
		world.simulator.clock.advance(3_600_000);
		const since = new Date(world.simulator.clock.now() - 60_000).toISOString();
		const { items } = await world.run({
			resource: 'account',
			operation: 'getPublishingLimit',
			additionalFields: { since },
		});
		expect(items[0]!.json.quotaUsed).toBe(0);
		const old = new Date(world.simulator.clock.now() - 90_000_000).toISOString();
		const { error } = await world.run({
			resource: 'account',
			operation: 'getPublishingLimit',
			additionalFields: { since: old },
		});
		expect(error?.message).toBe('Since is more than 24 hours ago');
	});
});
