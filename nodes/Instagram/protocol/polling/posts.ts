/**
 * Which posts have to be read for new comments (Meta: "IG Media", `comments_count`, which counts replies
 * too). The list of posts costs one call and says for each post how many comments it has and which is the
 * newest. Comments are read only where that has changed.
 */
import { isRecord, numberAt, recordAt, recordsAt, textAt, type JsonRecord } from '../json';
import { parseMetaTime } from '../times';
import { addSeen, isUnseen, parseSeen, toSeconds, type Dated, type SeenIds } from './seen';

/**
 * What the list of posts is asked for; the newest comment shows whether one came while another was deleted.
 */
export const WATCHED_POST_FIELDS = [
	'id',
	'timestamp',
	'media_product_type',
	'comments_count',
	'comments.limit(1){id}',
];

/** A post as the list shows it. */
export interface WatchedPost {
	readonly id: string;
	readonly productType?: string;
	readonly publishedMs: number;
	readonly commentCount: number;
	readonly newestCommentId?: string;
}

/** What is known of a post. */
interface PostState {
	readonly commentCount: number;
	readonly newestCommentId?: string;
	/** When its comments were last read, or looked at for the first time, in seconds since 1970. */
	readonly readAtS: number;
	/** How many of the counted comments have not been found yet, and how often they were looked for. */
	readonly owed: number;
	readonly searches: number;
	readonly seen: SeenIds;
}

export interface PostsCursor {
	/** Where the look-back of the first poll began. */
	readonly sinceS: number;
	readonly polledAtS: number;
	/** By the post's id, the one that was listed longest ago first. */
	readonly posts: Readonly<Record<string, PostState>>;
}

const IDS_PER_POST = 100;
/** Posts that have left the list may come back when a newer one is deleted. */
const POSTS_KEPT = 150;
/** A reply that came while another comment was deleted leaves count and newest comment as they were. */
const FULL_READ_AFTER_S = 24 * 60 * 60;
/** Instagram may count a comment before it shows it, and counts some that it never shows. */
const MOST_SEARCHES = 3;
/** A reel may show up in the list some time after its own timestamp. */
const LATE_POST_S = 10 * 60;

/** What has to be read of a post, and what it is compared with. */
export interface PostToRead {
	readonly post: WatchedPost;
	readonly seen: SeenIds;
	/** How many new comments there are by the count; there are more where others were deleted. */
	readonly expected: number;
	/** Whether to look at all comments, however many there are. */
	readonly inFull: boolean;
}

export function parseWatchedPost(media: JsonRecord, nowMs: number): WatchedPost | undefined {
	const id = textAt(media, 'id');
	if (id === undefined) return undefined;
	const [newest = {}] = recordsAt(recordAt(media, 'comments') ?? {}, 'data');
	return {
		id,
		productType: textAt(media, 'media_product_type'),
		publishedMs: parseMetaTime(textAt(media, 'timestamp')) ?? nowMs,
		commentCount: numberAt(media, 'comments_count') ?? 0,
		newestCommentId: textAt(newest, 'id'),
	};
}

/** The cursor before the first poll. */
export function startPosts(sinceMs: number, nowMs: number): PostsCursor {
	return { sinceS: toSeconds(sinceMs), polledAtS: toSeconds(nowMs), posts: {} };
}

/** Reads a cursor from n8n's static data; `undefined` for anything else. */
export function parsePostsCursor(value: unknown): PostsCursor | undefined {
	if (!isRecord(value)) return undefined;
	const [sinceS, polledAtS] = [numberAt(value, 'sinceS'), numberAt(value, 'polledAtS')];
	const posts = recordAt(value, 'posts');
	if (sinceS === undefined || polledAtS === undefined || posts === undefined) return undefined;
	const states = Object.entries(posts).flatMap(([id, state]) => {
		const parsed = parsePostState(state);
		return parsed ? [[id, parsed] as const] : [];
	});
	return { sinceS, polledAtS, posts: Object.fromEntries(states) };
}

function parsePostState(value: unknown): PostState | undefined {
	if (!isRecord(value)) return undefined;
	const [commentCount, readAtS] = [numberAt(value, 'commentCount'), numberAt(value, 'readAtS')];
	const seen = parseSeen(value.seen);
	if (commentCount === undefined || readAtS === undefined || seen === undefined) return undefined;
	return {
		commentCount,
		newestCommentId: textAt(value, 'newestCommentId'),
		readAtS,
		owed: numberAt(value, 'owed') ?? 0,
		searches: numberAt(value, 'searches') ?? 0,
		seen,
	};
}

/**
 * The posts whose comments have to be read: those with news, or else one that has not been read for a day.
 * @param isFirst whether this is the first poll, which looks no further back than it is told
 */
export function postsToRead(
	cursor: PostsCursor,
	posts: readonly WatchedPost[],
	{ isFirst, nowMs }: { readonly isFirst: boolean; readonly nowMs: number },
): PostToRead[] {
	const looksBack = cursor.sinceS < toSeconds(nowMs);
	const changed = posts.flatMap((post): PostToRead[] => {
		const state = cursor.posts[post.id];
		if (state) return isChanged(state, post) ? [toRead(post, state)] : [];
		if (post.commentCount === 0 || (isFirst && !looksBack)) return [];
		return [firstRead(cursor, post, isFirst)];
	});
	const readAtS = ({ post }: PostToRead) => cursor.posts[post.id]?.readAtS ?? 0;
	// whoever has waited longest comes first: Instagram may end the poll before all are read
	if (changed.length > 0) return changed.sort((a, b) => readAtS(a) - readAtS(b));
	const due = posts.find((post) => isDue(cursor.posts[post.id], post, nowMs));
	const state = due && cursor.posts[due.id];
	return state ? [{ ...toRead(due, state), inFull: true }] : [];
}

function toRead(post: WatchedPost, { commentCount, seen, owed }: PostState): PostToRead {
	return { post, seen, expected: post.commentCount - commentCount + owed, inFull: false };
}

function isChanged(state: PostState, post: WatchedPost): boolean {
	if (post.commentCount === 0) return false;
	return (
		state.owed > 0 ||
		state.commentCount !== post.commentCount ||
		state.newestCommentId !== post.newestCommentId
	);
}

function isDue(state: PostState | undefined, post: WatchedPost, nowMs: number): boolean {
	return (
		state !== undefined && post.commentCount > 0 && toSeconds(nowMs) - state.readAtS >= FULL_READ_AFTER_S
	);
}

/**
 * Everything under a post that has just been published is new. A post that has come back into the list,
 * because a newer one was deleted, has comments from before, about which the count says nothing.
 */
function firstRead(cursor: PostsCursor, post: WatchedPost, isFirst: boolean): PostToRead {
	const isNewPost = !isFirst && toSeconds(post.publishedMs) >= cursor.polledAtS - LATE_POST_S;
	const sinceS = isFirst || isNewPost ? cursor.sinceS : Math.max(cursor.sinceS, cursor.polledAtS);
	return { post, seen: { sinceS, ids: {} }, expected: isNewPost ? post.commentCount : 0, inFull: false };
}

/** Whether to read the next page of comments, which come newest first. */
export function needsNextPage(
	{ seen, expected, inFull }: PostToRead,
	{ found, oldest }: { readonly found: number; readonly oldest: Dated | undefined },
): boolean {
	return inFull || found < expected || (oldest !== undefined && isUnseen(seen, oldest));
}

/** What was found under a post that was read. */
export interface ReadPost {
	readonly toRead: PostToRead;
	/** All comments that were read, new or not. */
	readonly comments: readonly Dated[];
}

/** What became of the posts that had to be read. */
interface ReadPosts {
	readonly read: readonly ReadPost[];
	/** What there was no time for; the next poll reads it as this one should have. */
	readonly unread?: readonly PostToRead[];
	/** What Instagram did not give; the next poll reads it too, after all others. */
	readonly refused?: readonly PostToRead[];
}

/** The cursor after a poll that began at `nowMs`. */
export function advancePosts(
	cursor: PostsCursor,
	posts: readonly WatchedPost[],
	{ read, unread = [], refused = [] }: ReadPosts,
	nowMs: number,
): PostsCursor {
	const putOffs = new Map([...unread, ...refused].map((one) => [one.post.id, one]));
	const reads = new Map(read.map((one) => [one.toRead.post.id, one]));
	const polledAtS = toSeconds(nowMs);
	const listed = posts.map((post): [string, PostState] => {
		const { commentCount, newestCommentId } = post;
		const state = cursor.posts[post.id];
		const putOff = putOffs.get(post.id);
		if (putOff)
			return [
				post.id,
				{ ...(state ?? notYetRead(putOff)), ...(refused.includes(putOff) && { readAtS: polledAtS }) },
			];
		const found = reads.get(post.id);
		const seen = found?.toRead.seen ?? state?.seen ?? seenBefore(cursor, post);
		const known = { commentCount, newestCommentId };
		if (!found)
			return [post.id, { ...known, readAtS: state?.readAtS ?? polledAtS, owed: 0, searches: 0, seen }];
		const searched = { readAtS: polledAtS, seen: addSeen(seen, found.comments, IDS_PER_POST) };
		return [post.id, { ...known, ...searched, ...stillOwed(found, state?.searches ?? 0) }];
	});
	const ids = new Set(listed.map(([id]) => id));
	const gone = Object.entries(cursor.posts).filter(([id]) => !ids.has(id));
	const kept = [...gone, ...listed].slice(-Math.max(POSTS_KEPT, listed.length));
	return { sinceS: cursor.sinceS, polledAtS, posts: Object.fromEntries(kept) };
}

/** The state of a new post that makes the next poll read it with the same expectation. */
function notYetRead({ post, expected, seen }: PostToRead): PostState {
	return { commentCount: post.commentCount - expected, readAtS: 0, owed: 0, searches: 0, seen };
}

/** A post whose comments are all from before the first poll; the newest may be of the same second. */
function seenBefore(cursor: PostsCursor, post: WatchedPost): SeenIds {
	const { seen } = firstRead(cursor, post, false);
	const { newestCommentId: id } = post;
	return id === undefined ? seen : addSeen(seen, [{ id, atMs: seen.sinceS * 1000 }], IDS_PER_POST);
}

function stillOwed({ toRead: { seen, expected }, comments }: ReadPost, searches: number) {
	const owed = expected - comments.filter((comment) => isUnseen(seen, comment)).length;
	return owed > 0 && searches + 1 < MOST_SEARCHES
		? { owed, searches: searches + 1 }
		: { owed: 0, searches: 0 };
}
