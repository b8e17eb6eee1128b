/** The signature covers the bytes as they came, and nothing but the right secret makes it. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { equalsSecret, verifySignature } from '../../../../nodes/Instagram/protocol/webhooks/signature';

const SECRET = '1dfa9c3b5e7f4a6d8c2b0e9f7a5d3c1b';
const sign = (bytes: Buffer, secret = SECRET) =>
	`sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;

describe('known answers', () => {
	it.each([
		// computed with: printf '%s' BODY | openssl dgst -sha256 -hmac secret
		['{}', 'secret', '77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13'],
		[
			'{"text":"caf\\u00e9","url":"https:\\/\\/a.b"}',
			'secret',
			'91d57569a397c40feff1d8b5c471d4f2e9a0579db85866a6b831859a6ebcde11',
		],
	])('%s', (body, secret, hex) => {
		expect(verifySignature(Buffer.from(body), `sha256=${hex}`, [secret])).toBe('valid');
	});

	it('bytes of a delivery are valid as they came, and not when written anew', () => {
		const bytes = readFileSync(join(__dirname, '../../../fixtures/webhooks/message-text.json'));
		const anew = Buffer.from(JSON.stringify(JSON.parse(bytes.toString('utf8'))));
		expect(verifySignature(bytes, sign(bytes), [SECRET])).toBe('valid');
		expect(anew.equals(bytes)).toBe(false);
		expect(verifySignature(anew, sign(bytes), [SECRET])).toBe('mismatch');
	});
});

describe('the secrets', () => {
	const bytes = Buffer.from('{"object":"instagram"}');

	it('are tried in turn', () => {
		expect(verifySignature(bytes, sign(bytes, 'second'), ['first', 'second'])).toBe('valid');
		expect(verifySignature(bytes, sign(bytes, 'third'), ['first', 'second'])).toBe('mismatch');
	});

	it('that are empty never match, not even a signature made with an empty one', () => {
		expect(verifySignature(bytes, sign(bytes, ''), [''])).toBe('mismatch');
		expect(verifySignature(bytes, sign(bytes, ''), [])).toBe('mismatch');
	});
});

it.each([
	[undefined, 'missing'],
	['', 'missing'],
	['sha256=', 'malformed'],
	[`sha1=${'0'.repeat(40)}`, 'malformed'],
	['0'.repeat(64), 'malformed'],
	[`sha256=${'0'.repeat(63)}`, 'malformed'],
	[`sha256=${'0'.repeat(65)}`, 'malformed'],
	[`sha256=${'A'.repeat(64)}`, 'malformed'],
	[` sha256=${'0'.repeat(64)}`, 'malformed'],
	[`sha256=${'0'.repeat(64)}\n`, 'malformed'],
	[`sha256=${'0'.repeat(64)}`, 'mismatch'],
])('the header %j is %s', (header, verdict) => {
	expect(verifySignature(Buffer.from('{}'), header, [SECRET])).toBe(verdict);
});

it('any changed byte of body, signature or secret is refused', () => {
	const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
	fc.assert(
		fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (body, position, change) => {
			const original = Buffer.from(body);
			const header = sign(original);
			expect(verifySignature(original, header, [SECRET])).toBe('valid');
			const changed = Buffer.from(body);
			changed[position % changed.length]! ^= change;
			expect(verifySignature(changed, header, [SECRET])).toBe('mismatch');
			const at = 7 + (position % 64);
			const digit = ((parseInt(header[at]!, 16) + 1 + (change % 15)) % 16).toString(16);
			expect(verifySignature(original, header.slice(0, at) + digit + header.slice(at + 1), [SECRET])).toBe(
				'mismatch',
			);
			expect(verifySignature(original, header, [`${SECRET}x`, SECRET.slice(1)])).toBe('mismatch');
		}),
	);
});

it.each([
	['word', 'word', true],
	['word', 'Word', false],
	['word', 'word ', false],
	['', '', false],
	['word', '', false],
])('verify token %j, received %j: %s', (expected, received, same) => {
	expect(equalsSecret(expected, received)).toBe(same);
});
