/**
 * Reads the comments of one post, newest first, until all that is new has been found (Meta: "IG Media,
 * Comments", "IG Comment, Replies").
 */
import { isUnseen } from '../protocol/polling/seen';
import {
	COMMENT_FIELDS,
	commentEntry,
	type CommentPlace,
	type FoundEntry,
} from '../protocol/polling/entries';
import { needsNextPage, type PostToRead } from '../protocol/polling/posts';
import { recordAt, recordsAt, textAt, type JsonRecord } from '../protocol/json';
import { expand } from '../protocol/media/fields';
import type { Graph } from '../graph/graph';
import { COMMENTS_PER_PAGE, nextCursors } from '../graph/paginate';

/** Replies come with the comment that they answer. */
const FIELDS = [...COMMENT_FIELDS, expand('replies', COMMENT_FIELDS, COMMENTS_PER_PAGE)].join(',');
/** A post with thousands of new comments is read to the end; the search for a single old one is not. */
const MOST_PAGES = 200;
const MOST_PAGES_OF_SEARCH = 20;

export interface ReadComments {
	readonly comments: readonly FoundEntry[];
	/** Whether there was more than is read at once. */
	readonly isCutShort: boolean;
}

/** @throws GraphError | ConnectionError */
export async function readComments(
	graph: Graph,
	toRead: PostToRead,
	place: Omit<CommentPlace, 'mediaId' | 'productType' | 'parentId'>,
): Promise<ReadComments> {
	const { post, seen, expected, inFull } = toRead;
	const postPlace = { ...place, mediaId: post.id, productType: post.productType };
	const found = new Map<string, FoundEntry>();
	const add = (comment: JsonRecord, parentId?: string): FoundEntry | undefined => {
		const entry = commentEntry(comment, { ...postPlace, parentId });
		if (entry) found.set(entry.id, entry);
		return entry;
	};
	const countNew = () => [...found.values()].filter((entry) => isUnseen(seen, entry)).length;

	const next = nextCursors();
	let after: string | undefined;
	for (let pages = 1; ; pages += 1) {
		const page = await graph.get([post.id, 'comments'], { fields: FIELDS, limit: COMMENTS_PER_PAGE, after });
		const top = recordsAt(page, 'data');
		let oldest: FoundEntry | undefined;
		for (const comment of top) {
			oldest = add(comment) ?? oldest;
			for (const reply of repliesOf(comment)) add(reply, textAt(comment, 'id'));
		}
		for (const comment of top) {
			if (!inFull && countNew() >= expected && !repliesOf(comment).every(isNewReply)) continue;
			for await (const reply of furtherReplies(graph, comment)) add(reply, textAt(comment, 'id'));
		}
		const isSearch = oldest !== undefined && !isUnseen(seen, oldest);
		after = next(page);
		if (after === undefined || !needsNextPage(toRead, { found: countNew(), oldest })) break;
		if (pages >= (isSearch ? MOST_PAGES_OF_SEARCH : MOST_PAGES))
			return { comments: [...found.values()], isCutShort: true };
	}
	return { comments: [...found.values()], isCutShort: false };

	function isNewReply(reply: JsonRecord): boolean {
		const entry = found.get(textAt(reply, 'id') ?? '');
		return entry !== undefined && isUnseen(seen, entry);
	}
}

const repliesOf = (comment: JsonRecord) => recordsAt(recordAt(comment, 'replies') ?? {}, 'data');

/** The replies to a comment beyond those that came with it. */
async function* furtherReplies(graph: Graph, comment: JsonRecord): AsyncGenerator<JsonRecord> {
	const id = textAt(comment, 'id');
	const next = nextCursors();
	let after = next(recordAt(comment, 'replies') ?? {});
	while (id !== undefined && after !== undefined) {
		const query = { fields: COMMENT_FIELDS.join(','), limit: COMMENTS_PER_PAGE, after };
		const page = await graph.get([id, 'replies'], query);
		yield* recordsAt(page, 'data');
		after = next(page);
	}
}
