/**
 * Which metrics exist for which kind of media today (Meta: "Instagram Media Insights", page of June 2026).
 * Retired and not in here: impressions, plays, clips_replays_count, ig_reels_aggregated_all_plays_count,
 * video_views, engagement, exits, taps_*. For Facebook Login only: facebook_views, total_likes,
 * total_comments, total_views, link_clicks.
 */
import type { MediaKind } from '../media/kinds';
import type { InsightsRequest } from './requests';

interface MediaMetric {
	readonly kinds: readonly MediaKind[];
	/** Into which parts Meta can split the metric. */
	readonly breakdown?: string;
}

const POSTS: readonly MediaKind[] = ['feed', 'reel'];
const FEED_AND_STORY: readonly MediaKind[] = ['feed', 'story'];
const ALL: readonly MediaKind[] = ['feed', 'reel', 'story'];

export const MEDIA_METRICS = {
	comments: { kinds: POSTS },
	crossposted_views: { kinds: ['reel'] },
	follows: { kinds: FEED_AND_STORY },
	ig_reels_avg_watch_time: { kinds: ['reel'] },
	ig_reels_video_view_total_time: { kinds: ['reel'] },
	likes: { kinds: POSTS },
	navigation: { kinds: ['story'], breakdown: 'story_navigation_action_type' },
	profile_activity: { kinds: FEED_AND_STORY, breakdown: 'action_type' },
	profile_visits: { kinds: FEED_AND_STORY },
	reach: { kinds: ALL },
	reels_skip_rate: { kinds: ['reel'] },
	replies: { kinds: ['story'] },
	reposts: { kinds: ALL },
	saved: { kinds: POSTS },
	shares: { kinds: ALL },
	total_interactions: { kinds: ALL },
	views: { kinds: ALL },
} as const satisfies Record<string, MediaMetric>;

export type MediaMetricName = keyof typeof MEDIA_METRICS;
export const MEDIA_METRIC_NAMES = Object.keys(MEDIA_METRICS) as MediaMetricName[];

/** Ads and whatever Meta adds are treated as posts; a live video has no insights. */
const KIND_FOR_METRICS: Readonly<Record<MediaKind, MediaKind>> = {
	feed: 'feed',
	live: 'live',
	other: 'feed',
	reel: 'reel',
	story: 'story',
};

/** The metrics that Meta has for a kind of media, of those that are wanted. */
export function mediaMetricsFor(
	kind: MediaKind,
	wanted: readonly MediaMetricName[] = MEDIA_METRIC_NAMES,
): MediaMetricName[] {
	return wanted.filter((name) => (MEDIA_METRICS[name] as MediaMetric).kinds.includes(KIND_FOR_METRICS[kind]));
}

/**
 * The requests for metrics of one media: a breakdown needs a request of its own, since it is refused for the
 * other metrics.
 */
export function mediaInsightsRequests(
	metrics: readonly MediaMetricName[],
	withBreakdowns: boolean,
): InsightsRequest[] {
	const breakdownOf = (name: MediaMetricName) =>
		withBreakdowns ? (MEDIA_METRICS[name] as MediaMetric).breakdown : undefined;
	const plain = metrics.filter((name) => breakdownOf(name) === undefined);
	const split = metrics.flatMap((name): InsightsRequest[] => {
		const breakdown = breakdownOf(name);
		return breakdown === undefined ? [] : [{ metrics: [name], parameters: { breakdown } }];
	});
	return [...(plain.length > 0 ? [{ metrics: plain, parameters: {} }] : []), ...split];
}
