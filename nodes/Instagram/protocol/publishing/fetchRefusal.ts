/** Refusals of a file that Meta could not fetch, which pass now and then although the URL stays the same. */

const FETCH_CODE = 9004;
/** Subcodes of "could not be fetched", "could not be downloaded" and "could not be processed". */
const FETCH_SUBCODES: readonly number[] = [2207003, 2207052, 2207053, 2207076, 2207077];

export interface Refusal {
	readonly code?: number;
	readonly subcode?: number;
}

/** Seen in production for carousel items: refused once, and taken a moment later. */
export const isFetchRefusal = ({ code, subcode }: Refusal): boolean =>
	code === FETCH_CODE || (subcode !== undefined && FETCH_SUBCODES.includes(subcode));
