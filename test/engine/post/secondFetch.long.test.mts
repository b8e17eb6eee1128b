/**
 * Meta refuses a good file of a carousel now and then, and takes it a moment later (field-reports.md): only
 * that item begins again.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { untilQuiet } from '../../support/edge.mts';
import { HOST } from '../../support/posts.mts';
import { measureInWaits, STANDING_STILL } from '../../support/virtualTime.mts';
import { useWorld } from '../../support/world.mts';

afterEach(async () => await untilQuiet(() => world.requests().length));
const world = useWorld();
beforeEach(async () => {
	await world.open({ speed: STANDING_STILL });
	measureInWaits(world);
});

const SECONDS = 10_000;
const posts = () => world.simulator.instagram.publishedMedia(world.account);
const containers = () => world.simulator.instagram.containers(world.account);

const carousel = (...names: string[]): INodeParameters => ({
	resource: 'post',
	operation: 'createCarousel',
	specifyItems: 'json',
	itemsJson: JSON.stringify(names.map((name) => ({ imageUrl: `${HOST}/${name}` }))),
});
const GOOD = carousel('photo.jpg', 'photo-2.jpg', 'photo-3.jpg');

/** Code and subcode of what says that a file could not be fetched. */
const FETCH_REFUSALS: ReadonlyArray<readonly [number, number | undefined]> = [
	[9004, undefined],
	[-2, 2207003],
	[9004, 2207052],
	[-1, 2207053],
	[1, 2207076],
	[1, 2207077],
];
const refusal = (code: number, subcode?: number): Fault => ({
	kind: 'status',
	status: 400,
	body: { error: { message: 'x', type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'T' } },
	effect: 'before',
});
const failed = (subcode: number): Fault => ({
	kind: 'status',
	status: 200,
	body: {
		status_code: 'ERROR',
		status: `Error: Media upload has failed with error code ${subcode}`,
		id: '1',
	},
	effect: 'before',
});
/** The URLs of the items for which containers were asked, and the items of the post. */
const asked = () =>
	world
		.requests()
		.filter(({ method, path }) => method === 'POST' && path.endsWith('/media'))
		.map(({ body }) => body as IDataObject)
		.filter(({ is_carousel_item: isItem }) => isItem)
		.map(({ image_url: url }) => url);
const published = () => posts()[0]!.children;

describe.each(FETCH_REFUSALS)('a fetch that is refused with %p/%p', (code, subcode) => {
	it('while the container is created asks for that item again', async () => {
		world.simulator.faults.failNext({ method: 'POST', path: /\/media$/ }, refusal(code, subcode));
		const { error } = await world.run(GOOD);
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(1);
		expect(published()).toHaveLength(3);
		// the refused one has left no container; the others have one each, and the carousel
		expect(containers()).toHaveLength(4);
		expect(asked()).toHaveLength(4);
		expect(new Set(asked()).size).toBe(3);
	});

	it('for good is told within seconds, with the number of the item', async () => {
		const beforeMs = world.simulator.clock.now();
		world.simulator.faults.failNext({ method: 'POST', path: /\/media$/, times: 99 }, refusal(code, subcode));
		const { error } = await world.run(GOOD);
		expect(error?.message).toMatch(/^Carousel item \d: /);
		expect(world.simulator.clock.now() - beforeMs).toBeLessThan(SECONDS);
		expect(posts()).toHaveLength(0);
	});
});

describe.each(FETCH_REFUSALS.flatMap(([, subcode]) => subcode ?? []))(
	'a container that fails with %d',
	(subcode) => {
		it('once is made a second time, while the others are kept', async () => {
			world.simulator.faults.failNext({ method: 'GET', query: /status_code/ }, failed(subcode));
			const { error } = await world.run(GOOD);
			expect(error).toBeUndefined();
			expect(published()).toHaveLength(3);
			expect(containers()).toHaveLength(5);
			expect(asked()).toHaveLength(4);
			expect(new Set(asked()).size).toBe(3);
		});

		it('twice fails the post at once, with the number of the item', async () => {
			const beforeMs = world.simulator.clock.now();
			world.simulator.faults.failNext({ method: 'GET', query: /status_code/, times: 99 }, failed(subcode));
			const { error } = await world.run(GOOD);
			expect(error?.message).toMatch(/^Carousel item \d: /);
			expect(error?.message).toContain(String(subcode));
			expect(world.simulator.clock.now() - beforeMs).toBeLessThan(SECONDS);
			// no item is tried a third time
			expect(Math.max(...asked().map((url) => asked().filter((other) => other === url).length))).toBe(2);
			expect(posts()).toHaveLength(0);
		});
	},
);

it('a refusal of another kind is not asked for again', async () => {
	world.simulator.faults.failNext({ method: 'GET', query: /status_code/ }, failed(2207026));
	const { error } = await world.run(GOOD);
	expect(error?.message).toContain('2207026');
	expect(new Set(asked()).size).toBe(asked().length);
});

it('a URL that is really wrong is told within seconds, and the good items are asked for once', async () => {
	const beforeMs = world.simulator.clock.now();
	const { error } = await world.run(carousel('photo.jpg', 'missing.jpg', 'photo-2.jpg'));
	expect(error?.message).toMatch(/^Carousel item 2: Instagram could not fetch/);
	expect(world.simulator.clock.now() - beforeMs).toBeLessThan(SECONDS);
	expect(asked().filter((url) => url === `${HOST}/photo.jpg`)).toHaveLength(1);
});
