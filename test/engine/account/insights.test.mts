/** Insights of an account: what Meta wants to be asked apart is merged, and what it does not tell is null. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld();

const DAY_MS = 24 * 60 * 60_000;
const ofAccount = (parameters: INodeParameters): INodeParameters => ({
	resource: 'account',
	operation: 'getInsights',
	...parameters,
});
const insightCalls = () => world.requests().filter(({ path }) => path.endsWith('/insights'));

async function runOne(parameters: INodeParameters) {
	const { items, error } = await world.run(parameters);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(items[0]?.pairedItem).toEqual({ item: 0 });
	return items[0]!.json;
}

describe('totals of an account', () => {
	const NAMES = [
		'accountsEngaged',
		'comments',
		'followsAndUnfollows',
		'likes',
		'profileLinksTaps',
		'reach',
		'replies',
		'reposts',
		'saves',
		'shares',
		'totalInteractions',
		'views',
	];

	it('are read whole in one call for the last 24 hours', async () => {
		await world.open();
		const json = await runOne(ofAccount({}));
		expect(Object.keys(json)).toEqual(['accountId', 'username', 'since', 'until', ...NAMES]);
		expect(NAMES.map((name) => typeof json[name])).toEqual(NAMES.map(() => 'number'));
		expect(Date.parse(json.until as string) - Date.parse(json.since as string)).toBe(DAY_MS);
		expect(insightCalls()).toHaveLength(1);
		expect(insightCalls()[0]?.query).toMatchObject({ period: 'day', metric_type: 'total_value' });
	});

	it.each([
		['contact_button_type', ['profileLinksTaps']],
		['follow_type', ['followsAndUnfollows', 'reach', 'views']],
		['media_product_type', ['comments', 'likes', 'reach', 'saves', 'shares', 'totalInteractions', 'views']],
	])('split by %s come with all other metrics too', async (breakdown, split) => {
		await world.open();
		const json = await runOne(ofAccount({ breakdown }));
		expect(NAMES.map((name) => typeof json[name])).toEqual(NAMES.map(() => 'number'));
		const found = Object.keys(json).filter((name) => name.endsWith('Breakdown'));
		expect(found.sort()).toEqual(split.map((name) => `${name}Breakdown`).sort());
	});

	it('are split by followers under either spelling that Meta prints', async () => {
		await world.open({ switches: { viewsBreakdown: 'follower_type' } });
		const json = await runOne(ofAccount({ metrics: ['views'], breakdown: 'follow_type' }));
		expect(Object.keys(json.viewsBreakdown as IDataObject).length).toBeGreaterThan(0);
	});

	it('give null for what a small account is not told', async () => {
		await world.open();
		world.account.followersCount = 20;
		expect(await runOne(ofAccount({ metrics: ['follows_and_unfollows', 'views'] }))).toMatchObject({
			followsAndUnfollows: null,
			views: expect.any(Number) as number,
		});
	});

	it('of more than 30 days are read in windows and added, except for people', async () => {
		await world.open();
		const until = Math.floor(world.simulator.clock.now() / DAY_MS) * DAY_MS;
		const since = until - 75 * DAY_MS;
		const isoOf = (time: number) => new Date(time).toISOString();
		const json = await runOne(
			ofAccount({ metrics: ['views', 'reach'], since: isoOf(since), until: isoOf(until) }),
		);
		const windows = json.windows as Array<{ since: string; until: string; views: number; reach: number }>;
		expect(windows.map((window) => (Date.parse(window.until) - Date.parse(window.since)) / DAY_MS)).toEqual([
			30, 30, 15,
		]);
		expect([json.since, windows[1]?.since, json.until]).toEqual([
			isoOf(since),
			windows[0]?.until,
			windows[2]?.until,
		]);
		expect(json.views).toBe(windows.reduce((sum, { views }) => sum + views, 0));
		expect(json.reach).toBeNull();
		expect(json.note).toContain('cannot be added');
		expect(windows.every(({ reach }) => typeof reach === 'number')).toBe(true);
		expect(insightCalls()).toHaveLength(3);
	});

	it.each([
		[{ since: '2026-11-10', until: '2026-11-01' }, 'Since must be earlier than Until'],
		[{ since: '2099-01-01' }, 'Since is in the future'],
		[{ since: 'yesterday' }, 'Since is not a date and time'],
		[{ since: '2024-01-01' }, 'Since is more than 90 days ago; Instagram keeps these numbers for 90 days'],
		[{ since: 1 }, 'Since is more than 90 days ago; Instagram keeps these numbers for 90 days'],
	])('refuse %j before any call', async (time, problem) => {
		await world.open();
		const { error } = await world.run(ofAccount(time));
		expect(error?.message).toBe(problem);
		expect(world.requests()).toEqual([]);
	});
});

/** Meta refuses with a bare code 100, which may mean a metric, a time or anything else. */
const refuseInsights = (message: string, query?: RegExp) =>
	world.simulator.faults.failNext(
		{ path: '/insights', query, times: 1000 },
		{
			kind: 'status',
			status: 400,
			body: { error: { code: 100, type: 'IGApiException', message } },
			effect: 'before',
		},
	);

describe('a refusal', () => {
	const longAgo = () => new Date(world.simulator.clock.now() - 80 * DAY_MS).toISOString();

	it('of the time is not taken for a refusal of each metric: a few calls, and the words of Meta', async () => {
		await world.open();
		refuseInsights('(#100) since param is too old');
		const { error } = await world.run(ofAccount({ since: longAgo() }));
		expect(error?.description).toContain('since param is too old');
		expect(insightCalls().length).toBeLessThanOrEqual(6);
	});

	it('of a metric that was retired is found out once, not for each window', async () => {
		await world.open();
		refuseInsights('(#100) metric likes', /metric=[^&]*likes/);
		const json = await runOne(ofAccount({ since: longAgo() }));
		expect(json.likes).toBeNull();
		expect(typeof json.views).toBe('number');
		expect(insightCalls().length).toBeLessThanOrEqual(12);
	});

	it.each([
		['likes', 'views'],
		['accounts_engaged', 'reposts'],
	])('of %s and %s costs these two only', async (...retired) => {
		await world.open();
		refuseInsights('(#100) metric', new RegExp(`metric=[^&]*\\b(${retired.join('|')})\\b`));
		const json = await runOne(ofAccount({}));
		const numbers = Object.values(json).filter((value) => typeof value === 'number');
		expect(numbers).toHaveLength(10);
	});
});

describe('reach by day', () => {
	it('comes as one item a day, across windows', async () => {
		await world.open();
		const until = Math.floor(world.simulator.clock.now() / DAY_MS) * DAY_MS;
		const isoOf = (time: number) => new Date(time).toISOString();
		const { items } = await world.run(
			ofAccount({ report: 'dailyReach', since: isoOf(until - 40 * DAY_MS), until: isoOf(until) }),
		);
		expect(items).toHaveLength(40);
		expect(
			items.every(({ json }) => typeof json.reach === 'number' && /Z$/.test(json.endTime as string)),
		).toBe(true);
		const times = items.map(({ json }) => json.endTime as string);
		expect(times).toEqual([...times].sort());
		expect(insightCalls().map(({ query }) => query.metric_type)).toEqual(['time_series', 'time_series']);
	});
});

describe('the audience', () => {
	it('is told by age, city, country and gender', async () => {
		await world.open();
		const audience = ['follower_demographics', 'engaged_audience_demographics'];
		const json = await runOne(ofAccount({ report: 'audience', audience }));
		for (const audienceName of ['followerDemographics', 'engagedAudienceDemographics']) {
			for (const by of ['Age', 'City', 'Country', 'Gender']) {
				expect(
					Object.values(json[`${audienceName}${by}`] as IDataObject).every(
						(value) => typeof value === 'number',
					),
				).toBe(true);
			}
		}
		expect(insightCalls()).toHaveLength(8);
		expect(insightCalls()[0]?.query).toMatchObject({
			period: 'lifetime',
			metric_type: 'total_value',
			timeframe: 'this_month',
		});
	});

	it('is null and explained when it is smaller than 100', async () => {
		await world.open();
		world.account.followersCount = 99;
		const json = await runOne(
			ofAccount({ report: 'audience', demographicBreakdowns: ['age'], timeframe: 'this_week' }),
		);
		expect(json).toMatchObject({
			followerDemographicsAge: null,
			note: expect.stringContaining('fewer than 100') as string,
		});
	});

	it('that Meta refuses comes with the words of Meta, not as too small only', async () => {
		await world.open();
		refuseInsights('(#100) timeframe was retired');
		const json = await runOne(ofAccount({ report: 'audience' }));
		expect(json).toMatchObject({ followerDemographicsAge: null, followerDemographicsCity: null });
		expect(json.note).toContain('Instagram says: (#100) timeframe was retired');
	});

	it('is refused by the node without an audience', async () => {
		await world.open();
		const { error } = await world.run(ofAccount({ report: 'audience', audience: [] }));
		expect(error?.message).toBe('Audience is empty');
	});
});
