/** Names of metrics that a person reads; Meta's own name in capitals where it is plain enough. */
import { toTitle } from '../simplify';

const NAMES: Readonly<Record<string, string>> = {
	follows_and_unfollows: 'Follows and Unfollows',
	ig_reels_avg_watch_time: 'Average Watch Time',
	ig_reels_video_view_total_time: 'Total Watch Time',
	profile_links_taps: 'Taps on Profile Links',
	reels_skip_rate: 'Skip Rate',
	saved: 'Saves',
};

/** `ig_reels_avg_watch_time` → "Average Watch Time" */
export function metricTitle(name: string): string {
	return NAMES[name] ?? toTitle(name);
}
