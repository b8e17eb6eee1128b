/**
 * Validity of insight metrics (media-comments-insights.md section 5): one wrong metric fails the whole
 * request.
 */
export interface AccountMetric {
	period: 'day' | 'lifetime';
	/** `default` stands for "may be left out". */
	types: readonly ('total_value' | 'time_series')[];
	breakdowns: readonly string[];
	/** Fewer followers: an empty data set. */
	followers?: number;
	title: string;
}

const TOTAL = ['total_value'] as const;
const DEMOGRAPHIC = ['age', 'city', 'country', 'gender'];

function daily(title: string, breakdowns: readonly string[] = []): AccountMetric {
	return { period: 'day', types: TOTAL, breakdowns, title };
}

export const ACCOUNT_METRICS: Record<string, AccountMetric> = {
	accounts_engaged: daily('Accounts engaged'),
	comments: daily('Comments', ['media_product_type']),
	likes: daily('Likes', ['media_product_type']),
	saves: daily('Saves', ['media_product_type']),
	shares: daily('Shares', ['media_product_type']),
	total_interactions: daily('Content interactions', ['media_product_type']),
	views: daily('Views', ['follow_type', 'follower_type', 'media_product_type']),
	reach: {
		...daily('Accounts reached', ['media_product_type', 'follow_type']),
		types: ['total_value', 'time_series'],
	},
	replies: daily('Replies'),
	reposts: daily('Reposts'),
	follows_and_unfollows: { ...daily('Follows and unfollows', ['follow_type']), followers: 100 },
	profile_links_taps: daily('Profile links taps', ['contact_button_type']),
	follower_demographics: {
		period: 'lifetime',
		types: TOTAL,
		breakdowns: DEMOGRAPHIC,
		followers: 100,
		title: 'Follower demographics',
	},
	engaged_audience_demographics: {
		period: 'lifetime',
		types: TOTAL,
		breakdowns: DEMOGRAPHIC,
		followers: 100,
		title: 'Engaged audience demographics',
	},
	/** Not in the table, but still queried in production. */
	follower_count: {
		period: 'day',
		types: ['time_series'],
		breakdowns: [],
		followers: 100,
		title: 'Follower Count',
	},
	online_followers: {
		period: 'lifetime',
		types: ['time_series'],
		breakdowns: [],
		followers: 100,
		title: 'Online Followers',
	},
};

/** In the SPEC enum, so the name passes, but retired. */
export const RETIRED_ACCOUNT_METRICS = [
	'content_views',
	'profile_views',
	'quotes',
	'reached_audience_demographics',
	'threads_clicks',
	'threads_follower_demographics',
	'threads_followers',
	'threads_likes',
	'threads_replies',
	'threads_reposts',
	'threads_views',
	'website_clicks',
];

export const BREAKDOWN_VALUES: Record<string, readonly string[]> = {
	contact_button_type: ['BOOK_NOW', 'CALL', 'DIRECTION', 'EMAIL', 'TEXT', 'UNDEFINED'],
	follow_type: ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'],
	follower_type: ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'],
	media_product_type: ['AD', 'FEED', 'REELS', 'STORY'],
	age: ['18-24', '25-34', '35-44'],
	city: ['Berlin, Berlin', 'Lisbon, Lisbon'],
	country: ['DE', 'PT'],
	gender: ['F', 'M', 'U'],
	action_type: ['BIO_LINK_CLICKED', 'CALL', 'DIRECTION', 'EMAIL', 'OTHER', 'TEXT'],
	story_navigation_action_type: ['SWIPE_FORWARD', 'TAP_BACK', 'TAP_EXIT', 'TAP_FORWARD'],
};

export type InsightProduct = 'FEED' | 'REELS' | 'STORY';

export interface MediaMetric {
	products: readonly InsightProduct[];
	breakdown?: string;
	title: string;
}

const ALL: readonly InsightProduct[] = ['FEED', 'REELS', 'STORY'];
const POSTS: readonly InsightProduct[] = ['FEED', 'REELS'];
const FEED_STORY: readonly InsightProduct[] = ['FEED', 'STORY'];

export const MEDIA_METRICS: Record<string, MediaMetric> = {
	views: { products: ALL, title: 'Views' },
	reach: { products: ALL, title: 'Accounts reached' },
	shares: { products: ALL, title: 'Shares' },
	reposts: { products: ALL, title: 'Reposts' },
	total_interactions: { products: ALL, title: 'Content interactions' },
	likes: { products: POSTS, title: 'Likes' },
	comments: { products: POSTS, title: 'Comments' },
	saved: { products: POSTS, title: 'Saved' },
	profile_visits: { products: FEED_STORY, title: 'Profile visits' },
	profile_activity: { products: FEED_STORY, title: 'Profile activity', breakdown: 'action_type' },
	follows: { products: FEED_STORY, title: 'Follows' },
	ig_reels_avg_watch_time: { products: ['REELS'], title: 'Average watch time' },
	ig_reels_video_view_total_time: { products: ['REELS'], title: 'Watch time' },
	reels_skip_rate: { products: ['REELS'], title: 'Skip rate' },
	crossposted_views: { products: ['REELS'], title: 'Crossposted views' },
	navigation: { products: ['STORY'], title: 'Navigation', breakdown: 'story_navigation_action_type' },
	replies: { products: ['STORY'], title: 'Replies' },
};

/** SPEC enum members that are removed, or belong to Facebook Login and Threads. */
export const RETIRED_MEDIA_METRICS = [
	'clips_replays_count',
	'content_views',
	'facebook_views',
	'ig_reels_aggregated_all_plays_count',
	'impressions',
	'plays',
	'quotes',
	'thread_replies',
	'thread_shares',
	'threads_media_clicks',
	'threads_reposts',
	'threads_views',
	'total_comments',
	'total_likes',
	'total_views',
];
