/**
 * The token credential as n8n stores it: which token is in use, whether it has to be renewed, and that the
 * expressions which n8n evaluates say the same.
 */
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';

import {
	AUTHORIZATION,
	parsePastedToken,
	SESSION,
	toStoredText,
	type Renewal,
	type TokenRefusal,
} from '../../../nodes/Instagram/protocol/pastedToken';
import {
	CLOCK_TOLERANCE_MS,
	DAY_MS,
	REFRESH_AGAIN_AFTER_MS,
	RENEW_AFTER_MS,
} from '../../../nodes/Instagram/protocol/tokens';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const account = { accountId: '17841', username: 'brand', appScopedId: '5' };

const renewed = (more: Partial<Renewal> = {}) =>
	toStoredText({
		pasted: 'P',
		token: 'R',
		atMs: NOW - DAY_MS,
		expiresAtMs: NOW + 59 * DAY_MS,
		account,
		...more,
	});
const refused = (more: Partial<TokenRefusal> = {}) =>
	toStoredText({ token: 'P', atMs: NOW - 1000, account, ...more });
const credential = (more: object = {}) => ({
	accessToken: 'P',
	renewedToken: '',
	refusedToken: '',
	...more,
});

it.each<[string, object, object]>([
	['was never renewed', {}, { accessToken: 'P', fresh: false }],
	['was pasted with spaces', { accessToken: ' P\n' }, { accessToken: 'P', fresh: false }],
	[
		'was renewed',
		{ renewedToken: renewed() },
		{ accessToken: 'R', fresh: true, account, expiresAtMs: NOW + 59 * DAY_MS },
	],
	[
		'was renewed a week ago',
		{ renewedToken: renewed({ atMs: NOW - RENEW_AFTER_MS }) },
		{ accessToken: 'R', fresh: false, account, expiresAtMs: NOW + 59 * DAY_MS },
	],
	[
		'has taken the place of one that was renewed',
		{ renewedToken: renewed({ pasted: 'Q' }) },
		{ accessToken: 'P', fresh: false },
	],
	['was refused a moment ago', { refusedToken: refused() }, { accessToken: 'P', fresh: true, account }],
	[
		'was refused so long ago that Meta may renew it now',
		{ refusedToken: refused({ atMs: NOW - REFRESH_AGAIN_AFTER_MS }) },
		{ accessToken: 'P', fresh: false, account },
	],
	[
		'has taken the place of one that was refused',
		{ refusedToken: refused({ token: 'Q' }) },
		{ accessToken: 'P', fresh: false },
	],
	[
		'was renewed, and then refused',
		{
			renewedToken: renewed({ atMs: NOW - RENEW_AFTER_MS, account: undefined }),
			refusedToken: refused({ token: 'R' }),
		},
		{ accessToken: 'R', fresh: true, account, expiresAtMs: NOW + 59 * DAY_MS },
	],
	[
		'has expired by a clock that may be wrong',
		{ renewedToken: renewed({ expiresAtMs: NOW }) },
		{ accessToken: 'R', fresh: true, account },
	],
	[
		'was renewed in the future by that clock',
		{ renewedToken: renewed({ atMs: NOW + CLOCK_TOLERANCE_MS + 1 }) },
		{ accessToken: 'R', fresh: false, account },
	],
	[
		'was renewed nobody knows when',
		{ renewedToken: '{"pasted":"P","token":"R"}' },
		{ accessToken: 'R', fresh: false },
	],
	[
		'stands beside a broken text',
		{ renewedToken: '{', refusedToken: 'null' },
		{ accessToken: 'P', fresh: false },
	],
	['stands beside no text', { renewedToken: undefined, refusedToken: 5 }, { accessToken: 'P', fresh: false }],
])('a token that %s', (_which, more, expected) => {
	expect(parsePastedToken(credential(more), NOW)).toEqual({ pasted: 'P', ...expected });
});

it.each([[undefined], [null], ['P'], [{}], [{ accessToken: '' }], [{ accessToken: ' \n' }]])(
	'there is no token in %j',
	(given) => expect(parsePastedToken(given, NOW)).toBeUndefined(),
);

it('the expressions of the credential say the same', () => {
	const evaluate = (expression: string, given: object) => {
		const inner = /\{\{(.*)\}\}/s.exec(expression)?.[1] ?? '';
		return runInNewContext(inner, { $self: given, $credentials: given, Date: { now: () => NOW } }) as unknown;
	};
	const tokens = fc.constantFrom('P', 'Q', 'R');
	const times = fc.constantFrom(
		...[0, RENEW_AFTER_MS, REFRESH_AGAIN_AFTER_MS, -CLOCK_TOLERANCE_MS].flatMap((ageMs) => [
			NOW - ageMs - 1,
			NOW - ageMs,
			NOW - ageMs + 1,
		]),
	);
	fc.assert(
		fc.property(
			fc.constantFrom('P', ' P\n', 'Q'),
			fc.option(fc.record({ pasted: tokens, token: tokens, atMs: times, expiresAtMs: times })),
			fc.option(fc.record({ token: tokens, atMs: times })),
			(accessToken, renewal, refusal) => {
				const given = {
					accessToken,
					renewedToken: renewal ? toStoredText(renewal) : '',
					refusedToken: refusal ? toStoredText(refusal) : '',
				};
				const read = parsePastedToken(given, NOW);
				expect(evaluate(SESSION, given)).toBe(read?.fresh ? 'fresh' : '');
				expect(evaluate(AUTHORIZATION, given)).toBe(read?.accessToken);
			},
		),
		{ numRuns: 300 },
	);
});
