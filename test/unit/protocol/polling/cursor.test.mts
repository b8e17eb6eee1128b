/** How far polling has come, as it comes back from n8n. */
import {
	furtherCursor,
	newCursor,
	parseCursor,
	type Cursor,
} from '../../../../nodes/Instagram/protocol/polling/cursor';
import { startPosts } from '../../../../nodes/Instagram/protocol/polling/posts';
import { seenNothing } from '../../../../nodes/Instagram/protocol/polling/seen';
import { startThreads } from '../../../../nodes/Instagram/protocol/polling/threads';

const start = newCursor('17841', 5000);

it('begins with no poll', () => {
	expect(start).toEqual({ accountId: '17841', startedMs: 5000, polls: 0 });
	expect(parseCursor(start)).toEqual(start);
});

it('comes back with all its parts; one that is broken counts as missing', () => {
	const cursor: Cursor = {
		...start,
		comments: startPosts(1000, 2000),
		live_comments: startPosts(3000, 4000),
		messages: startThreads(5000),
		media: seenNothing(6000),
		tags: { ids: ['a'] },
	};
	expect(parseCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
	expect(parseCursor({ ...cursor, comments: 'x', tags: {} })).toEqual({
		...cursor,
		comments: undefined,
		tags: undefined,
	});
});

it.each(['accountId', 'startedMs', 'polls'])('does not come back without %s', (key) => {
	expect(parseCursor({ ...start, [key]: undefined })).toBeUndefined();
	expect(parseCursor(null)).toBeUndefined();
});

describe('of two cursors', () => {
	const further = { ...start, polls: 3 };

	it.each<[string, Cursor | undefined, Cursor | undefined, Cursor | undefined]>([
		['the further one counts', start, further, further],
		['the first counts where it is further', further, start, further],
		['the first counts where both are as far', start, { ...start }, start],
		['the first counts where the other is of another account', start, { ...further, accountId: '9' }, start],
		['the first counts where the other began at another time', start, { ...further, startedMs: 6 }, start],
		['one counts alone', start, undefined, start],
		['what is only remembered does not count', undefined, further, undefined],
	])('%s', (_which, kept, remembered, expected) => {
		expect(furtherCursor(kept, remembered)).toBe(expected);
	});
});
