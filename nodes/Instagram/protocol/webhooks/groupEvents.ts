/** Which events of a delivery start an execution together. */

/**
 * In a delivery of up to this many events each one starts an execution. An execution costs n8n up to a tenth
 * of a second, so a larger delivery starts one for every hundred events.
 */
const MOST_ALONE = 10;
const GROUP = 100;

/** @returns the events in their order, one list for each execution */
export function groupEvents<T>(events: readonly T[]): Array<readonly T[]> {
	const size = events.length > MOST_ALONE ? GROUP : 1;
	return Array.from({ length: Math.ceil(events.length / size) }, (_, index) =>
		events.slice(index * size, (index + 1) * size),
	);
}
