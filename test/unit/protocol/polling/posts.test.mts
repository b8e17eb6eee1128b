/** Which posts are read for comments, and how far: the count of a post, its newest comment, and a day. */
import {
	advancePosts,
	needsNextPage,
	parsePostsCursor,
	parseWatchedPost,
	postsToRead,
	startPosts,
	type PostsCursor,
	type WatchedPost,
} from '../../../../nodes/Instagram/protocol/polling/posts';
import type { Dated } from '../../../../nodes/Instagram/protocol/polling/seen';

const START_MS = Date.UTC(2026, 10, 1);
const minute = (number: number) => START_MS + number * 60_000;
const HOUR = 60;

const comment = (id: string, minuteNumber: number): Dated => ({ id, atMs: minute(minuteNumber) });
const post = (more: Partial<WatchedPost> = {}): WatchedPost => ({
	id: 'p',
	publishedMs: minute(-1000),
	commentCount: 2,
	newestCommentId: 'c2',
	...more,
});

/** Polls once: reads what has to be read, and finds these comments under it. */
function poll(cursor: PostsCursor, posts: WatchedPost[], nowMinute: number, found: Dated[], isFirst = false) {
	const read = postsToRead(cursor, posts, { isFirst, nowMs: minute(nowMinute) });
	return {
		read,
		cursor: advancePosts(
			cursor,
			posts,
			{ read: read.map((toRead) => ({ toRead, comments: found })) },
			minute(nowMinute),
		),
	};
}
/** A post with two comments, as it is known after a first poll that found nothing new. */
const known = poll(startPosts(minute(0), minute(0)), [post()], 0, [], true).cursor;
const readOf = (cursor: PostsCursor, listed: WatchedPost, nowMinute = 10) =>
	postsToRead(cursor, [listed], { isFirst: false, nowMs: minute(nowMinute) });

it('reads a post from the list', () => {
	const listed = {
		id: 'p',
		timestamp: '2026-11-01T00:00:00+0000',
		media_product_type: 'FEED',
		comments_count: 2,
		comments: { data: [{ id: 'c2' }] },
	};
	expect(parseWatchedPost(listed, minute(5))).toEqual({
		id: 'p',
		productType: 'FEED',
		publishedMs: START_MS,
		commentCount: 2,
		newestCommentId: 'c2',
	});
	expect(parseWatchedPost({ id: 'p' }, minute(5))).toEqual({
		id: 'p',
		publishedMs: minute(5),
		commentCount: 0,
	});
	expect(parseWatchedPost({ comments_count: 2 }, minute(5))).toBeUndefined();
});

describe('the first poll', () => {
	const isFirst = true;

	it.each<[string, PostsCursor, WatchedPost, boolean]>([
		['looks back where it is told to', startPosts(minute(-5), minute(0)), post(), true],
		['reads nothing where it does not look back', startPosts(minute(0), minute(0)), post(), false],
		['reads no post without comments', startPosts(minute(-5), minute(0)), post({ commentCount: 0 }), false],
	])('%s', (_what, cursor, listed, isRead) => {
		const read = postsToRead(cursor, [listed], { isFirst, nowMs: minute(0) });
		expect(read).toEqual(
			isRead
				? [{ post: listed, seen: { sinceS: minute(-5) / 1000, ids: {} }, expected: 0, inFull: false }]
				: [],
		);
	});
});

describe('a known post', () => {
	it.each<[string, Partial<WatchedPost>, number | undefined]>([
		['nothing has happened', {}, undefined],
		['a comment was written', { commentCount: 3, newestCommentId: 'c3' }, 1],
		['a reply was written', { commentCount: 3 }, 1],
		['a comment was written and another one deleted', { newestCommentId: 'c3' }, 0],
		['a comment was deleted', { commentCount: 1 }, -1],
		['all comments were deleted', { commentCount: 0, newestCommentId: undefined }, undefined],
	])('where %s', (_what, change, expected) => {
		const read = readOf(known, post(change));
		expect(read.map((one) => [one.expected, one.inFull])).toEqual(
			expected === undefined ? [] : [[expected, false]],
		);
	});

	it.each<[string, Partial<WatchedPost>, number, boolean]>([
		['is not read in full within a day', {}, 24 * HOUR - 1, false],
		['is read in full after a day', {}, 24 * HOUR, true],
		['without comments is not', { commentCount: 0, newestCommentId: undefined }, 24 * HOUR, false],
	])('%s', (_what, change, nowMinute, inFull) => {
		const read = readOf(known, post(change), nowMinute);
		expect(read.map((one) => one.inFull)).toEqual(inFull ? [true] : []);
	});

	it('is not read in full while others have news', () => {
		const posts = [post(), post({ id: 'q', publishedMs: minute(24 * HOUR), commentCount: 1 })];
		const read = postsToRead(known, posts, { isFirst: false, nowMs: minute(24 * HOUR) });
		expect(read.map((one) => one.post.id)).toEqual(['q']);
	});
});

describe('a post that was not listed before', () => {
	it.each<[string, Partial<WatchedPost>, number, number]>([
		['just published: all is new', { publishedMs: minute(5) }, 0, 2],
		['listed ten minutes late: all is new', { publishedMs: minute(-10) }, 0, 2],
		['come back: only what came since the last poll', { publishedMs: minute(-11) }, 0, 0],
	])('%s', (_what, change, sinceMinute, expected) => {
		const read = readOf(known, post({ id: 'q', ...change }));
		expect(read).toMatchObject([{ seen: { sinceS: minute(sinceMinute) / 1000 }, expected }]);
	});

	it('come back long after the first poll: nothing from before the last poll is new', () => {
		const later = poll(known, [post()], 60, []).cursor;
		expect(readOf(later, post({ id: 'q' }))).toMatchObject([{ seen: { sinceS: minute(60) / 1000 } }]);
		// and just published: also what came before that poll
		expect(readOf(later, post({ id: 'q', publishedMs: minute(55) }))).toMatchObject([
			{ seen: { sinceS: minute(0) / 1000 } },
		]);
	});
});

describe('a poll that Instagram ends early', () => {
	const more = [post({ commentCount: 3 }), post({ id: 'q', publishedMs: minute(5), commentCount: 2 })];

	it('reads the posts that have waited longest first', () => {
		const read = poll(known, [post({ commentCount: 3 })], 10, [comment('c3', 5)]).cursor;
		const both = poll(read, [post({ commentCount: 3 }), post({ id: 'q' })], 20, []).cursor;
		const changed = [post({ id: 'q', commentCount: 4 }), post({ commentCount: 4 })];
		expect(
			postsToRead(both, changed, { isFirst: false, nowMs: minute(30) }).map((one) => one.post.id),
		).toEqual(['p', 'q']);
	});

	it('leaves what it has not read to the next ones', () => {
		let cursor = known;
		const unreadAt = (nowMinute: number) => {
			const unread = postsToRead(cursor, more, { isFirst: false, nowMs: minute(nowMinute) });
			cursor = advancePosts(cursor, more, { read: [], unread }, minute(nowMinute));
			return unread.map(({ post: { id }, expected, seen }) => [id, expected, seen.sinceS]);
		};
		const sinceS = minute(0) / 1000;
		const first = unreadAt(10);
		expect(first).toEqual(
			expect.arrayContaining([
				['p', 1, sinceS],
				['q', 2, sinceS],
			]),
		);
		for (const nowMinute of [40, 70]) {
			expect(unreadAt(nowMinute)).toEqual(expect.arrayContaining(first));
		}
	});
});

describe('the next page of comments', () => {
	const [toRead] = readOf(known, post({ commentCount: 4, newestCommentId: 'c4' }));

	it.each<[string, number, Dated | undefined, boolean, boolean]>([
		['not all that were counted are found', 1, comment('c3', -5), false, true],
		['all are found, and the oldest is from before', 2, comment('c3', -5), false, false],
		['all are found, but the oldest is new', 2, comment('c3', 5), false, true],
		['there are none', 2, undefined, false, false],
		['everything is looked at', 2, comment('c3', -5), true, true],
	])('is read where %s: %#', (_when, found, oldest, inFull, isNeeded) => {
		expect(needsNextPage({ ...toRead!, inFull }, { found, oldest })).toBe(isNeeded);
	});
});

describe('a comment that Instagram counts', () => {
	const three = post({ commentCount: 3, newestCommentId: 'c3' });

	it('is not looked for again once it is found', () => {
		const found = poll(known, [three], 10, [comment('c3', 5)]);
		expect(found.read).toHaveLength(1);
		expect(readOf(found.cursor, three)).toEqual([]);
	});

	it('and does not show yet is looked for three times', () => {
		let { cursor } = poll(known, [three], 10, []);
		const searches = [11, 12, 13].map((now) => {
			const next = poll(cursor, [three], now, []);
			cursor = next.cursor;
			return next.read.map(({ expected }) => expected);
		});
		expect(searches).toEqual([[1], [1], []]);
	});

	it('is found late, and then no longer looked for', () => {
		const missed = poll(known, [three], 10, []);
		const late = poll(missed.cursor, [three], 11, [comment('c3', 5)]);
		expect(late.read).toMatchObject([{ expected: 1 }]);
		expect(readOf(late.cursor, three)).toEqual([]);
	});

	it('is looked for also where more was found before than was counted', () => {
		const more = poll(known, [post({ newestCommentId: 'c3' })], 10, [comment('c3', 5)]);
		expect(readOf(more.cursor, post({ commentCount: 3, newestCommentId: 'c4' }))).toMatchObject([
			{ expected: 1 },
		]);
	});

	it('from before does not stand for a new one', () => {
		const old = poll(known, [three], 10, [comment('c1', -5)]);
		expect(readOf(old.cursor, three)).toMatchObject([{ expected: 1 }]);
	});
});

describe('the cursor', () => {
	const numbered = (from: number, to: number) =>
		Array.from({ length: to - from + 1 }, (_, step) => post({ id: `p${from + step}` }));

	it('keeps when a post was read, not when it was only listed', () => {
		const listed = poll(known, [post()], 60, []).cursor;
		expect(listed.polledAtS).toBe(minute(60) / 1000);
		expect(listed.posts.p).toMatchObject({ readAtS: minute(0) / 1000, owed: 0, searches: 0 });
		const read = poll(known, [post({ commentCount: 3 })], 60, [comment('c3', 5)]).cursor;
		expect(read.posts.p).toMatchObject({ readAtS: minute(60) / 1000, commentCount: 3 });
		expect(readOf(read, post({ commentCount: 4 }))[0]?.seen.ids).not.toEqual({});
	});

	it('keeps 150 posts, those that are listed among them', () => {
		const first = poll(known, numbered(1, 100), 1, []).cursor;
		const second = poll(first, numbered(101, 200), 2, []).cursor;
		expect(Object.keys(second.posts)).toEqual([
			...numbered(51, 100).map(({ id }) => id),
			...numbered(101, 200).map(({ id }) => id),
		]);
		expect(Object.keys(poll(known, numbered(1, 160), 1, []).cursor.posts)).toHaveLength(160);
	});

	it('knows the newest comment of a post that it has not read', () => {
		expect(Object.keys(known.posts.p!.seen.ids)).toHaveLength(1);
		const silent = poll(
			startPosts(minute(0), minute(0)),
			[post({ newestCommentId: undefined })],
			0,
			[],
			true,
		);
		expect(silent.cursor.posts.p!.seen).toEqual({ sinceS: minute(0) / 1000, ids: {} });
	});

	it('comes back from what n8n has stored', () => {
		expect(parsePostsCursor(JSON.parse(JSON.stringify(known)))).toEqual(known);
		const { owed: _owed, searches: _searches, ...older } = known.posts.p!;
		expect(parsePostsCursor({ ...known, posts: { p: older } })).toEqual(known);
		const { p } = known.posts;
		const broken = { a: 5, b: { ...p, commentCount: 'x' }, c: { ...p, readAtS: null }, d: { ...p, seen: 1 } };
		expect(parsePostsCursor({ ...known, posts: broken })).toEqual({ ...known, posts: {} });
	});

	it.each([
		[null],
		[{ ...known, sinceS: undefined }],
		[{ ...known, polledAtS: undefined }],
		[{ ...known, posts: [] }],
	])('does not come back where something is missing: %#', (value) => {
		expect(parsePostsCursor(value)).toBeUndefined();
	});
});
