/** Where a poll begins, on Meta's clock. */
import {
	cursorFor,
	firstSinceMs,
	pollStartMs,
	type PollReading,
} from '../../../nodes/Instagram/polling/reading';
import { newCursor } from '../../../nodes/Instagram/protocol/polling/cursor';
import { clock } from '../../../nodes/Instagram/transport/clock';

const NOW = Date.UTC(2026, 10, 23, 18);
const HOUR_MS = 3_600_000;

/** A poll that began ten seconds ago, by a clock that may be wrong. */
function reading(more: { metaMs?: number; polls?: number; waitedMs?: number; lookBackMs?: number } = {}) {
	const { metaMs, polls = 0, waitedMs = 0, lookBackMs = 0 } = more;
	const startedMs = NOW - 10_000;
	return {
		graph: { metaNowMs: () => metaMs },
		settings: { lookBackMs },
		cursor: { ...newCursor('17841', startedMs - waitedMs), polls },
		startedMs,
	} as unknown as PollReading;
}

beforeEach(() => jest.spyOn(clock, 'now').mockReturnValue(NOW));
afterEach(() => jest.restoreAllMocks());

it.each([
	["n8n's clock, until Meta has answered", undefined, NOW - 10_000],
	["Meta's clock", NOW + HOUR_MS, NOW + HOUR_MS - 10_000],
])('a poll begins by %s', (_which, metaMs, expected) => {
	expect(pollStartMs(reading({ metaMs }))).toBe(expected);
});

it.each<[string, Parameters<typeof reading>[0], number]>([
	['now', {}, 0],
	['as far back as the panel says', { lookBackMs: HOUR_MS }, HOUR_MS],
	['when it was first tried', { waitedMs: HOUR_MS }, HOUR_MS],
	['at both', { waitedMs: HOUR_MS, lookBackMs: HOUR_MS }, 2 * HOUR_MS],
	['a day back at most, however long it waited', { waitedMs: 30 * HOUR_MS }, 24 * HOUR_MS],
	['now, where the clock was set back', { waitedMs: -HOUR_MS }, 0],
	['now, where other lists were polled already', { waitedMs: HOUR_MS, polls: 1 }, 0],
])('the first poll of a list looks from %s', (_when, more, backMs) => {
	expect(firstSinceMs(reading(more))).toBe(NOW - 10_000 - backMs);
});

it('another account starts from the beginning', () => {
	const known = { ...newCursor('17841', NOW), polls: 5 };
	expect(cursorFor(known, '17841', NOW + 1)).toBe(known);
	expect(cursorFor(known, '9', NOW + 1)).toEqual(newCursor('9', NOW + 1));
	expect(cursorFor(undefined, '9', NOW)).toEqual(newCursor('9', NOW));
});
