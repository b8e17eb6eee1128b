/** Which events of a delivery start an execution together. */

/**
 * In a delivery of up to this many events each one starts an execution. An execution costs n8n up to a tenth
 * of a second, so the events of a larger delivery, up to a thousand, start one together.
 */
const MOST_ALONE = 10;

/** @returns the events in their order, one list for each execution */
export function groupEvents<T>(events: readonly T[]): Array<readonly T[]> {
	return events.length > MOST_ALONE ? [events] : events.map((event) => [event]);
}
