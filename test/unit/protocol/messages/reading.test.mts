import { timeAtMs, windowClosedMs, WINDOW_MS } from '../../../../nodes/Instagram/protocol/messages/reading';

const PERSON = '1234567890123456';
const NOON = Date.parse('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;

const conversations = (...messages: Array<[from: string, time: string]>) => ({
	data: [
		{
			id: 'c',
			messages: { data: messages.map(([id, time]) => ({ id: 'm', from: { id }, created_time: time })) },
		},
	],
});

describe('when the window closed', () => {
	const closed = (body: Record<string, unknown>, nowMs = NOON + 48 * HOUR_MS) =>
		windowClosedMs(body, PERSON, { windowMs: WINDOW_MS, nowMs });

	it('is a day after the newest message of the person, whatever the account wrote since', () => {
		const body = conversations(
			['17841', '2026-11-21T10:00:00+0000'],
			[PERSON, '2026-11-20T12:00:00+0000'],
			[PERSON, '2026-11-19T12:00:00+0000'],
		);
		expect(closed(body)).toBe(NOON + 24 * HOUR_MS);
	});

	it.each([
		['nothing of the person can be read', conversations(['17841', '2026-11-20T12:00:00+0000'])],
		['there is no conversation', { data: [] }],
		['the answer has another shape', { error: 'x' }],
		['the times cannot be read', conversations([PERSON, 'yesterday'])],
	])('is not known when %s', (_why, body) => {
		expect(closed(body)).toBeUndefined();
	});

	it('is not said when the messages speak against it', () => {
		expect(closed(conversations([PERSON, '2026-11-20T12:00:00+0000']), NOON + HOUR_MS)).toBeUndefined();
	});
});

describe('the time of a message', () => {
	it.each([
		['2026-11-20T12:00:00+0000', NOON],
		['2026-11-20T13:00:00+01:00', NOON],
		['2026-11-20T12:00:00Z', NOON],
		[String(NOON / 1000), NOON],
		['soon', undefined],
	])('%p', (time, expected) => {
		expect(timeAtMs({ created_time: time }, 'created_time')).toBe(expected);
	});
});
