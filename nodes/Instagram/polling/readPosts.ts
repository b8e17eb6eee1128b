/**
 * Comments and new posts: one call lists the newest posts, and one more reads the comments of each that has
 * news (Meta: "IG User, Media", "Live Media", "Mentions").
 */
import { POLLED_POST_FIELDS, postEntry, type FoundEntry } from '../protocol/polling/entries';
import {
	advancePosts,
	parseWatchedPost,
	postsToRead,
	startPosts,
	WATCHED_POST_FIELDS,
	type PostsCursor,
	type PostToRead,
	type WatchedPost,
} from '../protocol/polling/posts';
import { addSeen, isUnseen, seenNothing, type SeenIds } from '../protocol/polling/seen';
import { recordsAt, type JsonRecord } from '../protocol/json';
import { fieldsParameter } from '../protocol/media/fields';
import { mapBounded } from '../transport/concurrency';
import { GraphError } from '../transport/errors';
import { logProblem } from '../transport/logProblem';
import type { Graph } from '../graph/graph';
import { listElements, MEDIA_PER_PAGE } from '../graph/paginate';
import { asksToWait } from './failures';
import { readComments } from './readComments';
import { firstSinceMs, isGone, pollStartMs, type FoundEntries, type PollReading } from './reading';

const PARALLEL_POSTS = 4;
const OWN_POSTS_KEPT = 200;

/** Comments on posts and reels, and new posts: the same list shows both. */
export async function readPosts(reading: PollReading): Promise<FoundEntries> {
	const { graph, settings, cursor } = reading;
	const [wantsComments, wantsPosts] = [settings.events.has('comments'), settings.events.has('media')];
	const fields = [...(wantsComments ? WATCHED_POST_FIELDS : []), ...(wantsPosts ? POLLED_POST_FIELDS : [])];
	const media = await listPosts(graph, fields, settings.watchedPosts, wantsPosts ? cursor.media : undefined);
	const nowMs = pollStartMs(reading);

	const posts = wantsPosts ? findNewPosts(reading, media, nowMs) : { entries: [], parts: {} };
	if (!wantsComments) return posts;
	const watched = await watchedOf(reading, media.slice(0, settings.watchedPosts), nowMs);
	const { entries, parts, endedBy } = await findComments(reading, watched, 'comments');
	return { entries: [...entries, ...posts.entries], parts: { ...posts.parts, ...parts }, endedBy };
}

/** Comments on a live video, which Instagram provides while it runs. */
export async function readLive(reading: PollReading): Promise<FoundEntries> {
	const { graph } = reading;
	const page = await graph.get([graph.account.accountId, 'live_media'], {
		fields: fieldsParameter(WATCHED_POST_FIELDS),
	});
	const nowMs = pollStartMs(reading);
	return await findComments(reading, parsePosts(recordsAt(page, 'data'), nowMs), 'live_comments');
}

/** The newest posts; older ones as long as all are new. */
async function listPosts(
	graph: Graph,
	fields: readonly string[],
	count: number,
	seen: SeenIds | undefined,
): Promise<JsonRecord[]> {
	const media: JsonRecord[] = [];
	const path = [graph.account.accountId, 'media'];
	const pageSize = Math.min(MEDIA_PER_PAGE, count);
	for await (const one of listElements(graph, {
		path,
		query: { fields: fieldsParameter(fields) },
		pageSize,
	})) {
		media.push(one);
		const found = postEntry(one, { accountId: '', field: 'media', nowMs: 0 });
		const isNew = seen !== undefined && found !== undefined && isUnseen(seen, found);
		if (media.length >= count && !isNew) break;
	}
	return media;
}

function parsePosts(media: readonly JsonRecord[], nowMs: number): WatchedPost[] {
	return media.map((one) => parseWatchedPost(one, nowMs)).filter((post) => post !== undefined);
}

function findNewPosts(reading: PollReading, media: readonly JsonRecord[], nowMs: number): FoundEntries {
	const { accountId } = reading.graph.account;
	const seen = reading.cursor.media ?? seenNothing(firstSinceMs(reading));
	const listed = media
		.map((one) => postEntry(one, { accountId, field: 'media', nowMs }))
		.filter((entry) => entry !== undefined);
	return {
		entries: listed.filter((entry) => isUnseen(seen, entry)),
		parts: { media: addSeen(seen, listed, OWN_POSTS_KEPT) },
	};
}

/** The posts to watch: the newest, or those that the filter names, however old. */
async function watchedOf(
	reading: PollReading,
	media: readonly JsonRecord[],
	nowMs: number,
): Promise<WatchedPost[]> {
	const { filters, namedPosts } = reading.settings;
	const { mediaIds } = filters;
	const posts = parsePosts(media, nowMs);
	if (mediaIds.size === 0) return posts;
	const listed = new Set(posts.map(({ id }) => id));
	const older = namedPosts.filter((id) => !listed.has(id));
	const read = await mapBounded(older, PARALLEL_POSTS, async (id) => await readWatchedPost(reading, id));
	return [
		...posts.filter(({ id }) => mediaIds.has(id)),
		...parsePosts(
			read.filter((one) => one !== undefined),
			nowMs,
		),
	];
}

async function readWatchedPost({ ctx, graph }: PollReading, id: string): Promise<JsonRecord | undefined> {
	try {
		return await graph.get([id], { fields: fieldsParameter(WATCHED_POST_FIELDS) });
	} catch (error) {
		if (!isGone(error)) throw error as Error;
		logProblem(ctx, `cannot read the post ${id} of Posts: ${error.failure.what}`);
		return undefined;
	}
}

async function findComments(
	reading: PollReading,
	posts: readonly WatchedPost[],
	field: 'comments' | 'live_comments',
): Promise<FoundEntries> {
	const nowMs = pollStartMs(reading);
	const known = reading.cursor[field];
	const cursor: PostsCursor = known ?? startPosts(firstSinceMs(reading), nowMs);
	const toRead = postsToRead(cursor, posts, { isFirst: known === undefined, nowMs });
	const { read, unread, refused, endedBy } = await readMany(reading, toRead, field);
	const entries = read.flatMap(({ toRead: { seen }, comments }) =>
		comments.filter((comment) => isUnseen(seen, comment)),
	);
	return {
		entries,
		parts: { [field]: advancePosts(cursor, posts, { read, unread, refused }, nowMs) },
		endedBy,
	};
}

interface ReadOne {
	readonly toRead: PostToRead;
	readonly comments: readonly FoundEntry[];
}

/** A single post that is refused does not hold up the others; so many are taken for all. */
const MOST_REFUSED = 3;

/**
 * With many posts a poll makes many calls, and one refusal among them would undo the others at every poll, so
 * what was read until then counts.
 * @throws what ended the reading when it had not begun
 */
async function readMany(
	reading: PollReading,
	toRead: readonly PostToRead[],
	field: 'comments' | 'live_comments',
): Promise<{ read: ReadOne[]; unread: PostToRead[]; refused: PostToRead[]; endedBy?: unknown }> {
	const read: ReadOne[] = [];
	const [unread, refused]: [PostToRead[], PostToRead[]] = [[], []];
	let endedBy: unknown;
	let isOver = false;
	await mapBounded(toRead, PARALLEL_POSTS, async (one) => {
		if (isOver) return void unread.push(one);
		try {
			read.push(await readOne(reading, one, field));
		} catch (error) {
			endedBy ??= error;
			const isAboutPost = error instanceof GraphError && !asksToWait(error);
			(isAboutPost ? refused : unread).push(one);
			isOver ||= !isAboutPost || refused.length >= MOST_REFUSED;
		}
	});
	if (endedBy !== undefined && read.length + refused.length === 0) throw endedBy as Error;
	return { read, unread, refused, endedBy };
}

async function readOne(
	{ ctx, graph }: PollReading,
	toRead: PostToRead,
	field: 'comments' | 'live_comments',
): Promise<ReadOne> {
	try {
		const { accountId } = graph.account;
		const { comments, isCutShort } = await readComments(graph, toRead, { accountId, field });
		if (isCutShort)
			logProblem(
				ctx,
				`read ${comments.length} comments of the post ${toRead.post.id} and stopped there, so older ones may be missing`,
			);
		return { toRead, comments };
	} catch (error) {
		if (!isGone(error)) throw error as Error;
		logProblem(ctx, `cannot read the comments of the post ${toRead.post.id}: ${error.failure.what}`);
		return { toRead: { ...toRead, expected: 0 }, comments: [] };
	}
}
