/**
 * The answer to a publish is lost while posts that look the same stand on the account: the right one comes
 * out, or none.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });

afterEach(() => {
	jest.restoreAllMocks();
});

const URL = 'https://media.example.test/photo.jpg';
const PHOTO: INodeParameters = {
	resource: 'post',
	operation: 'createImage',
	imageUrl: URL,
	caption: 'Good morning',
};
const STORY: INodeParameters = {
	resource: 'post',
	operation: 'createStory',
	mediaType: 'image',
	imageUrl: URL,
};
const KINDS: Array<[string, INodeParameters]> = [
	['photo', PHOTO],
	['story', STORY],
];
const MINUTE_MS = 60_000;

const posts = () => world.simulator.instagram.publishedMedia(world.account);
const rowOf = ({ id, caption, timestamp, productType }: ReturnType<typeof posts>[number]) => ({
	id,
	caption,
	media_type: 'IMAGE',
	media_product_type: productType,
	timestamp: `${new Date(timestamp).toISOString().slice(0, 19)}+0000`,
});

/** The answer to the next publish is lost; the first `lag` looks at the list show `listed` only. */
function loseAnswer(lag = 0, listed: () => unknown[] = () => []): { lists: () => number } {
	let lists = 0;
	type Take = { take(request: { method: string; path: string }): Fault | undefined };
	const reset: Fault = { kind: 'reset', effect: 'after' };
	const fates = [reset];
	jest.spyOn(world.simulator.faults as unknown as Take, 'take').mockImplementation(({ method, path }) => {
		if (path.endsWith('/media_publish')) return fates.shift();
		if (method !== 'GET' || !/\/(media|stories)$/.test(path) || (lists += 1) > lag) return undefined;
		return { kind: 'status', status: 200, body: { data: listed() }, effect: 'before' };
	});
	return { lists: () => lists };
}

describe.each(KINDS)('a %s whose publish answer is lost', (_kind, parameters) => {
	it('is not taken for one of a minute ago that looks the same', async () => {
		const earlier = await world.run(parameters);
		const [old] = posts();
		world.simulator.clock.advance(MINUTE_MS);
		const seen = loseAnswer(1, () => [rowOf(old!)]);
		const { items } = await world.run(parameters);
		const [created] = posts().filter(({ id }) => id !== old!.id);
		expect(items[0]!.json).toMatchObject({ id: created!.id, published: true });
		expect(items[0]!.json.id).not.toBe(earlier.items[0]!.json.id);
		expect(seen.lists()).toBe(2);
	});

	it('comes out without an id when the list shows only older ones', async () => {
		await world.run(parameters);
		const [old] = posts();
		world.simulator.clock.advance(MINUTE_MS);
		const seen = loseAnswer(99, () => [rowOf(old!)]);
		const { error, items } = await world.run(parameters);
		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ id: null, published: true });
		expect(items[0]!.json.permalink).toBeUndefined();
		expect(seen.lists()).toBeGreaterThan(1);
	});

	it('comes out without an id when another one was published at the same time', async () => {
		loseAnswer(1, () => posts().flatMap((post) => [rowOf(post), { ...rowOf(post), id: '999' }]));
		const { items } = await world.run(parameters);
		expect(items[0]!.json).toMatchObject({ id: null, published: true });
	});

	it('is not taken for one that is published afterwards', async () => {
		const later = () => ({
			...rowOf(posts()[0]!),
			id: '999',
			timestamp: new Date(world.simulator.clock.now() + MINUTE_MS).toISOString(),
		});
		loseAnswer(1, () => [later()]);
		const { items } = await world.run(parameters);
		expect(items[0]!.json.id).toBe(posts()[0]!.id);
	});

	it.each([-4, 4])('is found although the clock of n8n is %d minutes off', async (minutes) => {
		jest.spyOn(Date, 'now').mockImplementation(() => world.simulator.clock.now() + minutes * MINUTE_MS);
		loseAnswer();
		const { items } = await world.run(parameters);
		expect(items[0]!.json).toMatchObject({ id: posts()[0]!.id, published: true });
	});

	it('is found by the repetition of the node, and an older one is not taken for it', async () => {
		await world.run(parameters);
		world.simulator.clock.advance(MINUTE_MS);
		const lost: Fault = { kind: 'reset', effect: 'before' };
		const fates: Array<Fault | undefined> = [{ kind: 'reset', effect: 'after' }];
		let hasPublished = false;
		// as often as the first try of the node reads the container
		let silentReads = 4;
		type Take = { take(request: { method: string; path: string }): Fault | undefined };
		jest.spyOn(world.simulator.faults as unknown as Take, 'take').mockImplementation(({ method, path }) => {
			if (path.endsWith('/media_publish')) {
				hasPublished = true;
				return fates.shift();
			}
			return hasPublished && method === 'GET' && (silentReads -= 1) >= 0 ? lost : undefined;
		});
		const { error, items } = await world.run(parameters, undefined, { retryOnFail: true });
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(2);
		expect(items[0]!.json).toMatchObject({ id: posts()[0]!.id, published: true });
	});
});
