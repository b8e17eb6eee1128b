/**
 * Meta's ids exceed 2^53 and arrive now as strings, now as bare numbers (token response, `/me` in the SDK spec).
 * `JSON.parse` would round the numbers, so they are quoted before parsing.
 */

const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** `id`, `user_id`, `ig_post_media_id`: whatever names an object of Meta's is a string to us, however small. */
const ID_KEY = /(^|_)id$/;

/**
 * Parses a JSON text of Meta's with every id as an exact string.
 * @returns the parsed value, or `undefined` when the text is not JSON (HTML and empty bodies occur on 5xx).
 */
export function parseGraphJson(text: string): unknown {
	const quoted = text.replace(STRING_OR_LONG_INTEGER, (token) =>
		token.startsWith('"') ? token : `"${token}"`,
	);
	try {
		return JSON.parse(quoted, (key, value: unknown) =>
			typeof value === 'number' && ID_KEY.test(key) ? String(value) : value,
		);
	} catch {
		return undefined;
	}
}

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text under `key`, or `undefined` when there is none; numbers become text, since ids come as both. */
export function textAt(record: JsonRecord, key: string): string | undefined {
	const value = record[key];
	if (typeof value === 'string') return value === '' ? undefined : value;
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The number under `key`, also when it came as text. */
export function numberAt(record: JsonRecord, key: string): number | undefined {
	const value = record[key];
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function recordAt(record: JsonRecord, key: string): JsonRecord | undefined {
	const value = record[key];
	return isRecord(value) ? value : undefined;
}

/** The same record without the named keys. */
export function without(record: JsonRecord, ...keys: readonly string[]): JsonRecord {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

/** The elements under `key` that are objects. */
export function recordsAt(record: JsonRecord, key: string): JsonRecord[] {
	const value = record[key];
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/**
 * The one object of an answer that is documented as `{data:[{…}]}` and measured flat: token response, `/me`,
 * `content_publishing_limit`. Both are accepted.
 */
export function unwrapSingle(body: unknown): JsonRecord {
	if (!isRecord(body)) return {};
	const { data } = body;
	if (Array.isArray(data)) return isRecord(data[0]) ? data[0] : {};
	return isRecord(data) ? data : body;
}
