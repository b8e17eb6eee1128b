/** The tables of metrics against Meta's SDK spec and the list of what was retired. */
import fc from 'fast-check';

import {
	BREAKDOWNS,
	dailyRequest,
	demographicRequest,
	TOTAL_METRIC_NAMES,
	totalRequests,
} from '../../../../nodes/Instagram/protocol/insights/accountInsights';
import {
	MEDIA_METRIC_NAMES,
	mediaInsightsRequests,
	mediaMetricsFor,
} from '../../../../nodes/Instagram/protocol/insights/mediaInsights';
import { splitIntoWindows } from '../../../../nodes/Instagram/protocol/insights/windows';
import params from '../../../fixtures/params.json';

interface Parameter {
	name: string;
	enum?: string[];
}

function enumOf(object: string, name: string): string[] {
	const found = params.instagram_login_objects.find((candidate) => candidate.object === object);
	const edge = found?.apis.find(({ method, path }) => method === 'GET' && path.endsWith('/insights'));
	const parameter = (edge?.params as Parameter[] | undefined)?.find((candidate) => candidate.name === name);
	return parameter?.enum ?? [];
}

const RETIRED =
	/impressions|plays|video_views|engagement|exits|taps_|threads|quotes|website_clicks|profile_views|follower_count|online_followers|^content_views/;
const FACEBOOK_LOGIN = ['facebook_views', 'total_likes', 'total_comments', 'total_views', 'link_clicks'];

describe('metrics of media', () => {
	it('exist in the SDK, and none is retired or for Facebook Login', () => {
		expect(enumOf('IGMediaForIGOnlyAPI', 'metric')).toEqual(expect.arrayContaining(MEDIA_METRIC_NAMES));
		expect(MEDIA_METRIC_NAMES.filter((name) => RETIRED.test(name) || FACEBOOK_LOGIN.includes(name))).toEqual(
			[],
		);
	});

	it.each([
		['feed', 11],
		['reel', 12],
		['story', 10],
		['other', 11],
		['live', 0],
	] as const)('of %s are %i', (kind, count) => {
		expect(mediaMetricsFor(kind)).toHaveLength(count);
	});

	it('ask for each metric once, and for a breakdown alone', () => {
		fc.assert(
			fc.property(fc.subarray(MEDIA_METRIC_NAMES), fc.boolean(), (metrics, withBreakdowns) => {
				const requests = mediaInsightsRequests(metrics, withBreakdowns);
				expect(requests.flatMap((request) => [...request.metrics]).sort()).toEqual([...metrics].sort());
				for (const request of requests) {
					if (request.parameters.breakdown === undefined) continue;
					expect(request.metrics).toHaveLength(1);
					expect(enumOf('IGMediaForIGOnlyAPI', 'breakdown')).toContain(request.parameters.breakdown);
				}
			}),
		);
	});
});

it('metrics of media: what is split into parts goes alone, the rest together', () => {
	const split = [
		{ metrics: ['navigation'], parameters: { breakdown: 'story_navigation_action_type' } },
		{ metrics: ['profile_activity'], parameters: { breakdown: 'action_type' } },
	];
	const all = mediaInsightsRequests(['navigation', 'profile_activity', 'reach', 'views'], true);
	expect(all).toEqual([{ metrics: ['reach', 'views'], parameters: {} }, ...split]);
	expect(mediaInsightsRequests(['navigation', 'profile_activity'], true)).toEqual(split);
	expect(mediaInsightsRequests(['navigation', 'reach'], false)).toEqual([
		{ metrics: ['navigation', 'reach'], parameters: {} },
	]);
});

describe('metrics of an account', () => {
	const window = { since: 0, until: 86_400 };
	const known = (name: string) => enumOf('IGUserForIGOnlyAPI', name);

	it('exist in the SDK, and none is retired', () => {
		expect(known('metric')).toEqual(expect.arrayContaining(TOTAL_METRIC_NAMES));
		expect(TOTAL_METRIC_NAMES.filter((name) => RETIRED.test(name))).toEqual([]);
		expect(known('breakdown')).toEqual(expect.arrayContaining([...BREAKDOWNS]));
	});

	it('ask for each metric once, always with period and metric_type', () => {
		fc.assert(
			fc.property(
				fc.subarray(TOTAL_METRIC_NAMES),
				fc.option(fc.constantFrom(...BREAKDOWNS), { nil: undefined }),
				(metrics, breakdown) => {
					const requests = totalRequests(metrics, window, breakdown);
					expect(requests.flatMap((request) => [...request.metrics]).sort()).toEqual([...metrics].sort());
					expect(
						requests.every(
							({ parameters }) => parameters.period === 'day' && parameters.metric_type === 'total_value',
						),
					).toBe(true);
				},
			),
		);
	});

	it('ask for a breakdown only where Meta has it, and for that of views alone, in both spellings', () => {
		const day = { period: 'day', metric_type: 'total_value', ...window };
		const views = {
			metrics: ['views'],
			parameters: { ...day, breakdown: 'follow_type' },
			otherwise: { ...day, breakdown: 'follower_type' },
		};
		const split = { metrics: ['reach'], parameters: { ...day, breakdown: 'follow_type' } };
		expect(totalRequests(['likes', 'reach', 'views'], window, 'follow_type')).toEqual([
			{ metrics: ['likes'], parameters: day },
			split,
			views,
		]);
		expect(totalRequests(['reach'], window, 'follow_type')).toEqual([split]);
		expect(totalRequests(['views'], window, 'follow_type')).toEqual([views]);
		expect(totalRequests(['reach', 'views'], window, 'media_product_type')).toEqual([
			{ metrics: ['reach', 'views'], parameters: { ...day, breakdown: 'media_product_type' } },
		]);
		expect(totalRequests(['reach', 'views'], window)).toEqual([
			{ metrics: ['reach', 'views'], parameters: day },
		]);
	});

	it('ask for demographics in their own way', () => {
		expect(demographicRequest('follower_demographics', 'city', 'this_week')).toEqual({
			metrics: ['follower_demographics'],
			parameters: {
				period: 'lifetime',
				metric_type: 'total_value',
				breakdown: 'city',
				timeframe: 'this_week',
			},
		});
		expect(dailyRequest(window)).toEqual({
			metrics: ['reach'],
			parameters: { period: 'day', metric_type: 'time_series', ...window },
		});
	});
});

describe('windows', () => {
	/** Meta's "more than 30 days (2592000 s)". */
	const LONGEST = 2_592_000;

	it('cover the time without gap or overlap, and none is longer than Meta allows', () => {
		fc.assert(
			fc.property(fc.nat(2e9), fc.integer({ min: 1, max: 2e8 }), (since, length) => {
				const windows = splitIntoWindows({ since, until: since + length });
				expect(windows[0]?.since).toBe(since);
				expect(windows.at(-1)?.until).toBe(since + length);
				expect(windows).toHaveLength(Math.ceil(length / LONGEST));
				windows.forEach((window, position) => {
					expect(window.until - window.since).toBeLessThanOrEqual(LONGEST);
					if (position > 0) expect(window.since).toBe(windows[position - 1]?.until);
				});
			}),
			{ numRuns: 50 },
		);
	});

	it('of twice the longest time are two', () => {
		expect(splitIntoWindows({ since: 0, until: 2 * LONGEST })).toEqual([
			{ since: 0, until: LONGEST },
			{ since: LONGEST, until: 2 * LONGEST },
		]);
	});

	it('of no time are one that Meta can judge', () => {
		expect(splitIntoWindows({ since: 5, until: 5 })).toEqual([{ since: 5, until: 5 }]);
		expect(splitIntoWindows({ since: 6, until: 5 })).toEqual([{ since: 6, until: 5 }]);
	});
});
