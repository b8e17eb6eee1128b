/** What Meta answers when it refuses, and what a person reads then. */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

// fast, yet slow enough for downloads, which take real time
const world = useWorld({ per: 'file', speed: 100 });

const PHOTO: INodeParameters = {
	resource: 'post',
	operation: 'createImage',
	imageUrl: 'https://media.example.test/photo.jpg',
};
const published = () => world.simulator.instagram.publishedMedia(world.account).length;
const sent = (end: string) =>
	world.requests().filter(({ method, path }) => method === 'POST' && path.endsWith(end));

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
			is_transient: false,
			fbtrace_id: 'Trace',
		},
	},
});

/**
 * The tables of publishing.md, section 8, and field-reports.md: code, subcode, what a person must read,
 * whether Meta's fault passes.
 */
const ROWS: Array<[number, number | undefined, RegExp, keyof typeof CREATIONS]> = [
	[-2, 2207003, /took too long to download/, 'passes'],
	[-2, 2207020, /has expired/, 'final'],
	[-1, 2207001, /went wrong inside Instagram/, 'passes'],
	[-1, 2207032, /could not prepare the file/, 'passes'],
	[-1, 2207053, /upload of the file failed/, 'passes'],
	[1, 2207057, /Thumb Offset/, 'final'],
	[4, 2207051, /restricts this activity/, 'final'],
	[9, 2207042, /number of posts/, 'final'],
	[24, 2207006, /cannot find what it was to publish/, 'final'],
	[25, 2207050, /account is restricted/, 'final'],
	[100, 2207023, /kind of post/, 'final'],
	[100, 2207028, /at least 2 and at most 10/, 'final'],
	[100, 2207035, /must not have a position/, 'final'],
	[100, 2207036, /need a position/, 'final'],
	[100, 2207037, /product/, 'final'],
	[100, 2207040, /too many tags/, 'final'],
	[352, 2207026, /format of the video/, 'final'],
	[9004, 2207052, /could not fetch the file/, 'final after three'],
	[36000, 2207004, /too large/, 'final'],
	[36001, 2207005, /format of the image/, 'final'],
	[36003, 2207009, /shape/, 'final'],
	[36004, 2207010, /caption is too long/, 'final'],
	[-1, 2207073, /cannot be deleted/, 'final'],
	[-1, 2207076, /could not process the file/, 'final after three'],
	[-1, 2207077, /could not download the video/, 'final after three'],
	[110, 2207018, /does not know one of the usernames/, 'final'],
	[-1, 2207081, /trial reels/, 'final'],
	[-1, 2207082, /could not be uploaded/, 'final'],
	[100, 33, /does not know this object/, 'final'],
	[190, 460, /password/, 'final'],
	[10, undefined, /no permission/, 'final'],
];

/** How often a container is asked for. */
const CREATIONS = { passes: 4, final: 1, 'final after three': 3 } as const;

describe.each(ROWS)('code %s, subcode %s', (code, subcode, words, kind) => {
	const numbers = subcode === undefined ? `Code ${code}` : `Code ${code}/${subcode}`;

	it('is explained when a container is created', async () => {
		const before = published();
		world.simulator.faults.failNext({ method: 'POST', path: /\/media$/, times: 9 }, refusal(code, subcode));
		const { error } = await world.run(PHOTO);
		expect(error?.message).toMatch(words);
		expect(error?.description).toContain(numbers);
		expect(error?.description).toContain('fbtrace_id Trace');
		expect(sent('/media')).toHaveLength(CREATIONS[kind]);
		expect(sent('/media_publish')).toHaveLength(0);
		expect(published()).toBe(before);
	});

	it('is explained when it is published, with the container', async () => {
		const before = published();
		world.simulator.faults.failNext(
			{ method: 'POST', path: /\/media_publish$/, times: 99 },
			refusal(code, subcode),
		);
		const { error } = await world.run(PHOTO);
		expect(error?.message).toMatch(words);
		const { containerId } = (error?.context.data as { error: { containerId: string } }).error;
		expect(containerId).toBe(world.simulator.instagram.containers(world.account).at(-1)!.id);
		// whoever reads only the text creates no second one
		expect(error?.description).toContain(containerId);
		expect(error?.description).not.toMatch(/Create the post again(?! only)/);
		expect(sent('/media_publish')).toHaveLength(kind === 'passes' ? 5 : 1);
		expect(published()).toBe(before);
	});
});

describe('a publish that nobody refused, nor confirmed', () => {
	const textOf = (error: { message: string; description?: string | null } | undefined) =>
		`${error?.message} ${error?.description}`;
	const lastContainer = () => world.simulator.instagram.containers(world.account).at(-1)!.id;
	const unreadable = (effect: 'before' | 'after'): Fault => ({
		kind: 'status',
		status: 200,
		body: '<html>',
		effect,
	});

	it.each(['before', 'after'] as const)(
		'but answered unreadably with 200 is settled by the container (%s)',
		async (effect) => {
			const before = published();
			world.simulator.faults.failNext({ path: '/media_publish' }, unreadable(effect));
			const { error, items } = await world.run(PHOTO);
			expect(error).toBeUndefined();
			expect(items[0]!.json.published).toBe(true);
			expect(published()).toBe(before + 1);
		},
	);

	it('and is answered unreadably for good is said plainly, with the container', async () => {
		const before = published();
		world.simulator.faults.failNext({ path: '/media_publish', times: 99 }, unreadable('before'));
		const { error } = await world.run(PHOTO);
		expect(error?.message).toMatch(
			/answered with success \(HTTP status 200\), but the answer cannot be read/,
		);
		expect(textOf(error)).toContain(lastContainer());
		expect(published()).toBe(before);
	});

	it('but put off for hours names the container', async () => {
		const usage = { [world.account.id]: [{ call_count: 100, estimated_time_to_regain_access: 300 }] };
		world.simulator.faults.failNext(
			{ path: '/media_publish' },
			{
				...(refusal(80002) as Extract<Fault, { kind: 'status' }>),
				headers: { 'x-business-use-case-usage': JSON.stringify(usage) },
			},
		);
		const { error } = await world.run(PHOTO);
		expect(error?.message).toMatch(/asks to stop all calls for about 5 hours/);
		expect(textOf(error)).toContain(`Container ${lastContainer()} keeps for 24 hours`);
		world.simulator.clock.advance(6 * 3_600_000);
	});
});

describe('not ready', () => {
	it.each([
		[9007, 2207027],
		[24, 2207008],
	])('%i/%i is waited out', async (code, subcode) => {
		const before = published();
		world.simulator.faults.failNext(
			{ method: 'POST', path: /\/media_publish$/, times: 2 },
			refusal(code, subcode),
		);
		const { error, items } = await world.run(PHOTO);
		expect(error).toBeUndefined();
		expect(items[0]!.json.published).toBe(true);
		expect(sent('/media_publish')).toHaveLength(3);
		expect(published()).toBe(before + 1);
	});

	it('ends with the container, when Meta never becomes ready', async () => {
		world.simulator.faults.failNext(
			{ method: 'POST', path: /\/media_publish$/, times: 999 },
			refusal(9007, 2207027),
		);
		const { error } = await world.run({ ...PHOTO, additionalFields: { maxWait: 60 } });
		expect(error?.message).toMatch(/not ready/);
		expect(error?.description).toContain('Container > Publish');
	});
});

describe('what the documents dispute', () => {
	it('is explained when Meta refuses collaborators', async () => {
		world.simulator.switches.collaborators = 'refused';
		const { error } = await world.run({ ...PHOTO, additionalFields: { collaborators: 'partner' } });
		world.simulator.switches.collaborators = 'allowed';
		expect(error?.description).toMatch(/disagree on whether Collaborators works with Instagram Login/);
	});

	it('is explained when the account has no trial reels', async () => {
		world.account.trialReels = false;
		const { error } = await world.run({
			resource: 'post',
			operation: 'createReel',
			videoUrl: 'https://media.example.test/reel.mp4',
			additionalFields: { graduationStrategy: 'MANUAL' },
		});
		world.account.trialReels = true;
		expect(error?.message).toMatch(/trial reels/);
	});

	it('names the 400 containers of a day, which Meta refuses with the code of the quota', async () => {
		world.simulator.faults.failNext({ method: 'POST', path: /\/media$/ }, refusal(9, 2207042));
		const { error } = await world.run({ ...PHOTO, publishNow: false });
		expect(error?.description).toContain('at most 400 containers in 24 hours');
	});
});

describe('a file that Meta cannot use', () => {
	it.each([
		['createImage', { imageUrl: 'https://media.example.test/image.png' }, /format of the image/],
		['createImage', { imageUrl: 'https://media.example.test/page.html' }, /could not fetch/],
		['createImage', { imageUrl: 'https://media.example.test/missing.jpg' }, /could not fetch/],
		['createImage', { imageUrl: 'https://media.example.test/wide.jpg' }, /shape/],
		['createImage', { imageUrl: 'https://media.example.test/huge.jpg' }, /too large/],
		['createReel', { videoUrl: 'https://media.example.test/short.mp4' }, /format of the video.*2207026/],
		[
			'createReel',
			{ videoUrl: 'https://media.example.test/page.html' },
			/could not download the video.*2207077/,
		],
		[
			'createReel',
			{ videoUrl: 'https://media.example.test/reel.mp4', additionalFields: { thumbOffset: 20_000 } },
			/Thumb Offset.*2207057/,
		],
		['createStory', { mediaType: 'video', videoUrl: 'https://media.example.test/long-story.mp4' }, /2207026/],
	])('%s: %j', async (operation, parameters, words) => {
		const before = published();
		const { error } = await world.run({ resource: 'post', operation, ...(parameters as INodeParameters) });
		expect(error?.message).toMatch(words);
		expect(error?.description).toMatch(/\w/);
		expect(published()).toBe(before);
	});

	it('names the item of a carousel, and ends the wait for the others', async () => {
		world.simulator.switches.processing = { imageMs: 0, videoMs: 0 };
		const list = [
			{ imageUrl: 'https://media.example.test/photo.jpg' },
			{ imageUrl: 'https://media.example.test/wide.jpg' },
		];
		const { error } = await world.run({
			resource: 'post',
			operation: 'createCarousel',
			specifyItems: 'json',
			itemsJson: JSON.stringify(list),
		});
		expect(error?.message).toMatch(/^Carousel item 2: .*shape/);
		expect(error?.context.data).toMatchObject({ error: { carouselItem: 2, error_subcode: 2207009 } });
		expect(JSON.stringify(error?.context.data)).not.toContain('containerId');
	});
});

describe('one post of several', () => {
	const urls = ['photo-2.jpg', 'wide.jpg', 'photo-3.jpg'].map((name) => ({
		json: { url: `https://media.example.test/${name}` },
	}));
	const each: INodeParameters = { ...PHOTO, imageUrl: '={{ $json.url }}' };

	it('that cannot be prepared keeps a node that stops on failure from publishing any', async () => {
		const before = published();
		const { error, items } = await world.run(each, urls);
		expect(items).toEqual([]);
		expect(error?.context.itemIndex).toBe(1);
		expect(published()).toBe(before);
	});

	it('that cannot be prepared comes out as an item, beside the others, when the node continues', async () => {
		const before = published();
		const { items } = await world.run(each, urls, { continueOnFail: true });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items.map(({ json }) => json.published ?? 'failed')).toEqual([true, 'failed', true]);
		expect(items[1]!.json).toMatchObject({ details: { code: 36003, error_subcode: 2207009 } });
		expect(published()).toBe(before + 2);
	});

	it('that cannot be published names what stands already', async () => {
		const good = ['photo-2.jpg', 'photo-3.jpg'].map((name) => ({
			json: { url: `https://media.example.test/${name}` },
		}));
		const before = published();
		let publishes = 0;
		const takes = jest.spyOn(
			world.simulator.faults as unknown as { take(request: { path: string }): Fault | undefined },
			'take',
		);
		takes.mockImplementation(({ path }) =>
			path.endsWith('/media_publish') && (publishes += 1) === 2 ? refusal(4, 2207051) : undefined,
		);
		const { error } = await world.run(each, good);
		takes.mockRestore();
		expect(error?.message).toMatch(/restricts this activity/);
		const newest = world.simulator.instagram.publishedMedia(world.account)[0]!;
		expect(error?.description).toContain(
			`Done in this run, counted from 0: item 0 (${newest.id}). Remove these items before you run it again`,
		);
		expect(published()).toBe(before + 1);
	});
});
