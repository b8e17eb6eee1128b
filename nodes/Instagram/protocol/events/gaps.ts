import { isRecord, type JsonRecord } from '../json';
import { present } from '../vocabulary';

/**
 * Removes fields without a value, in inner objects and lists too, so that every field that is present has a
 * value.
 */
export function withoutGaps<T extends object>(record: T): T {
	const kept = present(record as JsonRecord);
	for (const [key, value] of Object.entries(kept))
		if (typeof value === 'object') kept[key] = closeGaps(value);
	return kept as T;
}

function closeGaps(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(closeGaps);
	return isRecord(value) ? withoutGaps(value) : value;
}
