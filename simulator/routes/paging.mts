import { invalidParameter } from '../state/errors.mts';
import type { GraphCall } from './context.mts';

/** A list read from its newest end, without copying it: accounts have up to 10,000 media. */
export interface Sequence<T> {
	length: number;
	at(index: number): T | undefined;
}

export function newestFirst<T>(list: readonly T[], most = Number.POSITIVE_INFINITY): Sequence<T> {
	return { length: Math.min(list.length, most), at: (index) => list[list.length - 1 - index] };
}

export function inOrder<T>(list: readonly T[]): Sequence<T> {
	return { length: list.length, at: (index) => list[index] };
}

export interface PageRequest {
	limit?: string | number;
	after?: string;
	before?: string;
}

export interface Page<T> {
	items: T[];
	cursors?: { before: string; after: string };
	hasNext: boolean;
	hasPrevious: boolean;
}

/**
 * One page; `most` is the largest page the edge gives. Cursors are opaque: base64 as Meta's look (`QVFI...`).
 */
export function takePage<T>(
	list: Sequence<T>,
	idOf: (item: T) => string,
	asked: PageRequest,
	most = 100,
): Page<T> {
	const limit = Math.min(readLimit(asked.limit), most);
	let from = 0;
	if (asked.after !== undefined) from = position(list, idOf, asked.after) + 1;
	else if (asked.before !== undefined) from = Math.max(0, position(list, idOf, asked.before) - limit);
	const to =
		asked.before !== undefined && asked.after === undefined
			? position(list, idOf, asked.before)
			: Math.min(list.length, from + limit);
	const items: T[] = [];
	for (let index = from; index < to; index++) {
		const item = list.at(index);
		if (item !== undefined) items.push(item);
	}
	const [first, last] = [items[0], items[items.length - 1]];
	return {
		items,
		cursors:
			first === undefined || last === undefined
				? undefined
				: { before: encodeCursor(idOf(first), from), after: encodeCursor(idOf(last), to - 1) },
		hasNext: to < list.length,
		hasPrevious: from > 0 && items.length > 0,
	};
}

function readLimit(given: string | number | undefined): number {
	if (given === undefined || given === '') return 25;
	const limit = Number(given);
	if (!Number.isInteger(limit) || limit < 0)
		throw invalidParameter('Param limit must be an integer greater than or equal to 0');
	return limit === 0 ? 25 : limit;
}

function encodeCursor(id: string, index: number): string {
	return Buffer.from(`AQH${id}:${index}`).toString('base64url');
}

/** Index of the cursor's item; where it was deleted meanwhile, the place it had. */
function position<T>(list: Sequence<T>, idOf: (item: T) => string, cursor: string): number {
	const [, id, index] = /^AQH(.+):(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (id === undefined || index === undefined) throw invalidParameter('Invalid cursors values');
	for (let at = 0; at < list.length; at++) {
		const item = list.at(at);
		if (item !== undefined && idOf(item) === id) return at;
	}
	return Math.min(Number(index), list.length) - 1;
}

/**
 * `{data, paging}` of an edge. `paging.next` is absolute and contains the access token, also when the
 * call carried it in a header (media-comments-insights.md section 1). `linked: false` for edges without
 * next and previous (tags).
 */
export function pagedAnswer<T>(
	call: GraphCall,
	page: Page<T>,
	data: unknown[],
	options: { path: string; linked?: boolean; bare?: boolean },
): Record<string, unknown> {
	if (page.cursors === undefined) return { data };
	if (options.bare === true) return { data };
	const paging: Record<string, unknown> = { cursors: page.cursors };
	if (options.linked !== false && page.hasPrevious)
		paging['previous'] = link(call, options.path, { before: page.cursors.before });
	if (options.linked !== false && page.hasNext)
		paging['next'] = link(call, options.path, { after: page.cursors.after });
	return { data, paging };
}

function link(call: GraphCall, path: string, cursor: { after?: string; before?: string }): string {
	const url = new URL(`https://graph.instagram.com/${call.versionPrefix}${path}`);
	url.searchParams.set('access_token', call.caller.token.value);
	for (const [name, value] of Object.entries(call.request.query)) {
		if (!['access_token', 'after', 'before'].includes(name)) url.searchParams.set(name, value);
	}
	if (!url.searchParams.has('limit')) url.searchParams.set('limit', '25');
	if (cursor.after !== undefined) url.searchParams.set('after', cursor.after);
	if (cursor.before !== undefined) url.searchParams.set('before', cursor.before);
	return url.href;
}
