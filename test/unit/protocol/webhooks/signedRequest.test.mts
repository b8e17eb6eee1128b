/** `signed_request` and the confirmation code, with Meta's own example. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';

import {
	makeConfirmationCode,
	readConfirmationCode,
} from '../../../../nodes/Instagram/protocol/webhooks/confirmationCode';
import { readSignedRequest } from '../../../../nodes/Instagram/protocol/webhooks/signedRequest';

const SECRET = 'client_secret_shhhhhh!';
const PAYLOAD = { algorithm: 'HMAC-SHA256', expires: 1291840400, issued_at: 1291836800, user_id: '218471' };

function sign(payload: unknown, { secret = SECRET, padded = false } = {}): string {
	const pad = (text: string) => (padded ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text);
	const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
	const encoded = pad(Buffer.from(text).toString('base64url'));
	return `${pad(createHmac('sha256', secret).update(encoded).digest('base64url'))}.${encoded}`;
}

it.each([
	['as Meta writes it', sign(PAYLOAD)],
	['padded', sign(PAYLOAD, { padded: true })],
	['with the name of the algorithm in small letters', sign({ ...PAYLOAD, algorithm: 'hmac-sha256' })],
	['with a number for an ID', sign({ ...PAYLOAD, user_id: 218471 })],
])('is read %s', (_how, text) => {
	expect(readSignedRequest(text, ['', 'other', SECRET])).toMatchObject({
		userId: '218471',
		issuedAtMs: 1291836800000,
	});
});

it('keeps every digit of a long ID', () => {
	const text = sign('{"algorithm":"HMAC-SHA256","user_id":37219989057646241}');
	expect(readSignedRequest(text, [SECRET])).toEqual({
		userId: '37219989057646241',
		payload: { algorithm: 'HMAC-SHA256', user_id: '37219989057646241' },
	});
});

it.each([
	['missing', undefined],
	['missing', ''],
	['malformed', 'abc'],
	['malformed', `${sign(PAYLOAD)}.more`],
	['malformed', 'YWJj.YWJj'],
	['malformed', `${sign(PAYLOAD)}%`],
	['malformed', sign('no json')],
	['malformed', sign({ algorithm: 'HMAC-SHA256' })],
	['mismatch', sign(PAYLOAD, { secret: 'other' })],
	['algorithm', sign({ ...PAYLOAD, algorithm: 'none' })],
	['algorithm', sign({ user_id: '218471' })],
] as const)('is %s: %s', (problem, text) => expect(readSignedRequest(text, [SECRET])).toBe(problem));

it('matches no secret that is empty', () => {
	expect(readSignedRequest(sign(PAYLOAD, { secret: '' }), [''])).toBe('mismatch');
	expect(readSignedRequest(sign(PAYLOAD), [])).toBe('mismatch');
});

it('no change of a single character passes', () => {
	const text = sign(PAYLOAD);
	fc.assert(
		fc.property(fc.integer({ min: 0, max: text.length - 1 }), fc.base64String(), (at, letters) => {
			const letter = letters[0] ?? '_';
			const changed = text.slice(0, at) + letter + text.slice(at + 1);
			const read = readSignedRequest(changed, [SECRET]);
			// the last character of the signature has two bits that count for nothing
			if (typeof read === 'object') expect(read.payload).toEqual(PAYLOAD);
			else expect(['malformed', 'mismatch']).toContain(read);
		}),
	);
});

describe('a confirmation code', () => {
	const AT_MS = Date.UTC(2026, 10, 25, 13, 45);

	it('carries the time of the request, in letters and digits, and not the person', () => {
		const code = makeConfirmationCode(SECRET, '218471', AT_MS);
		expect(code).toMatch(/^[a-z0-9]+$/);
		expect(code).not.toContain('218471');
		expect(readConfirmationCode(` ${code.toUpperCase()}`, ['other', SECRET])).toBe(AT_MS);
		expect(makeConfirmationCode(SECRET, '218471', AT_MS)).toBe(code);
		expect(makeConfirmationCode(SECRET, '218472', AT_MS)).not.toBe(code);
	});

	it('cannot be made with a secret that is not filled in', () => {
		const code = makeConfirmationCode('', '218471', AT_MS);
		expect(readConfirmationCode(code, [''])).toBeUndefined();
	});

	it('cannot be made up, nor changed', () => {
		const code = makeConfirmationCode(SECRET, '218471', AT_MS);
		expect(readConfirmationCode(code, ['other', ''])).toBeUndefined();
		for (const wrong of ['', 'abc', code.slice(1), `${code}0`, `f${code.slice(1)}`, code.replace(/.$/, 'g')])
			expect(readConfirmationCode(wrong, [SECRET])).toBeUndefined();
	});
});
