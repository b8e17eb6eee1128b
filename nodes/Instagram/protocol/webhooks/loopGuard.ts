/**
 * Keeps a delivery from being forwarded in circles: a header lists the triggers it has come through, by a
 * short hash. Meta does not send it; anybody who makes one up still needs a valid signature.
 */
import { createHash } from 'crypto';

export const VIA_HEADER = 'x-instagram-trigger-via';

/** A longer route is taken for a circle. */
const MOST_STATIONS = 5;

/**
 * @param via the header of the delivery that came in
 * @param triggerId names the trigger that is about to forward it
 * @returns the header to send on, or `undefined` when the delivery must not go on from here
 */
export function nextVia(via: string | undefined, triggerId: string): string | undefined {
	const stations = (via ?? '')
		.split(',')
		.map((station) => station.trim())
		.filter((station) => station !== '');
	const own = createHash('sha256').update(triggerId).digest('hex').slice(0, 12);
	if (stations.includes(own) || stations.length >= MOST_STATIONS) return undefined;
	return [...stations, own].join(',');
}
