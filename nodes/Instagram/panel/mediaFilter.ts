/**
 * Which media are meant by the filter Media IDs. A link is looked up, and an album stands for its items,
 * because comments on an album name the item (Meta: "album ids are never included"). Looked up when a trigger
 * is activated and kept with the workflow.
 */
import { expand } from '../protocol/media/fields';
import { isRecord, recordAt, recordsAt, textAt } from '../protocol/json';
import { looksLikeLink, parseMediaLink } from '../protocol/media/links';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { findMediaByLink } from './findMediaByLink';

/** The IDs that an entry of the filter stands for, if it stands for more than itself. */
export type MediaItems = Record<string, string[]>;

const FIELDS = ['id', expand('children', ['id'])].join(',');

/**
 * Looks up what the entries of the filter stand for.
 * @throws UserFixableError for a link to a post that the account does not have
 * @throws GraphError | ConnectionError when links cannot be looked up
 */
export async function findMediaItems(graph: Graph, entries: Iterable<string>): Promise<MediaItems> {
	const found: MediaItems = {};
	for (const entry of entries) {
		const id = /^\d+$/.test(entry) ? entry : await findByLink(graph, entry);
		found[entry] = [id, ...(await findChildren(graph, id))];
	}
	return found;
}

/** The entries of the filter and everything they stand for, as far as `items` has it. */
export function withItems(entries: ReadonlySet<string>, items: unknown): ReadonlySet<string> {
	const known = isRecord(items) ? items : {};
	const more = [...entries].flatMap((entry) => known[entry] ?? []);
	return new Set([...entries, ...more.filter((id) => typeof id === 'string')]);
}

async function findByLink(graph: Graph, entry: string): Promise<string> {
	const link = looksLikeLink(entry) ? parseMediaLink(entry) : ({ kind: 'post', shortcode: entry } as const);
	const id = link && (await findMediaByLink(graph, link));
	if (id !== undefined) return id;
	const { accountId, username } = graph.account;
	throw new UserFixableError(
		`Media IDs: "${entry.slice(0, 100)}" was not found, because ${username === undefined ? accountId : `@${username}`} has no such post`,
		'Only posts of the connected account, at most the 10,000 newest, can be found by their link. For a post of somebody else, enter its ID.',
	);
}

/** A precaution: media of others and of ads cannot be read, and for them the filter uses their own ID. */
async function findChildren(graph: Graph, id: string): Promise<string[]> {
	try {
		const media = await graph.get([id], { fields: FIELDS }, { once: true });
		return recordsAt(recordAt(media, 'children') ?? {}, 'data')
			.map((child) => textAt(child, 'id'))
			.filter((child) => child !== undefined);
	} catch (error) {
		if (error instanceof GraphError || error instanceof ConnectionError) return [];
		throw error as Error;
	}
}
