/**
 * Meta's ids exceed 2^53 and arrive now as strings, now as bare numbers (token response, `/me` in the SDK
 * spec). `JSON.parse` would round the numbers, so they are quoted before parsing. Every character is looked
 * at once: anybody can send a webhook's URL ten megabytes of escaped quotes.
 */

/**
 * `id`, `user_id`, `ig_post_media_id`: whatever names an object of Meta's is a string to us, however small.
 */
const ID_KEY = /(^|_)id$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** More digits than a number of JavaScript holds exactly. */
const LONG_INTEGER = /^-?\d{16,}$/;
const SHORTEST_LONG_NUMBER = 16;
const LONGEST_NUMBER = 40;
/**
 * Meta nests about ten levels. What is nested deeper overflows the stack of all that walks through it later.
 */
const DEEPEST = 200;

/** Characters are compared by their codes: a delivery of a thousand events has a quarter of a million. */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;
const LETTER_I = 0x69;
const LETTER_D = 0x64;

/** What a character means outside of texts, by its code; zero for all others. */
const ROLES = new Uint8Array(0x80);
const OPENS = 1;
const CLOSES = 2;
const IN_NUMBER = 3;
for (const [characters, role] of [
	['{[', OPENS],
	['}]', CLOSES],
	['0123456789+-.eE', IN_NUMBER],
] as const)
	for (const character of characters) ROLES[character.charCodeAt(0)] = role;

/**
 * Whether `JSON.parse` surely makes the same of a JSON text as {@link parseGraphJson}: no number may be an
 * id, and it is not nested too deep. It looks at bytes, because to make a text of them takes longer.
 */
export function hasExactIds(json: Uint8Array): boolean {
	let depth = 0;
	for (let at = 0; at < json.length; at += 1) {
		const code = json[at]!;
		if (code === QUOTE) {
			at += 1;
			while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
			continue;
		}
		const role = ROLES[code];
		if (role === IN_NUMBER) {
			const start = at;
			while (ROLES[json[at + 1]!] === IN_NUMBER) at += 1;
			const length = at + 1 - start;
			if (length >= SHORTEST_LONG_NUMBER || isUnderIdKey(json, start)) return false;
		} else if (role === OPENS) depth += 1;
		else if (role === CLOSES) depth -= 1;
		if (depth > DEEPEST) return false;
	}
	return true;
}

/** Whether the key in front of the value at `start` ends like that of an id. */
function isUnderIdKey(json: Uint8Array, start: number): boolean {
	const lastBefore = (end: number) => {
		let at = end - 1;
		while (json[at]! <= SPACE) at -= 1;
		return at;
	};
	const colon = lastBefore(start);
	if (json[colon] !== COLON) return false;
	const quote = lastBefore(colon);
	return json[quote - 2] === LETTER_I && json[quote - 1] === LETTER_D;
}

/**
 * Parses a JSON text of Meta's with every id as an exact string.
 * @returns the parsed value, or `undefined` when the text is not JSON (HTML and empty bodies occur on 5xx) or
 * is nested deeper than any answer of Meta's
 */
export function parseGraphJson(text: string): unknown {
	const quoted = quoteIds(text);
	if (quoted === undefined) return undefined;
	try {
		return JSON.parse(quoted);
	} catch {
		return undefined;
	}
}

/** The text with ids and long numbers in quotes, or `undefined` when it is nested too deep. */
function quoteIds(text: string): string | undefined {
	const parts: string[] = [];
	let copied = 0;
	let depth = 0;
	/** Where the text that was last read stands, until anything but a colon follows it. */
	let keyStart = 0;
	let keyEnd = 0;
	for (let at = 0; at < text.length; ) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) {
			const end = endOfText(text, at);
			keyStart = at + 1;
			keyEnd = end - 1;
			at = end;
			continue;
		}
		const role = ROLES[code];
		if (role === IN_NUMBER) {
			const end = endOfNumber(text, at);
			const number = text.slice(at, end);
			if (isId(number, text.slice(keyStart, keyEnd))) {
				parts.push(text.slice(copied, at), `"${number}"`);
				copied = end;
			}
			at = end;
			keyStart = keyEnd;
			continue;
		}
		if (role === OPENS) depth += 1;
		else if (role === CLOSES) depth -= 1;
		if (depth > DEEPEST) return undefined;
		if (code !== COLON && code > SPACE) keyStart = keyEnd;
		at += 1;
	}
	return copied === 0 ? text : parts.join('') + text.slice(copied);
}

const isId = (number: string, key: string) =>
	number.length <= LONGEST_NUMBER && NUMBER.test(number) && (LONG_INTEGER.test(number) || ID_KEY.test(key));

/** Where the text that opens at `start` is over: behind its closing quote. */
function endOfText(text: string, start: number): number {
	for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
		let backslashes = 0;
		while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
		if (backslashes % 2 === 0) return at + 1;
	}
	return text.length;
}

function endOfNumber(text: string, start: number): number {
	let end = start + 1;
	while (ROLES[text.charCodeAt(end)] === IN_NUMBER) end += 1;
	return end;
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

/** The record's values under these keys, in this order. A key that would set a prototype is left out. */
export function withKeys(record: JsonRecord, keys: readonly string[]): JsonRecord {
	const chosen: JsonRecord = {};
	// pairs, as Object.fromEntries takes them, give the garbage collector work with a thousand events
	for (const key of keys) if (key !== '__proto__') chosen[key] = record[key];
	return chosen;
}

/** The same record without the named keys. */
export function without(record: JsonRecord, ...keys: readonly string[]): JsonRecord {
	return withKeys(
		record,
		Object.keys(record).filter((key) => !keys.includes(key)),
	);
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
