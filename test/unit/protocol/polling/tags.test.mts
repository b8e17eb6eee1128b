/** What is new in the list of posts that tag the account, which does not say when they did. */
import {
	advanceTags,
	needsMoreTags,
	newTags,
	parseTagsCursor,
	type TagsCursor,
} from '../../../../nodes/Instagram/protocol/polling/tags';

const ids = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, step) => `post-${from + step}`);
const knows = (...known: string[]): TagsCursor => advanceTags({ ids: [] }, known);

it.each<[string, TagsCursor, string[], string[]]>([
	['above what is known', knows(...ids(3, 9)), ids(1, 9), ids(1, 2)],
	['between what is known, near the top', knows('post-1', 'post-3'), ids(1, 3), ['post-2']],
	['of the first 50 places', knows('post-1'), ids(1, 60), ids(2, 50)],
	['above a known one far down', knows('post-61'), ids(1, 80), ids(1, 60)],
	['all, where nothing is known', knows(), ids(1, 100), ids(1, 100)],
	['none', knows(...ids(1, 3)), ids(1, 3), []],
])('new is what stands %s', (_where, cursor, listed, expected) => {
	expect(newTags(cursor, listed)).toEqual(expected);
});

it.each<[string, TagsCursor, string[], boolean]>([
	['some is known', knows('post-5'), ids(1, 5), false],
	['none of it is known', knows('post-5'), ids(1, 4), true],
	['nothing was ever known', knows(), ids(1, 4), false],
])('another page is read where %s: %#', (_when, cursor, listed, isNeeded) => {
	expect(needsMoreTags(cursor, listed)).toBe(isNeeded);
});

it('keeps 300, the latest listed first, each once', () => {
	const cursor = advanceTags(advanceTags({ ids: [] }, ids(2, 290)), ids(1, 20));
	expect(cursor.ids).toHaveLength(290);
	const full = advanceTags(cursor, ids(1001, 1020));
	expect(full.ids).toHaveLength(300);
	expect(newTags(full, ['post-1020', 'post-1', 'post-290'])).toEqual(['post-290']);
});

it('comes back from what n8n has stored', () => {
	expect(parseTagsCursor({ ids: ['a', 5, null, 'b'] })).toEqual({ ids: ['a', 'b'] });
	for (const value of [undefined, null, 'text', [], {}, { ids: 'a' }]) {
		expect(parseTagsCursor(value)).toBeUndefined();
	}
});
