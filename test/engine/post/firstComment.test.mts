/** The first comment under a new post: once, and beside the post whatever becomes of it. */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { HOST, PHOTO, REEL, useWaitlessWorlds } from '../../support/posts.mts';

const { world, posts, sent } = useWaitlessWorlds();

const COMMENTS = /\/comments$/;
const CAROUSEL: INodeParameters = {
	resource: 'post',
	operation: 'createCarousel',
	specifyItems: 'json',
	itemsJson: JSON.stringify([{ imageUrl: `${HOST}/photo.jpg` }, { imageUrl: `${HOST}/photo-2.jpg` }]),
};
const commented = (post: INodeParameters, firstComment = '#bread'): INodeParameters => ({
	...post,
	additionalFields: { firstComment },
});
const textsUnder = (id: string) => world.simulator.instagram.comments(id).map(({ text }) => text);
const refusal = (status: number, code: number, message = 'x'): Fault => ({
	kind: 'status',
	status,
	body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'T' } },
	effect: 'before',
});
const LOST: Fault = { kind: 'reset', effect: 'after' };
const failComment = (fault: Fault) =>
	world.simulator.faults.failNext({ method: 'POST', path: '/comments' }, fault);
/** Makes the run fail after the first post, so that n8n repeats it. */
const failSecondPublish = () => {
	let publishes = 0;
	const faults = world.simulator.faults as unknown as {
		take(request: { method: string; path: string }): Fault | undefined;
	};
	const take = faults.take.bind(faults);
	jest
		.spyOn(faults, 'take')
		.mockImplementation((request) =>
			request.path.endsWith('/media_publish') && (publishes += 1) === 2 ? refusal(400, 9) : take(request),
		);
};
afterEach(() => jest.restoreAllMocks());

it.each([
	['an image', PHOTO],
	['a reel', REEL],
	['a carousel', CAROUSEL],
])('is written under %s after it is published', async (_kind, post) => {
	const { error, items } = await world.run(commented(post));
	expect(error).toBeUndefined();
	const { id } = posts()[0]!;
	const [comment] = world.simulator.instagram.comments(id);
	expect(items[0]!.json).toMatchObject({ id, published: true });
	expect(items[0]!.json.firstComment).toEqual({ id: comment!.id, text: '#bread' });
	expect(textsUnder(id)).toEqual(['#bread']);
});

const unknown = (effect: Fault['effect'] = 'before'): Fault => ({
	kind: 'status',
	status: 400,
	body: { error: { message: 'x', type: 'IGApiException', code: 100, error_subcode: 33 } },
	effect,
});

it.each([false, true])(
	'is written once, although Meta does not know the new post for a moment (Retry On Fail %s)',
	async (retryOnFail) => {
		world.simulator.faults.failNext({ method: 'POST', path: '/comments', times: 3 }, unknown());
		world.simulator.faults.failNext({ method: 'GET', query: /permalink/ }, unknown());
		if (retryOnFail) failSecondPublish();
		const items = [{ json: {} }, { json: {} }].slice(retryOnFail ? 0 : 1);
		const run = await world.run(commented(PHOTO), items, { retryOnFail });
		expect(run.error).toBeUndefined();
		expect(posts().map(({ id }) => textsUnder(id))).toEqual(items.map(() => ['#bread']));
		for (const { json } of run.items) {
			expect(json.firstComment).toMatchObject({ text: '#bread' });
			expect(json.permalink).toMatch(/instagram\.com/);
		}
	},
);

it('is reported as not written when Meta never gets to know the post', async () => {
	world.simulator.faults.failNext({ method: 'POST', path: '/comments', times: 99 }, unknown());
	const { error, items } = await world.run(commented(PHOTO));
	expect(error).toBeUndefined();
	expect(items[0]!.json).toMatchObject({
		id: posts()[0]!.id,
		firstComment: { error: expect.stringContaining('does not know this object') as string },
	});
	expect(sent('POST', COMMENTS)).toHaveLength(4);
});

it.each(['', '  '])('is not written when the field holds %j', async (empty) => {
	const { items } = await world.run(commented(PHOTO, empty));
	expect(items[0]!.json).not.toHaveProperty('firstComment');
	expect(sent('POST', COMMENTS)).toEqual([]);
});

describe('never fails the post', () => {
	it.each<[string, Fault, RegExp]>([
		['Instagram refuses it', refusal(400, 100, 'Nope'), /Nope/],
		['the permission is missing', refusal(403, 10, 'Not allowed'), /Not allowed/],
		['the answer is lost', LOST, /^The comment may have been written: .*Look at the comments of the post/],
		['Instagram reports a fault of its own', refusal(500, 2), /^The comment may have been written: /],
	])('when %s', async (_what, fault, says) => {
		failComment(fault);
		const { error, items } = await world.run(commented(PHOTO));
		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ id: posts()[0]!.id, published: true });
		expect(items[0]!.json.firstComment).toEqual({ error: expect.stringMatching(says) as unknown });
		expect(sent('POST', COMMENTS)).toHaveLength(1);
	});
});

describe('under Retry On Fail', () => {
	const two = [{ json: {} }, { json: {} }];

	it('is written once under each post', async () => {
		failSecondPublish();
		const { error, items } = await world.run(commented(PHOTO), two, { retryOnFail: true });
		expect(error).toBeUndefined();
		expect(posts().map(({ id }) => textsUnder(id))).toEqual([['#bread'], ['#bread']]);
		expect(items.map(({ json }) => json.firstComment)).toEqual([
			{ id: expect.any(String) as unknown, text: '#bread' },
			{ id: expect.any(String) as unknown, text: '#bread' },
		]);
		expect(sent('POST', COMMENTS)).toHaveLength(2);
	});

	it('is not written again when its answer was lost, and still says so', async () => {
		failSecondPublish();
		failComment(LOST);
		const { items } = await world.run(commented(PHOTO), two, { retryOnFail: true });
		expect(posts().map(({ id }) => textsUnder(id))).toEqual([['#bread'], ['#bread']]);
		expect(items[0]!.json.firstComment).toEqual({
			error: expect.stringMatching(/^The comment may have been written: /) as unknown,
		});
		expect(sent('POST', COMMENTS)).toHaveLength(2);
	});

	it('is written under a post whose own answer was lost', async () => {
		world.simulator.faults.failNext({ method: 'POST', path: '/media_publish' }, LOST);
		const { error, items } = await world.run(commented(PHOTO), undefined, { retryOnFail: true });
		expect(error).toBeUndefined();
		expect(textsUnder(posts()[0]!.id)).toEqual(['#bread']);
		expect(items[0]!.json.firstComment).toMatchObject({ text: '#bread' });
	});
});

it('is not written under a post that stood already', async () => {
	const careful = {
		...PHOTO,
		caption: 'Bread',
		additionalFields: { firstComment: '#bread', skipIfPostedWithin: 24 },
	};
	await world.run(careful);
	const { items } = await world.run(careful);
	expect(items[0]!.json.alreadyPublished).toBe(true);
	expect(items[0]!.json).not.toHaveProperty('firstComment');
	expect(textsUnder(posts()[0]!.id)).toEqual(['#bread']);
});
