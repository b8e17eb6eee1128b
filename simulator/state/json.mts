/**
 * JSON the way Meta writes it: ASCII only, `\uXXXX` in lower-case hex, `\/` for a slash
 * (webhooks.md section 3). A receiver that hashes a re-serialised body therefore fails here as it
 * fails in production. A bigint is written as a bare number, whatever its size (auth.md section 3).
 */
export function metaJson(value: unknown): string {
	if (typeof value === 'bigint') return value.toString();
	if (typeof value === 'string') return metaString(value);
	if (value === null || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
	if (Array.isArray(value))
		return `[${value.map((item) => (item === undefined ? 'null' : metaJson(item))).join(',')}]`;
	if (typeof value === 'object') {
		const members = Object.entries(value)
			.filter(([, member]) => member !== undefined)
			.map(([key, member]) => `${metaString(key)}:${metaJson(member)}`);
		return `{${members.join(',')}}`;
	}
	return 'null';
}

function metaString(text: string): string {
	return JSON.stringify(text)
		.replace(/\//g, '\\/')
		.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Parses JSON without losing digits: an integer of 16 digits or more becomes a string. Meta reads a
 * numeric `creation_id` without rounding; JSON.parse would not.
 */
export function parseJsonKeepingIds(text: string): unknown {
	const quoted = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) =>
		token.startsWith('"') ? token : `"${token}"`,
	);
	return JSON.parse(quoted);
}

/** `2019-09-26T22:36:43+0000`: UTC, no colon in the offset. */
export function metaTime(epochMs: number): string {
	return `${new Date(epochMs).toISOString().slice(0, 19)}+0000`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
