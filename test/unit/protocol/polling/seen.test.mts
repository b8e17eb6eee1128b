/** What counts as seen of a list, and how much of it is kept. */
import {
	addSeen,
	isUnseen,
	parseSeen,
	seenNothing,
	shortId,
	type SeenIds,
} from '../../../../nodes/Instagram/protocol/polling/seen';

const at = (second: number, id = `thing-${second}`) => ({ id, atMs: second * 1000 + 500 });
const seconds = (...all: number[]) => all.map((second) => at(second));
const secondsOf = ({ ids }: SeenIds) => Object.values(ids).sort((a, b) => a - b);

it('knows an ID by a short text of its own', () => {
	expect(shortId('aWdfZAG1faXRlbToxOklH')).toMatch(/^[\w-]{11}$/);
	expect(shortId('one')).not.toBe(shortId('two'));
});

it.each([
	['of the second before', at(9), false],
	['of the second itself', at(10), true],
	['of a later second', at(11), true],
	['that was seen', at(12, 'seen'), false],
	// an ID of Instagram's may read like a key of every object
	['that is called like a method', at(12, 'constructor'), true],
])('a thing %s is new: %#', (_which, thing, isNew) => {
	const seen = addSeen(seenNothing(10_999), [at(12, 'seen')], 5);
	expect(isUnseen(seen, thing)).toBe(isNew);
});

it('keeps what was seen since, with what was known', () => {
	const seen = addSeen(addSeen(seenNothing(10_000), seconds(11), 5), seconds(9, 10, 12), 5);
	expect(seen).toEqual({ sinceS: 10, ids: expect.anything() as object });
	expect(secondsOf(seen)).toEqual([10, 11, 12]);
});

it.each<[string, number[], number, number[]]>([
	['as many as are kept', [1, 2, 3], 0, [1, 2, 3]],
	['more: the oldest go, and count as too old', [1, 2, 3, 4], 2, [2, 3, 4]],
	['more, in any order', [4, 1, 3, 2], 2, [2, 3, 4]],
])('of %s', (_what, given, sinceS, kept) => {
	const seen = addSeen(seenNothing(0), seconds(...given), 3);
	expect({ sinceS: seen.sinceS, kept: secondsOf(seen) }).toEqual({ sinceS, kept });
});

describe('things of one second', () => {
	const crowd = (size: number) => Array.from({ length: size }, (_, number) => at(5, `one-${number}`));

	it('stay together, although they are too many', () => {
		const seen = addSeen(seenNothing(0), [at(4), ...crowd(6)], 3);
		expect({ sinceS: seen.sinceS, kept: secondsOf(seen).length }).toEqual({ sinceS: 5, kept: 6 });
	});

	it('go together when they are a crowd', () => {
		const seen = addSeen(seenNothing(0), [...crowd(7), at(6)], 3);
		expect({ sinceS: seen.sinceS, kept: secondsOf(seen) }).toEqual({ sinceS: 6, kept: [6] });
	});
});

it('comes back from what n8n has stored', () => {
	const seen = addSeen(seenNothing(1000), seconds(2, 3), 5);
	expect(parseSeen(JSON.parse(JSON.stringify(seen)))).toEqual(seen);
	expect(parseSeen({ sinceS: 1, ids: { a: 2, b: 'x' } })).toEqual({ sinceS: 1, ids: { a: 2 } });
});

it.each([[undefined], [null], ['text'], [{}], [{ sinceS: 1 }], [{ ids: {} }], [{ sinceS: 1, ids: [] }]])(
	'of %j nothing comes back',
	(value) => expect(parseSeen(value)).toBeUndefined(),
);
