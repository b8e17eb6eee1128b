/**
 * How old a token is, when the clock or the store may be wrong. Mutants that the engine tests alone would
 * find are found here at once.
 */
import {
	CLOCK_TOLERANCE_MS,
	DAY_MS,
	fingerprintOf,
	isAgeDoubtful,
	isYoung,
	nextTokenAction,
	parseStoredToken,
	renewedToken,
	toOauthTokenData,
	type StoredToken,
} from '../../../nodes/Instagram/protocol/tokens';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const token = (more: Partial<StoredToken>): StoredToken => ({ accessToken: 'T', longLived: true, ...more });

describe('an age is doubtful', () => {
	it.each<[string, Partial<StoredToken>, boolean]>([
		['of a token that has not expired', { obtainedAtMs: NOW - DAY_MS, expiresAtMs: NOW + 1 }, false],
		['of a token that expires now', { obtainedAtMs: NOW - DAY_MS, expiresAtMs: NOW }, true],
		['of a token that has expired, obtained nobody knows when', { expiresAtMs: NOW - 1 }, true],
		['of a token of which nothing is known', {}, false],
		['of a token from the future', { obtainedAtMs: NOW + CLOCK_TOLERANCE_MS + 1 }, true],
		[
			'of a token from as far ahead as two clocks may differ',
			{ obtainedAtMs: NOW + CLOCK_TOLERANCE_MS },
			false,
		],
	])('%s', (_what, more, doubtful) => expect(isAgeDoubtful(token(more), NOW)).toBe(doubtful));

	it('and so the token is renewed, although it looks young', () => {
		const expired = token({ obtainedAtMs: NOW - DAY_MS, expiresAtMs: NOW - 1 });
		expect(nextTokenAction(expired, NOW)).toBe('refresh');
		expect(nextTokenAction(token({ expiresAtMs: NOW + DAY_MS }), NOW)).toBe('refresh');
		expect(nextTokenAction(token({ obtainedAtMs: NOW - DAY_MS, expiresAtMs: NOW + 1 }), NOW)).toBe('use');
	});
});

it('what is exactly as old as it may be is not young any more', () => {
	expect(isYoung(NOW - 1000, 1001, NOW)).toBe(true);
	expect(isYoung(NOW - 1000, 1000, NOW)).toBe(false);
});

it('a fingerprint is short and names one token', () => {
	expect(fingerprintOf('T')).toMatch(/^[0-9a-f]{32}$/);
	expect(fingerprintOf('T')).not.toBe(fingerprintOf('U'));
});

it.each([
	['spaces and commas', ' a,  b c,', ['a', 'b', 'c']],
	['a list in which not all are texts', ['a', 1, null, 'b'], ['a', 'b']],
])('permissions are read from %s', (_how, permissions, read) => {
	expect(parseStoredToken({ access_token: 'T', permissions })?.permissions).toEqual(read);
});

it('a renewal lasts from now on, and keeps what the answer does not say', () => {
	const previous = token({ permissions: ['a'], account: { accountId: '1' } });
	const renewed = renewedToken(previous, { accessToken: 'U', expiresInMs: 60 * DAY_MS }, NOW);
	expect(renewed).toMatchObject({
		obtainedAtMs: NOW,
		expiresAtMs: NOW + 60 * DAY_MS,
		permissions: ['a'],
		account: { accountId: '1' },
	});
	const told = renewedToken(previous, { accessToken: 'U', expiresInMs: 1, permissions: ['b'] }, NOW);
	expect(told.permissions).toEqual(['b']);
});

it('what is not known is not stored', () => {
	expect(Object.keys(toOauthTokenData(token({})))).toEqual(['access_token', 'token_type', 'ig_fingerprint']);
	const account = { accountId: '1', appScopedId: '2', username: 'brand' };
	const stored = toOauthTokenData(token({ account }));
	expect(parseStoredToken(stored)?.account).toEqual(account);
	expect(parseStoredToken(toOauthTokenData(token({})))?.account).toBeUndefined();
});
