/** What comes out of an operation: Meta's answer, or a flat one that reads well in a table and to an AI agent. */
import type { INodeProperties } from 'n8n-workflow';

import { isRecord, type JsonRecord } from '../protocol/json';

export const SIMPLIFY_FIELD: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** For `readFlag`. */
export const SIMPLIFY = { name: 'simplify', label: 'Simplify' };

/** Meta writes the offset without a colon. */
const META_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/;

/** "2026-11-23T18:00:00+0000" → "2026-11-23T18:00:00.000Z"; any other text stays. */
export function toIsoTime(text: string): string {
	return META_TIME.test(text) ? new Date(text).toISOString() : text;
}

/** `media_product_type` → `mediaProductType` */
export function toCamelCase(name: string): string {
	return name.replace(/_+([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/**
 * Flattens an object of Meta's: names in camelCase, times as ISO with Z, `{data: […]}` as a list, and what an inner object holds
 * beside the rest (`from: {id}` becomes `fromId`).
 */
export function simplify(record: JsonRecord): JsonRecord {
	const entries = Object.entries(record).flatMap(([name, value]) => flatten(toCamelCase(name), value));
	return Object.fromEntries(entries);
}

function flatten(name: string, value: unknown): Array<[string, unknown]> {
	if (typeof value === 'string') return [[name, toIsoTime(value)]];
	if (Array.isArray(value)) return [[name, value.map(simplifyElement)]];
	if (!isRecord(value)) return [[name, value]];
	if (Array.isArray(value.data)) return [[name, value.data.map(simplifyElement)]];
	return Object.entries(simplify(value)).map(([inner, innerValue]) => [
		`${name}${inner.charAt(0).toUpperCase()}${inner.slice(1)}`,
		innerValue,
	]);
}

const simplifyElement = (element: unknown) => (isRecord(element) ? simplify(element) : element);
