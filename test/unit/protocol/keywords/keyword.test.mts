import { readKeyword, splitKeywords } from '../../../../nodes/Instagram/protocol/keywords/keyword';

function matches(keyword: string, text: string): boolean {
	const read = readKeyword(keyword);
	if (!('matches' in read)) throw new Error(read.problem);
	return read.matches(text);
}

it.each<[string, string[]]>([
	['price, how much', ['price', 'how much']],
	['a,b\n c', ['a', 'b', 'c']],
	['/a{1,3}/, b', ['/a{1,3}/', 'b']],
	['/a,b/im \n/c,d/', ['/a,b/im', '/c,d/']],
	['/half, price', ['/half', 'price']],
	['w/o, and/or', ['w/o', 'and/or']],
	['/a/ b, c', ['/a/ b', 'c']],
	['/a/9, c', ['/a/9', 'c']],
	[' , \n', []],
	['', []],
])('%j holds the keywords %j', (text, keywords) => expect(splitKeywords(text)).toEqual(keywords));

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
		['hi', 'Delhi', false],
		['hi', 'ahi', false],
		['hi', '𐐨hi', false],
		['hi', 'hi𐐨', false],
		['hi!', 'hi!there', true],
		[' price ', 'the price!', true],
		// slashes that do not enclose the whole
		['w/o/', 'an o', false],
		['/a/1', 'a', false],
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
		['/^(){1000000}$/', '', true],
		['/a{,5}/', 'a{,5}', true],
		['/\\u{1F44B}/', '👋', true],
		['/\\u{10ffff}/', '\u{10ffff}', true],
		['/^[a-]+$/', 'a-a', true],
		['/^[a-a]$/', 'a', true],
		['/^[\\n\\-]+$/', '\n-', true],
		['/[\\b]/', '\b', true],
		['/[\\b]/', 'b', false],
		// two letters in capitals, but no S
		['/^s/i', 'ß', false],
		[`/${'a'.repeat(500)}/`, 'a'.repeat(500), true],
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
		['/a{2000}/', /too many repetitions/],
		['/a{1000000}/', /too many repetitions/],
		['/(a?){1,1000000}/', /too many repetitions/],
		['/(((a{1000}){1000}){1000})/', /too many repetitions/],
		[`/${'('.repeat(60)}a${')'.repeat(60)}/`, /too many groups/],
		['/\\p{L}/', /the escape/],
		['/^*a/', /nothing to repeat/],
		['/a*{2}/', /nothing to repeat/],
		['/a{1001,}/', /too many repetitions/],
		['/a{0,1001}/', /too many repetitions/],
		['/(?x<a>b)/', /lookahead/],
		['/[a-\\d]/', /out of order/],
		['/[a-/', /an end in the middle/],
		['/\\x4/', /not a character/],
		['/\\x4g/', /not a character/],
		['/\\xg4/', /not a character/],
		['/\\u{}/', /not a character/],
		['/\\u{110000}/', /not a character/],
		['\u200b', /no visible character/],
		['/a/y', /the flag y/],
		[`/${'a'.repeat(501)}/`, /longer than 500/],
	])('%s is refused with the reason', (keyword, problem) => {
		expect(readKeyword(keyword)).toEqual({ problem: expect.stringMatching(problem) as string });
	});

	/** Those that a class names, their neighbours, and the last one of all. */
	const characters = [
		[0, 0x180],
		[0x167f, 0x1681],
		[0x1fff, 0x2060],
		[0x2fff, 0x3001],
		[0xfefe, 0xff00],
		[0x10ffff, 0x10ffff],
	].flatMap(([first = 0, last = 0]) =>
		Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)),
	);
	const CLASSES = ['\\d', '\\D', '\\w', '\\W', '\\s', '\\S'];

	it.each([...CLASSES, ...CLASSES.map((one) => `[${one}]`), '[\\D\\d]', '[^\\W_]', '[^\\S\\n]'])(
		'%s stands for the characters that JavaScript has for it',
		(source) => {
			const read = readKeyword(`/^${source}$/`);
			if (!('matches' in read)) throw new Error(read.problem);
			const native = new RegExp(`^${source}$`, 'u');
			expect(characters.filter(read.matches)).toEqual(characters.filter((one) => native.test(one)));
		},
	);

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
