/**
 * Which metrics of an account exist today, and how each has to be asked for (Meta: "Instagram User
 * Insights"). Retired and not in here: impressions, profile_views, website_clicks, follower_count,
 * online_followers and the rest of the SDK's list.
 */
import type { InsightsRequest } from './requests';
import type { TimeWindow } from './windows';

interface TotalMetric {
	readonly breakdowns: readonly Breakdown[];
	/** Counts people, each once: the numbers of two periods cannot be added. */
	readonly countsPeople?: boolean;
}

export const BREAKDOWNS = ['contact_button_type', 'follow_type', 'media_product_type'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export const TOTAL_METRICS = {
	accounts_engaged: { breakdowns: [], countsPeople: true },
	comments: { breakdowns: ['media_product_type'] },
	follows_and_unfollows: { breakdowns: ['follow_type'] },
	likes: { breakdowns: ['media_product_type'] },
	profile_links_taps: { breakdowns: ['contact_button_type'] },
	reach: { breakdowns: ['follow_type', 'media_product_type'], countsPeople: true },
	replies: { breakdowns: [] },
	reposts: { breakdowns: [] },
	saves: { breakdowns: ['media_product_type'] },
	shares: { breakdowns: ['media_product_type'] },
	total_interactions: { breakdowns: ['media_product_type'] },
	views: { breakdowns: ['follow_type', 'media_product_type'] },
} as const satisfies Record<string, TotalMetric>;

export type TotalMetricName = keyof typeof TOTAL_METRICS;
export const TOTAL_METRIC_NAMES = Object.keys(TOTAL_METRICS) as TotalMetricName[];

export function countsPeople(name: string): boolean {
	const metric: TotalMetric | undefined = (TOTAL_METRICS as Record<string, TotalMetric>)[name];
	return metric?.countsPeople === true;
}

/** The requests for the totals of one window; the breakdown goes only with the metrics that have it. */
export function totalRequests(
	metrics: readonly TotalMetricName[],
	window: TimeWindow,
	breakdown?: Breakdown,
): InsightsRequest[] {
	const parameters = { period: 'day', metric_type: 'total_value', since: window.since, until: window.until };
	const has = (name: TotalMetricName) =>
		breakdown !== undefined && (TOTAL_METRICS[name] as TotalMetric).breakdowns.includes(breakdown);
	// Meta's row for views spells the breakdown follower_type, its SDK follow_type: views go alone, so that one
	// spelling too many harms nothing else
	const alone = (name: TotalMetricName) => name === 'views' && breakdown === 'follow_type';
	const plain = metrics.filter((name) => !has(name));
	const split = metrics.filter((name) => has(name) && !alone(name));
	const requests: InsightsRequest[] = [];
	if (plain.length > 0) requests.push({ metrics: plain, parameters });
	if (breakdown !== undefined && split.length > 0)
		requests.push({ metrics: split, parameters: { ...parameters, breakdown } });
	if (metrics.some(alone)) {
		requests.push({
			metrics: ['views'],
			parameters: { ...parameters, breakdown: 'follow_type' },
			otherwise: { ...parameters, breakdown: 'follower_type' },
		});
	}
	return requests;
}

/** Reach is the one metric that Meta still gives by day. */
export function dailyRequest(window: TimeWindow): InsightsRequest {
	return {
		metrics: ['reach'],
		parameters: { period: 'day', metric_type: 'time_series', since: window.since, until: window.until },
	};
}

export const AUDIENCES = ['engaged_audience_demographics', 'follower_demographics'] as const;
export type Audience = (typeof AUDIENCES)[number];
export const DEMOGRAPHICS = ['age', 'city', 'country', 'gender'] as const;
export type Demographic = (typeof DEMOGRAPHICS)[number];
/** The others ended with v20.0. */
export const TIMEFRAMES = ['this_month', 'this_week'] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

/** One request for each audience and breakdown: an account may be too small for one of the audiences. */
export function demographicRequest(
	audience: Audience,
	breakdown: Demographic,
	timeframe: Timeframe,
): InsightsRequest {
	return {
		metrics: [audience],
		parameters: { period: 'lifetime', metric_type: 'total_value', breakdown, timeframe },
	};
}
