import {
	advanceThreads,
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
});

it('forgets none as long as some were not read: they are read the next time', () => {
	const cursor = advanceThreads(startThreads(START_MS), read, { nowMs: NOW_MS, isComplete: false });
	expect(Object.keys(cursor.threads)).toHaveLength(KEPT + 1);
	expect(threadToRead(cursor, missing)).toMatchObject({ thread: missing });
	// and what was read is not read again
	for (const { toRead } of read) expect(threadToRead(cursor, toRead.thread)).toBeUndefined();
});
