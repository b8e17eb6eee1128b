import type { FastifyRequest } from 'fastify';

import type { Body } from './bodies.mts';
import { isRecord, parseJsonKeepingIds } from '../state/json.mts';
import { invalidParameter, missingParameter } from '../state/errors.mts';

/** What the routes read of a request. */
export interface Wire {
	Querystring: Record<string, string>;
	Params: Record<string, string>;
	Headers: Record<string, string | undefined>;
	Body: Body | undefined;
}

export type MetaRequest = FastifyRequest<Wire>;

/**
 * Parameters of a graph call: query and body together; lists and maps may be JSON text (publishing.md section
 * 1).
 */
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
