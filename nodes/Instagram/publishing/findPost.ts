/** Reads what is on the account: the details of a post, and posts whose id is not known. */
import { recordsAt, textAt, type JsonRecord } from '../protocol/json';
import {
	isPublishedBetween,
	isSamePost,
	PUBLISHED_POST_FIELDS,
	publishedMs,
	SEARCH_FIELDS,
	type PostTraits,
} from '../protocol/publishing/post';
import { clock } from '../transport/clock';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { listElements } from '../graph/paginate';
import { whenKnown } from '../graph/whenKnown';
import { isoOfMetaTime } from '../protocol/simplify';

/** Nobody waits long for a permalink. */
const LOOK_AGAIN_MS = 1000;
/** A post appears in the list some seconds after it was published. */
const LOOK_UPS = 4;
const LOOK_UP_WAIT_MS = 3000;
/** Meta's clock is known to the second. */
const CLOCK_TOLERANCE_MS = 1000;
const PAGE_SIZE = 50;
/**
 * Instagram lets an account publish some 100 posts a day, and nobody looks back further than a few weeks.
 */
const MAX_RECENT_POSTS = 1000;

/** A post as an item comes out: id, permalink, shortcode, time, kind. */
export function postOutput(media: JsonRecord): JsonRecord {
	const {
		id,
		permalink,
		shortcode,
		timestamp,
		media_type: mediaType,
		media_product_type: mediaProductType,
	} = media;
	return {
		id,
		permalink,
		shortcode,
		timestamp: typeof timestamp === 'string' ? isoOfMetaTime(timestamp) : timestamp,
		mediaType,
		mediaProductType,
	};
}

/**
 * What an item says about a post. A post is not reported as failed because its permalink could not be read:
 * then only the id comes out.
 */
export async function describePost(graph: Graph, mediaId: string): Promise<JsonRecord> {
	try {
		const read = async () => await graph.get([mediaId], { fields: PUBLISHED_POST_FIELDS }, { once: true });
		const media = await whenKnown(graph, read, [LOOK_AGAIN_MS]);
		return postOutput({ ...media, id: mediaId });
	} catch (error) {
		return giveUp(error as Error, { id: mediaId });
	}
}

export interface PostSearch {
	readonly traits: PostTraits;
	/** When publishing began, by Meta's clock. */
	readonly sinceMs: number;
	/** Posts that are known to be others. */
	readonly knownIds: ReadonlySet<string>;
}

/**
 * Finds a post that is published, and whose publishing answer was lost: the only one that fits and was
 * published since. Meta does not say which container a post came from, so where several fit, none is taken.
 * @returns `undefined` when it cannot be told
 */
export async function findPost(graph: Graph, search: PostSearch): Promise<JsonRecord | undefined> {
	const metaNowMs = graph.metaNowMs();
	if (metaNowMs === undefined) return undefined;
	const untilMs = metaNowMs + CLOCK_TOLERANCE_MS;
	try {
		for (let lookUp = 1; ; lookUp += 1) {
			const [found, other] = await readCandidates(graph, search, untilMs);
			if (other) return undefined;
			if (found || lookUp === LOOK_UPS) return found && postOutput(found);
			await clock.sleep(LOOK_UP_WAIT_MS, graph.signal);
		}
	} catch (error) {
		return giveUp(error as Error, undefined);
	}
}

async function readCandidates(
	graph: Graph,
	{ traits, sinceMs, knownIds }: PostSearch,
	untilMs: number,
): Promise<JsonRecord[]> {
	const productType = traits.kind?.productType;
	const edges =
		productType === undefined ? ['media', 'stories'] : [productType === 'STORY' ? 'stories' : 'media'];
	const lists = await Promise.all(
		edges.map(
			async (edge) =>
				await graph.get([graph.account.accountId, edge], { fields: SEARCH_FIELDS, limit: PAGE_SIZE }),
		),
	);
	return lists
		.flatMap((list) => recordsAt(list, 'data'))
		.filter(
			(media) =>
				!knownIds.has(textAt(media, 'id') ?? '') &&
				isPublishedBetween(media, sinceMs, untilMs) &&
				isSamePost(media, traits),
		);
}

/**
 * The post exists, whether or not its details can be read; only a cancelled execution and a fault in our code
 * are thrown.
 */
function giveUp<T>(error: Error, instead: T): T {
	if (error instanceof GraphError || error instanceof ConnectionError || error instanceof UserFixableError)
		return instead;
	throw error;
}

/** The time of Meta's last answer; n8n's own clock, which may be hours off, only before the first one. */
export const metaNowMs = (graph: Graph): number => graph.metaNowMs() ?? clock.now();

/** @returns the posts of the last `windowMs` by Meta's clock, newest first, without stories */
export async function readRecentPosts(graph: Graph, windowMs: number): Promise<JsonRecord[]> {
	const posts: JsonRecord[] = [];
	const request = {
		path: [graph.account.accountId, 'media'],
		query: { fields: SEARCH_FIELDS },
		pageSize: PAGE_SIZE,
	};
	for await (const media of listElements(graph, { ...request, limit: MAX_RECENT_POSTS })) {
		const sinceMs = metaNowMs(graph) - windowMs;
		if ((publishedMs(media) ?? sinceMs) < sinceMs) break;
		posts.push(media);
	}
	return posts;
}
