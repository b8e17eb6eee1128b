/** Meta refuses more than 30 days between `since` and `until` (code 100, "more than 30 days (2592000 s)"). */

/** Unix seconds. */
export interface TimeWindow {
	readonly since: number;
	readonly until: number;
}

export const MAX_WINDOW_SECONDS = 30 * 24 * 60 * 60;

/** Cuts a time into windows that Meta accepts; they meet without a gap, and only the last may be shorter. */
export function splitIntoWindows({ since, until }: TimeWindow): TimeWindow[] {
	const windows: TimeWindow[] = [];
	for (let start = since; start < until; start += MAX_WINDOW_SECONDS) {
		windows.push({ since: start, until: Math.min(until, start + MAX_WINDOW_SECONDS) });
	}
	return windows.length > 0 ? windows : [{ since, until }];
}
