import { readKeyword } from '../../../../nodes/Instagram/protocol/keywords/keyword';

function matches(keyword: string, text: string): boolean {
	const read = readKeyword(keyword);
	if (!('matches' in read)) throw new Error(read.problem);
	return read.matches(text);
}

describe('a word or phrase', () => {
	it.each([
		['price', 'What is the PRICE?', true],
		['Price', 'price', true],
		['hi', 'this', false],
		['hi', 'hi!', true],
		['hi', 'oh hi, hi', true],
		['info', 'information', false],
		['info', 'information, more info', true],
		['how much', 'So how  much\nis it', true],
		['café', 'cafe\u0301', true],
		['straße', 'Straße 5', true],
		['ni', 'año niño', false],
		['価格', '商品の価格は', true],
		['ราคา', 'บอกราคาหน่อย', true],
		['🔥', 'wow🔥🔥', true],
		['50%', '50% off', true],
		['a.c', 'abc', false],
		['/half', 'a /half', true],
		['price', '', false],
		['❤️', 'I ❤ it', true],
		['❤', 'I ❤️ it', true],
		['istanbul', 'İSTANBUL!', true],
		['İstanbul', 'istanbul', true],
		['ISPARTA', 'ısparta', true],
		['STRASSE', 'straße', true],
		['ΟΔΟΣ', 'οδος', true],
		['οδοσ', 'ΟΔΟΣ', true],
		['привет', 'ПРИВЕТ', true],
		['ქართული', 'ᲥᲐᲠᲗᲣᲚᲘ', true],
		['price', 'pr\u200bice', true],
		['pr\u200dice', 'price', true],
		['price', 'p\u00adr\u2060ice\ufeff', true],
		['سلام', '\u200fسلام\u200e', true],
	])('%j in %j: %s', (keyword, text, expected) => {
		expect(matches(keyword, text)).toBe(expected);
	});
});

describe('a regular expression', () => {
	it.each([
		['/price|cost/i', 'The COST', true],
		['/price|cost/', 'The COST', false],
		['/^yes$/i', 'Yes', true],
		['/^yes$/i', 'Yes!', false],
		['/^b$/m', 'a\nb\nc', true],
		['/a.b/', 'a\nb', false],
		['/a.b/s', 'a\nb', true],
		['/\\bhi\\b/', 'oh hi', true],
		['/order #?\\d{3,5}/i', 'Order #12345', true],
		['/order #?\\d{3,5}$/i', 'order 12', false],
		['/[^a-z ]/', 'abc d', false],
		['/(?:ja|nein)+/', 'jaja', true],
		['/(?<word>x)y/', 'xy', true],
		['/\\u00e9|\\x41/', 'A', true],
		['/[\\d-]+x/', '12-3x', true],
		['/👋{2}/u', '👋👋', true],
	])('%s in %j: %s', (keyword, text, expected) => {
		expect(matches(keyword, text)).toBe(expected);
	});

	it.each([
		['/(a)\\1/', /back reference/],
		['/a(?=b)/', /lookahead/],
		['/(?<!a)b/', /lookahead or lookbehind/],
		['/(/', /\( without its \)/],
		['/a)/', /\) without its \(/],
		['/*a/', /nothing to repeat/],
		['/a**/', /nothing to repeat/],
		['/a{5,2}/', /out of order/],
		['/[z-a]/', /out of order/],
		['/[a/', /an end in the middle/],
		['/a{2000}/', /more than 1000/],
		['/(((a{1000}){1000}){1000})/', /too many repetitions/],
		[`/${'('.repeat(60)}a${')'.repeat(60)}/`, /too many groups/],
		['/\\p{L}/', /the escape/],
		['/a/y', /the flag y/],
		[`/${'a'.repeat(501)}/`, /longer than 500/],
	])('%s is refused with the reason', (keyword, problem) => {
		expect(readKeyword(keyword)).toEqual({ problem: expect.stringMatching(problem) as string });
	});

	it('takes a time that grows with the text, whatever the pattern', () => {
		const text = `${'a'.repeat(2000)}!`;
		for (const pattern of [
			'/(a+)+$/',
			'/(a|a)*$/',
			'/(a|aa)+$/',
			'/(.*)*x/',
			'/a*a*a*a*a*a*b/',
			'/((a?){15}){10}c/',
			'/(((){1000}){1000}){1000}/',
		]) {
			expect(typeof matches(pattern, text)).toBe('boolean');
		}
	});
});
