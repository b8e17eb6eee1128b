/** Makes Meta's answers flat and camelCase, so that a table and an AI agent can read them easily. */
import { isRecord, type JsonRecord } from './json';

/** Meta writes the offset without a colon. */
const META_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/;

/** "2026-11-23T18:00:00+0000" → "2026-11-23T18:00:00.000Z"; any other text stays. */
export function isoOfMetaTime(text: string): string {
	return META_TIME.test(text) ? new Date(text).toISOString() : text;
}

/** `media_product_type` → `mediaProductType` */
export function toCamelCase(name: string): string {
	return name.replace(/_+([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** `is_ai_generated` → "Is AI Generated" */
export function toTitle(name: string): string {
	const words = name
		.split('_')
		.map((word) =>
			UPPER_CASE.has(word) ? word.toUpperCase() : `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
		);
	return words.join(' ');
}

const UPPER_CASE = new Set(['ai', 'id', 'url']);

/**
 * Flattens an object of Meta's: names in camelCase, times as ISO with Z, `{data: […]}` as a list, and the
 * fields of inner objects beside the others (`from: {id}` becomes `fromId`).
 */
export function simplify(record: JsonRecord): JsonRecord {
	const entries = Object.entries(record).flatMap(([name, value]) => flatten(toCamelCase(name), value));
	return Object.fromEntries(entries);
}

function flatten(name: string, value: unknown): Array<[string, unknown]> {
	if (typeof value === 'string') return [[name, isoOfMetaTime(value)]];
	if (Array.isArray(value)) return [[name, value.map(simplifyElement)]];
	if (!isRecord(value)) return [[name, value]];
	if (Array.isArray(value.data)) return [[name, value.data.map(simplifyElement)]];
	return Object.entries(simplify(value)).map(([inner, innerValue]) => [
		`${name}${inner.charAt(0).toUpperCase()}${inner.slice(1)}`,
		innerValue,
	]);
}

const simplifyElement = (element: unknown) => (isRecord(element) ? simplify(element) : element);
