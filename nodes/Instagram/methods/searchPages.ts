/** What the lists of all locators have in common: page by page, filtered by what the person types. */
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { recordsAt, type JsonRecord } from '../protocol/json';
import { toNodeError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { openGraph } from '../graph/openGraph';
import { nextCursor } from '../graph/paginate';
import type { Pace } from '../transport/pace';

/** An entry of a list, and the text in which a search looks. */
export interface FoundChoice {
	readonly option: INodeListSearchItems;
	readonly searchText: string;
}

export interface ChoiceSearch {
	path(graph: Graph): string[];
	readonly query: IDataObject;
	readonly cursorOnly?: boolean;
	/** Where Meta allows a number of such reads a second. */
	readonly pace?: Pace;
	/** The entries that one element of a page stands for. */
	toChoices(element: JsonRecord, graph: Graph): FoundChoice[];
}

/** How many pages a search that has found nothing yet reads before it shows what it has. */
const PAGES_AT_ONCE = 8;

export async function searchPages(
	ctx: ILoadOptionsFunctions,
	{ path, query, cursorOnly, pace, toChoices }: ChoiceSearch,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const graph = await openGraph(ctx);
		const wanted = filter.trim().toLowerCase();
		let after = paginationToken;
		for (let pages = 1; ; pages += 1) {
			const page = await graph.get(
				path(graph),
				{ ...query, ...(after !== undefined && { after }) },
				{ pace },
			);
			after = nextCursor(page, cursorOnly);
			const results = recordsAt(page, 'data')
				.flatMap((element) => toChoices(element, graph))
				.filter(({ searchText }) => searchText.toLowerCase().includes(wanted))
				.map(({ option }) => option);
			if (results.length > 0 || after === undefined || pages >= PAGES_AT_ONCE)
				return { results, paginationToken: after };
		}
	} catch (error) {
		throw toNodeError(ctx.getNode(), error, { onlyMessageIsShown: true });
	}
}

const MAX_CHARACTERS = 50;

/** The text on one line, shortened. */
export function excerpt(text: string | undefined, otherwise: string): string {
	const line = (text ?? '').replace(/\s+/g, ' ').trim();
	if (line === '') return otherwise;
	const characters = [...line];
	return characters.length <= MAX_CHARACTERS ? line : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}

/** The day of one of Meta's times. */
export function dayOf(time: string | undefined): string {
	return (time ?? '').slice(0, 10);
}
