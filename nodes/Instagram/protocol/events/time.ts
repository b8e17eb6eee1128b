/**
 * Times of deliveries: milliseconds in messaging events, seconds in the others, texts in the dashboard's
 * sample.
 */

/** 2001 in milliseconds, the year 33658 in seconds. */
const SMALLEST_MILLISECONDS = 1e12;
/** The last moment that a Date can hold. */
const LARGEST_MILLISECONDS = 8.64e15;

/** @returns the moment as ISO text, or `undefined` when `time` is not a moment */
export function isoOfEpoch(time: number | undefined): string | undefined {
	if (time === undefined || !Number.isFinite(time) || time <= 0) return undefined;
	const milliseconds = time > SMALLEST_MILLISECONDS ? time : time * 1000;
	return milliseconds <= LARGEST_MILLISECONDS ? new Date(milliseconds).toISOString() : undefined;
}
