/**
 * The one loop that reads lists. It pages with the cursor: `paging.next` is a URL that holds the access
 * token.
 */
import type { IDataObject } from 'n8n-workflow';

import { recordAt, recordsAt, textAt, type JsonRecord } from '../protocol/json';
import type { Graph } from './graph';

/** Meta: "IG Media, Comments": a query gives at most 50. */
export const COMMENTS_PER_PAGE = 50;
/** The largest page of the other lists. */
export const MEDIA_PER_PAGE = 100;

export interface ListRequest {
	readonly path: readonly string[];
	readonly query?: IDataObject;
	/** How many elements are wanted; all of them when absent. */
	readonly limit?: number;
	/** The largest page that Meta gives. */
	readonly pageSize: number;
	/** True where Meta gives cursors but no `next` (tags): the list ends with an empty page. */
	readonly cursorOnly?: boolean;
}

/**
 * Reads a list page by page and yields its elements, each id once.
 * An empty page is not the end of a list; the absence of `paging.next` is.
 * @throws GraphError | ConnectionError, and the signal's reason when the execution is cancelled
 */
export async function* listElements(graph: Graph, request: ListRequest): AsyncGenerator<JsonRecord> {
	const { path, query, limit = Infinity, pageSize, cursorOnly = false } = request;
	const seenIds = new Set<string>();
	const next = nextCursors(cursorOnly);
	let count = 0;
	let after: string | undefined;
	while (count < limit) {
		graph.signal?.throwIfAborted();
		const page = await graph.get(path, {
			...query,
			limit: Math.min(pageSize, limit - count),
			...(after !== undefined && { after }),
		});
		for (const element of recordsAt(page, 'data')) {
			const id = textAt(element, 'id');
			if (id !== undefined && seenIds.has(id)) continue;
			if (id !== undefined) seenIds.add(id);
			yield element;
			count += 1;
			if (count >= limit) return;
		}
		after = next(page);
		if (after === undefined) return;
	}
}

/** The cursor of the page after this one, or `undefined` on the last. */
export function nextCursor(page: JsonRecord, cursorOnly = false): string | undefined {
	const paging = recordAt(page, 'paging');
	const more = cursorOnly
		? recordsAt(page, 'data').length > 0
		: paging && textAt(paging, 'next') !== undefined;
	if (!paging || !more) return undefined;
	return textAt(recordAt(paging, 'cursors') ?? {}, 'after');
}

/** The same for the pages of one list, which ends where a cursor leads back to a page that was read. */
export function nextCursors(cursorOnly = false): (page: JsonRecord) => string | undefined {
	const given = new Set<string>();
	return (page) => {
		const after = nextCursor(page, cursorOnly);
		if (after === undefined || given.has(after)) return undefined;
		given.add(after);
		return after;
	};
}

/**
 * {@link listElements} as an array, each element turned into what it becomes before the next page is read.
 */
export async function mapElements<T>(
	graph: Graph,
	request: ListRequest,
	turn: (element: JsonRecord) => T,
): Promise<T[]> {
	const results: T[] = [];
	for await (const element of listElements(graph, request)) results.push(turn(element));
	return results;
}
