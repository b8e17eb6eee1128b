import { isRecord, parseJsonKeepingIds } from '../state/json.mts';
import { invalidParameter, missingParameter } from '../state/errors.mts';

/** A request as it reached one of the hosts. */
export interface HttpRequest {
	method: string;
	host: string;
	/** Without query. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	bytes: Buffer;
}

export interface HttpAnswer {
	status: number;
	headers: Record<string, string>;
	body: string | Buffer;
}

export interface UploadedPart {
	name: string;
	filename?: string;
	contentType?: string;
	bytes: Buffer;
}

export interface ParsedBody {
	/** JSON value or form fields. */
	value: unknown;
	kind: 'json' | 'form' | 'multipart' | 'none' | 'other';
	parts: UploadedPart[];
}

export function parseBody(request: Pick<HttpRequest, 'headers' | 'bytes'>): ParsedBody {
	const type = (request.headers['content-type'] ?? '').toLowerCase();
	if (request.bytes.length === 0) return { value: undefined, kind: 'none', parts: [] };
	if (type.startsWith('multipart/form-data')) return parseMultipart(request);
	const text = request.bytes.toString('utf8');
	if (type.startsWith('application/x-www-form-urlencoded')) {
		return { value: Object.fromEntries(new URLSearchParams(text)), kind: 'form', parts: [] };
	}
	if (type.startsWith('application/json')) {
		try {
			return { value: parseJsonKeepingIds(text), kind: 'json', parts: [] };
		} catch {
			return { value: undefined, kind: 'other', parts: [] };
		}
	}
	return { value: undefined, kind: 'other', parts: [] };
}

function parseMultipart(request: Pick<HttpRequest, 'headers' | 'bytes'>): ParsedBody {
	const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(request.headers['content-type'] ?? '');
	const mark = boundary?.[1] ?? boundary?.[2];
	if (mark === undefined) return { value: undefined, kind: 'other', parts: [] };
	const parts: UploadedPart[] = [];
	for (const piece of request.bytes.toString('latin1').split(`--${mark}`).slice(1, -1)) {
		const split = piece.indexOf('\r\n\r\n');
		const name = /name="([^"]*)"/i.exec(piece.slice(0, split))?.[1];
		if (split === -1 || name === undefined) continue;
		parts.push({
			name,
			filename: /filename="([^"]*)"/i.exec(piece.slice(0, split))?.[1],
			contentType: /content-type:\s*([^\r\n]+)/i.exec(piece.slice(0, split))?.[1],
			bytes: Buffer.from(piece.slice(split + 4, -2), 'latin1'),
		});
	}
	const fields = parts.filter((part) => part.filename === undefined);
	const value = Object.fromEntries(fields.map((part) => [part.name, part.bytes.toString('utf8')]));
	return { value, kind: 'multipart', parts };
}

/** Parameters of a graph call: query and body together; lists and maps may be JSON text (publishing.md section 1). */
export class Params {
	private readonly values: Record<string, unknown>;

	constructor(query: Record<string, string>, body: unknown) {
		this.values = { ...query, ...(isRecord(body) ? body : {}) };
	}

	names(): string[] {
		return Object.keys(this.values);
	}

	has(name: string): boolean {
		const value = this.values[name];
		return value !== undefined && value !== null && value !== '';
	}

	raw(name: string): unknown {
		return this.has(name) ? this.values[name] : undefined;
	}

	text(name: string): string | undefined {
		const value = this.raw(name);
		if (value === undefined) return undefined;
		if (typeof value === 'string') return value;
		if (typeof value === 'number' || typeof value === 'boolean') return String(value);
		throw invalidParameter(`Param ${name} must be a string`);
	}

	required(name: string): string {
		const value = this.text(name);
		if (value === undefined) throw missingParameter(name);
		return value;
	}

	flag(name: string): boolean | undefined {
		const value = this.text(name)?.toLowerCase();
		if (value === undefined) return undefined;
		if (value === 'true' || value === '1') return true;
		if (value === 'false' || value === '0') return false;
		throw invalidParameter(`Param ${name} must be a boolean`);
	}

	integer(name: string): number | undefined {
		const value = this.text(name);
		if (value === undefined) return undefined;
		if (!/^-?\d{1,15}$/.test(value)) throw invalidParameter(`Param ${name} must be an integer`);
		return Number(value);
	}

	/** A list: an array, JSON text, or a comma-separated string. */
	list(name: string): unknown[] | undefined {
		const value = this.structured(name);
		if (value === undefined) return undefined;
		if (Array.isArray(value)) return value as unknown[];
		if (typeof value === 'string') return value.split(',').map((item) => item.trim());
		if (typeof value === 'number') return [String(value)];
		throw invalidParameter(`Param ${name} must be an array.`);
	}

	textList(name: string): string[] | undefined {
		return this.list(name)?.map((item) => {
			if (typeof item === 'string') return item;
			if (typeof item === 'number') return String(item);
			throw invalidParameter(`Param ${name} must be an array of strings.`);
		});
	}

	/** A map: an object or its JSON text. */
	map(name: string): Record<string, unknown> | undefined {
		const value = this.structured(name);
		if (value === undefined) return undefined;
		if (isRecord(value)) return value;
		throw invalidParameter(`Param ${name} must be a JSON object.`);
	}

	private structured(name: string): unknown {
		const value = this.raw(name);
		if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
		try {
			return parseJsonKeepingIds(value);
		} catch {
			throw invalidParameter(`Param ${name} must be a valid JSON value.`);
		}
	}
}
