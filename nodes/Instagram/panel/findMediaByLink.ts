/**
 * Finds a media by its link. The API has no such look-up, so the account's media are listed, newest first,
 * until it is found; what was listed is kept for the rest of the run.
 */
import { recordsAt, textAt, type JsonRecord } from '../protocol/json';
import { isSameStory, type MediaLink } from '../protocol/media/links';
import type { Graph } from '../graph/graph';
import { listElements } from '../graph/paginate';

interface Listing {
	readonly idByShortcode: Map<string, string>;
	readonly rest: AsyncGenerator<JsonRecord>;
	/** Look-ups take turns, so that each page is read once. */
	turn: Promise<unknown>;
}

/** An open API lasts for one run. */
const listings = new WeakMap<Graph, Listing>();

/** @returns the ID of the account's media behind a link, or `undefined` when the account has no such media */
export async function findMediaByLink(graph: Graph, link: MediaLink): Promise<string | undefined> {
	if (link.kind === 'story') return await findStory(graph, link);
	const listing = listings.get(graph) ?? startListing(graph);
	const search = listing.turn.then(async () => await findShortcode(listing, link.shortcode));
	// a listing that was interrupted would look like one that ended
	listing.turn = search.catch(() => listings.delete(graph));
	return await search;
}

function startListing(graph: Graph): Listing {
	const path = [graph.account.accountId, 'media'];
	const rest = listElements(graph, { path, query: { fields: 'id,shortcode' }, pageSize: 100 });
	const listing: Listing = { idByShortcode: new Map(), rest, turn: Promise.resolve() };
	listings.set(graph, listing);
	return listing;
}

async function findShortcode({ idByShortcode, rest }: Listing, wanted: string): Promise<string | undefined> {
	while (!idByShortcode.has(wanted)) {
		const next = await rest.next();
		if (next.done) return undefined;
		const [id, shortcode] = [textAt(next.value, 'id'), textAt(next.value, 'shortcode')];
		if (id !== undefined && shortcode !== undefined) idByShortcode.set(shortcode, id);
	}
	return idByShortcode.get(wanted);
}

async function findStory(
	graph: Graph,
	link: Extract<MediaLink, { kind: 'story' }>,
): Promise<string | undefined> {
	const page = await graph.get([graph.account.accountId, 'stories'], { fields: 'id,permalink', limit: 100 });
	const found = recordsAt(page, 'data').find((story) => isSameStory(textAt(story, 'permalink'), link));
	return found && textAt(found, 'id');
}
