import fc from 'fast-check';

import {
	DAY_MS,
	nextTokenAction,
	parseAccount,
	parseStoredToken,
	parseTokenGrant,
	RENEW_AFTER_MS,
	renewedToken,
	toOauthTokenData,
	withAgeUnknown,
} from '../../../nodes/Instagram/protocol/tokens';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('the stored token', () => {
	it.each([
		['flat, as production answers', { access_token: 'T', user_id: 1, permissions: ['a', 'b'] }],
		['in a list, as documented', { data: [{ access_token: 'T', user_id: '1', permissions: 'a,b' }] }],
	])('is read %s', (_name, stored) => {
		expect(parseStoredToken(stored)).toEqual({ accessToken: 'T', longLived: false, permissions: ['a', 'b'] });
	});

	it.each([[undefined], [{}], [{ access_token: '' }], [{ data: [] }], [{ access_token: null }], ['T']])(
		'is none in %j',
		(stored) => expect(parseStoredToken(stored)).toBeUndefined(),
	);

	it('reads back what was written', () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 1 }),
				fc.integer({ min: 0 }),
				fc.integer({ min: 1 }),
				(text, now, lifeMs) => {
					const token = renewedToken(
						undefined,
						{ accessToken: text, expiresInMs: lifeMs, permissions: ['a'] },
						now,
					);
					const stored = { ...token, account: { accountId: '17841400000000001', username: 'brand' } };
					expect(parseStoredToken(toOauthTokenData(stored))).toEqual(stored);
				},
			),
		);
	});

	it('counts as short-lived after a reconnect, which keeps the stale keys of the token before', () => {
		const before = toOauthTokenData({
			accessToken: 'OLD',
			longLived: true,
			obtainedAtMs: NOW,
			expiresAtMs: NOW + DAY_MS,
		});
		expect(parseStoredToken({ ...before, access_token: 'NEW' })).toMatchObject({
			accessToken: 'NEW',
			longLived: false,
		});
		expect(parseStoredToken({ ...before, data: [{ access_token: 'NEW' }] })).toMatchObject({
			accessToken: 'NEW',
			longLived: false,
		});
	});
});

describe('what to do with a token', () => {
	const long = (ageMs: number, expiresInMs = 60 * DAY_MS - ageMs) => ({
		accessToken: 'T',
		longLived: true,
		obtainedAtMs: NOW - ageMs,
		expiresAtMs: NOW + expiresInMs,
	});

	it.each([
		['a fresh login', { accessToken: 'T', longLived: false }, 'exchange'],
		['a new long-lived token', long(0), 'use'],
		['just younger than a week', long(RENEW_AFTER_MS - 1), 'use'],
		['a week old', long(RENEW_AFTER_MS), 'refresh'],
		['59 days old', long(59 * DAY_MS), 'refresh'],
		['expired by the clock, about which Meta is asked', long(60 * DAY_MS), 'refresh'],
		['from the future', long(-HOUR_MS), 'refresh'],
		['from another machine whose clock is a little ahead', long(-60_000), 'use'],
		['of unknown age', { accessToken: 'T', longLived: true }, 'refresh'],
	])('%s', (_name, token, action) => expect(nextTokenAction(token, NOW)).toBe(action));

	it('never asks Meta to renew a token younger than 24 hours, unless the clock contradicts itself', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 90 * DAY_MS }), (ageMs) => {
				if (nextTokenAction(long(ageMs), NOW) !== 'refresh') return;
				expect(ageMs).toBeGreaterThanOrEqual(DAY_MS);
			}),
		);
	});

	it('renews one whose age was wrong in a day', () => {
		const token = withAgeUnknown(long(60 * DAY_MS), NOW);
		expect(nextTokenAction(token, NOW)).toBe('use');
		expect(nextTokenAction(token, NOW + DAY_MS)).toBe('refresh');
		expect(token.expiresAtMs).toBeUndefined();
	});
});

describe('the answers of Meta', () => {
	it('give the life of a token in seconds, or 60 days', () => {
		expect(parseTokenGrant({ access_token: 'L', expires_in: 5183944 })?.expiresInMs).toBe(5_183_944_000);
		expect(parseTokenGrant({ access_token: 'L' })?.expiresInMs).toBe(60 * DAY_MS);
		expect(parseTokenGrant({ error: 'x' })).toBeUndefined();
	});

	it('name the account by user_id, and keep the app-scoped id apart', () => {
		expect(parseAccount({ id: '37219989057646241', user_id: '17841400008460056', username: 'x' })).toEqual({
			accountId: '17841400008460056',
			username: 'x',
			appScopedId: '37219989057646241',
		});
		expect(parseAccount({ data: [{ user_id: '1', username: 'x' }] })?.accountId).toBe('1');
		expect(parseAccount({ id: '37219989057646241', username: 'x' })).toBeUndefined();
	});
});
