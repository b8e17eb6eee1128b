import { isRecord } from '../json';

/**
 * Removes fields without a value, in inner objects and lists too, so that every field that is present has a
 * value.
 */
export function withoutGaps<T extends object>(record: T): T {
	const entries = Object.entries(record).filter(([, value]) => value !== undefined);
	return Object.fromEntries(entries.map(([key, value]) => [key, closeGaps(value)])) as T;
}

function closeGaps(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(closeGaps);
	return isRecord(value) ? withoutGaps(value) : value;
}
