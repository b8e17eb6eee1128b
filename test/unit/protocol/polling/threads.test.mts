import {
	advanceThreads,
	lostMessages,
	mayHaveLost,
	parseListedThread,
	parseThreadsCursor,
	startThreads,
	threadToRead,
	type ReadThread,
} from '../../../../nodes/Instagram/protocol/polling/threads';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 1);
const NOW_MS = START_MS + 500 * HOUR_MS;
/** As many conversations as are kept. */
const KEPT = 100;

/** The conversation that was updated in this hour, as it was read. */
const readOf = (hour: number): ReadThread => ({
	toRead: {
		thread: { id: `thread-${hour}`, updatedMs: START_MS + hour * HOUR_MS },
		seen: { sinceS: START_MS / 1000, ids: {} },
		isKnown: false,
	},
	messages: [],
});
const read = Array.from({ length: KEPT + 1 }, (_, hour) => readOf(hour));
/** Updated before all of these, and not read yet. */
const missing = { id: 'missing', updatedMs: START_MS };

it('forgets the oldest conversation when all were read: nothing older than it is new', () => {
	const cursor = advanceThreads(startThreads(START_MS), read, { nowMs: NOW_MS, isComplete: true });
	expect(Object.keys(cursor.threads)).toHaveLength(KEPT);
	expect(threadToRead(cursor, missing)).toBeUndefined();
	// what came since is
	expect(threadToRead(cursor, { id: 'new', updatedMs: START_MS + 1000 })).toBeDefined();
});

it('forgets none as long as some were not read: they are read the next time', () => {
	const cursor = advanceThreads(startThreads(START_MS), read, { nowMs: NOW_MS, isComplete: false });
	expect(Object.keys(cursor.threads)).toHaveLength(KEPT + 1);
	expect(threadToRead(cursor, missing)).toMatchObject({ thread: missing });
	// and what was read is not read again
	for (const { toRead } of read) expect(threadToRead(cursor, toRead.thread)).toBeUndefined();
});

describe('a conversation of the list', () => {
	const listed = { id: 't', updated_time: '2026-11-23T18:00:00+0000' };

	it('has an ID and the time of its last message', () => {
		expect(parseListedThread(listed)).toEqual({ id: 't', updatedMs: Date.UTC(2026, 10, 23, 18) });
		expect(parseListedThread({ ...listed, id: undefined })).toBeUndefined();
		expect(parseListedThread({ ...listed, updated_time: undefined })).toBeUndefined();
	});

	const second = (number: number) => START_MS + number * 1000;
	const thread = (number: number) => ({ id: 't', updatedMs: second(number) });
	/** Read when it was updated in second 10, so many seconds after that. */
	const afterRead = (secondsLater: number) =>
		advanceThreads(
			startThreads(START_MS),
			[
				{
					toRead: { ...readOf(0).toRead, thread: thread(10) },
					messages: [{ id: 'm', atMs: second(10) }],
				},
			],
			{ nowMs: second(10 + secondsLater), isComplete: true },
		);

	it.each<[string, ReturnType<typeof startThreads>, number, boolean]>([
		['never, and was updated when polling began', startThreads(second(10)), 10, true],
		['never, and was updated before that', startThreads(second(10)), 9, false],
		['and was updated since', afterRead(60), 11, true],
		['and was not updated since', afterRead(60), 10, false],
		['three seconds after its last message', afterRead(3), 10, false],
		['so soon that another message of that second may have come', afterRead(2), 10, true],
	])('that was read %s is read: %#', (_when, cursor, updated, isRead) => {
		expect(threadToRead(cursor, thread(updated)) !== undefined).toBe(isRead);
	});

	it('that was read before is compared with what was seen of it', () => {
		const toRead = threadToRead(afterRead(60), thread(11))!;
		expect(toRead).toMatchObject({ isKnown: true, thread: thread(11) });
		expect(Object.keys(toRead.seen.ids)).toHaveLength(1);
		expect(threadToRead(startThreads(second(10)), thread(11))).toMatchObject({
			isKnown: false,
			seen: { sinceS: second(10) / 1000, ids: {} },
		});
	});

	const messages = (from: number, to: number) =>
		Array.from({ length: to - from + 1 }, (_, step) => ({
			id: step + from === 10 ? 'm' : `m-${from + step}`,
			atMs: second(from + step),
		}));

	it.each([
		['all are new, and there are older ones', messages(11, 30), true, true],
		['all are new, and there are no older ones', messages(11, 30), false, false],
		['one is known', messages(10, 29), true, false],
		['there are none', [], true, false],
	])('may have lost messages where %s: %#', (_when, read, hasOlder, mayHave) => {
		expect(mayHaveLost(threadToRead(afterRead(60), thread(30))!, read, hasOlder)).toBe(mayHave);
	});

	it.each([
		['25 came since the one that is known', 25, 5],
		['21 came', 21, 1],
		['20 came', 20, 0],
		['none came', 0, 0],
	])('lost those that cannot be read, where %s', (_when, came, lost) => {
		const ids = [...messages(11, 10 + came).map(({ id }) => id), 'm', 'older'];
		expect(lostMessages(threadToRead(afterRead(60), thread(30))!, ids)).toBe(lost);
	});

	it('lost nobody knows how many where none is known', () => {
		expect(lostMessages(threadToRead(afterRead(60), thread(30))!, ['x', 'y'])).toBeUndefined();
	});

	it('comes back from what n8n has stored', () => {
		for (const cursor of [afterRead(60), afterRead(1)]) {
			expect(parseThreadsCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
		}
		const broken = { a: 5, b: { updatedS: 1 }, c: { seen: { sinceS: 1, ids: {} } } };
		expect(parseThreadsCursor({ sinceS: 1, threads: broken })).toEqual({ sinceS: 1, threads: {} });
		for (const value of [null, {}, { sinceS: 1 }, { threads: {} }]) {
			expect(parseThreadsCursor(value)).toBeUndefined();
		}
	});
});
