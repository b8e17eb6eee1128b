/**
 * Insights: the simulator refuses a whole request for one retired or wrong metric, breakdown or period, as
 * Meta does; the node never sends one, and copes with what was retired after it was written.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { Media } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const DAY_MS = 24 * 60 * 60_000;
const instagram = () => world.simulator.instagram;
const ofMedia = (parameters: INodeParameters): INodeParameters => ({
	resource: 'media',
	operation: 'getInsights',
	...parameters,
});
const insightCalls = () => world.requests().filter(({ path }) => path.endsWith('/insights'));
const metricsAsked = () => insightCalls().map(({ query }) => (query.metric ?? '').split(','));

async function runOne(parameters: INodeParameters) {
	const { items, error } = await world.run(parameters);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(items[0]?.pairedItem).toEqual({ item: 0 });
	return items[0]!.json;
}

const KINDS: Array<[string, Partial<Media>, string, string[]]> = [
	['a photo', {}, 'feed', ['profileVisits', 'follows', 'saved']],
	['a video', { mediaType: 'VIDEO' }, 'feed', ['profileActivity']],
	['a carousel', { mediaType: 'CAROUSEL_ALBUM' }, 'feed', ['profileActivity']],
	[
		'a reel',
		{ mediaType: 'VIDEO', productType: 'REELS' },
		'reel',
		['igReelsAvgWatchTime', 'reelsSkipRate', 'crosspostedViews', 'saved'],
	],
	['a story', { productType: 'STORY' }, 'story', ['navigation', 'replies', 'profileVisits']],
];

describe.each(KINDS)('of %s', (_name, given, mediaKind, own) => {
	it('are read whole in one call, with a number for every metric', async () => {
		await world.open();
		const media = instagram().createMedia(world.account, given);
		const { mediaId, permalink, timestamp, ...rest } = await runOne(ofMedia({ mediaId: media.id }));
		expect({ mediaId, mediaKind: rest.mediaKind }).toEqual({ mediaId: media.id, mediaKind });
		expect(permalink).toContain(media.shortcode);
		expect(timestamp).toMatch(/Z$/);
		const { mediaKind: _kind, ...metrics } = rest;
		expect(Object.keys(metrics)).toEqual(
			expect.arrayContaining([...own, 'views', 'reach', 'shares', 'reposts', 'totalInteractions']),
		);
		expect(Object.values(metrics).every((value) => typeof value === 'number')).toBe(true);
		expect(insightCalls()).toHaveLength(1);
	});

	it('are read with breakdowns where Meta has them', async () => {
		await world.open();
		const media = instagram().createMedia(world.account, given);
		const json = await runOne(ofMedia({ mediaId: media.id, additionalFields: { includeBreakdowns: true } }));
		const split = Object.entries(json).filter(([name]) => name.endsWith('Breakdown'));
		for (const [name, parts] of split) {
			const sum = Object.values(parts as Record<string, number>).reduce((total, part) => total + part, 0);
			expect(sum).toBe(json[name.replace('Breakdown', '')]);
		}
		expect(split.map(([name]) => name).sort()).toEqual(
			{
				feed: ['profileActivityBreakdown'],
				reel: [],
				story: ['navigationBreakdown', 'profileActivityBreakdown'],
			}[mediaKind],
		);
	});

	it('give null, not 0, for a chosen metric that this kind does not have', async () => {
		await world.open();
		const media = instagram().createMedia(world.account, given);
		const metrics = ['views', 'saved', 'navigation', 'ig_reels_avg_watch_time', 'profile_visits'];
		const json = await runOne(ofMedia({ mediaId: media.id, metrics }));
		expect(json).toMatchObject({
			views: expect.any(Number) as number,
			saved: mediaKind === 'story' ? null : (expect.any(Number) as number),
			navigation: mediaKind === 'story' ? (expect.any(Number) as number) : null,
			igReelsAvgWatchTime: mediaKind === 'reel' ? (expect.any(Number) as number) : null,
			profileVisits: mediaKind === 'reel' ? null : (expect.any(Number) as number),
		});
	});
});

describe('of a media', () => {
	const retired = (metric: string) =>
		world.simulator.faults.failNext(
			{ path: '/insights', query: new RegExp(`metric=[^&]*\\b${metric}\\b`), times: 100 },
			{
				kind: 'status',
				status: 400,
				body: { error: { code: 100, type: 'IGApiException', message: `(#100) metric ${metric}` } },
				effect: 'before',
			},
		);

	it.each(['impressions', 'plays', 'video_views', 'engagement'])(
		'refuse the retired metric %s before any call',
		async (metric) => {
			await world.open();
			const { error } = await world.run(
				ofMedia({ mediaId: '17895695668004550', metrics: `={{ ["views", "${metric}"] }}` }),
			);
			expect(error?.message).toContain(`Metrics does not know "${metric}"`);
			expect(world.requests()).toEqual([]);
		},
	);

	it('come as Meta gives them when Simplify is off', async () => {
		await world.open();
		const media = instagram().createMedia(world.account);
		const { insights } = await runOne(ofMedia({ mediaId: media.id, metrics: ['reach'], simplify: false }));
		expect(insights).toMatchObject([
			{ name: 'reach', period: 'lifetime', values: [{ value: expect.any(Number) as number }] },
		]);
	});

	it('cost only the metric that Meta has retired since', async () => {
		await world.open();
		const media = instagram().createMedia(world.account);
		retired('comments');
		const json = await runOne(
			ofMedia({ mediaId: media.id, metrics: ['comments', 'likes', 'reach', 'saved', 'shares', 'views'] }),
		);
		expect(json).toMatchObject({
			comments: null,
			likes: 0,
			reach: expect.any(Number) as number,
			views: expect.any(Number) as number,
		});
		expect(metricsAsked()[0]).toHaveLength(6);
	});

	it('fail with the words of Meta when every metric is refused', async () => {
		await world.open();
		const media = instagram().createMedia(world.account);
		retired('reach');
		retired('views');
		const { error } = await world.run(ofMedia({ mediaId: media.id, metrics: ['reach', 'views'] }));
		expect(error?.message).toBe('Instagram did not accept a parameter');
		expect(error?.description).toContain('(#100) metric reach');
	});

	it.each(['oAuth2', 'accessToken'] as const)(
		'are null and explained for a story with few viewers (%s)',
		async (credential) => {
			await world.open({ credential });
			const media = instagram().createMedia(world.account, { productType: 'STORY', storyViewers: 4 });
			const json = await runOne(ofMedia({ mediaId: media.id }));
			expect(json).toMatchObject({
				reach: null,
				views: null,
				unavailable: expect.stringContaining('Fewer than five people') as string,
			});
		},
	);

	it('name the permission, not the viewers, when it was not granted', async () => {
		await world.open({ scopes: ['instagram_business_basic'] });
		const media = instagram().createMedia(world.account, { productType: 'STORY', storyViewers: 4 });
		const { error } = await world.run(ofMedia({ mediaId: media.id }));
		expect(error?.description).toContain('instagram_business_manage_insights, which was not granted');
	});

	it('are null and explained for a story that is over', async () => {
		await world.open();
		const timestamp = world.simulator.clock.now() - 2 * DAY_MS;
		const media = instagram().createMedia(world.account, { productType: 'STORY', timestamp });
		const json = await runOne(ofMedia({ mediaId: media.id }));
		expect(json).toMatchObject({ reach: null, unavailable: expect.stringContaining('24 hours') as string });
	});

	it('are null and explained for a media from before the account was professional', async () => {
		await world.open();
		const media = instagram().createMedia(world.account, { timestamp: world.simulator.clock.now() - 1000 });
		world.account.convertedAt = world.simulator.clock.now();
		const json = await runOne(ofMedia({ mediaId: media.id }));
		expect(json).toMatchObject({
			mediaKind: null,
			views: null,
			unavailable: expect.stringContaining('before the account became') as string,
		});
	});

	it.each(['leftOut', 'refused'] as const)(
		'are explained for a child of a carousel whose other fields are %s',
		async (childFields) => {
			await world.open({ switches: { childFields } });
			const album = instagram().createMedia(world.account, { mediaType: 'CAROUSEL_ALBUM' });
			const child = instagram().createMedia(world.account, { parentId: album.id });
			album.children = [child.id];
			const { unavailable, timestamp } = await runOne(ofMedia({ mediaId: child.id }));
			expect(unavailable).toContain('inside a carousel');
			expect(timestamp).toMatch(/Z$/);
		},
	);

	it('are explained for a live video', async () => {
		await world.open();
		const { id } = instagram().startLive(world.account);
		expect((await runOne(ofMedia({ mediaId: id }))).unavailable).toContain('live videos');
	});

	it('are read for many media side by side, in their order', async () => {
		await world.open();
		const seeded = KINDS.map(([, given]) => instagram().createMedia(world.account, given));
		const items = seeded.map(({ id }) => ({ json: { id } }));
		const { items: out } = await world.run(
			ofMedia({ mediaId: '={{ $json.id }}', metrics: ['views', 'saved'] }),
			items,
		);
		expect(out.map(({ json, pairedItem }) => [json.mediaId, pairedItem])).toEqual(
			seeded.map(({ id }, item) => [id, { item }]),
		);
	});
});
