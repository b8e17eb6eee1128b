import fc from 'fast-check';

import { parseGraphJson, unwrapSingle } from '../../../nodes/Instagram/protocol/json';

describe("Meta's JSON", () => {
	it('keeps ids exact that JavaScript would round', () => {
		expect(parseGraphJson('{"user_id": 37219989057646241, "ids":[17841400008460057]}')).toEqual({
			user_id: '37219989057646241',
			ids: ['17841400008460057'],
		});
	});

	it('makes every id a text, and leaves other numbers', () => {
		expect(parseGraphJson('{"id":1,"ad_id":22,"like_count":3,"width":1.5}')).toEqual({
			id: '1',
			ad_id: '22',
			like_count: 3,
			width: 1.5,
		});
	});

	it('leaves digits inside texts alone', () => {
		expect(parseGraphJson('{"text":"call 12345678901234567890 \\"12345678901234567\\""}')).toEqual({
			text: 'call 12345678901234567890 "12345678901234567"',
		});
	});

	it('reads whatever JSON.parse reads, apart from long numbers and ids', () => {
		fc.assert(
			fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
				const plain = JSON.stringify(value);
				const expected: unknown = JSON.parse(plain, (key, inner: unknown) => {
					if (typeof inner !== 'number') return inner;
					if (/(^|_)id$/.test(key)) return String(inner);
					return Number.isInteger(inner) && /^-?\d{16,}$/.test(JSON.stringify(inner))
						? JSON.stringify(inner)
						: inner;
				});
				expect(parseGraphJson(plain)).toEqual(expected);
			}),
		);
	});

	it.each(['', '<html></html>', '{"a":'])('is undefined for %j', (text) => {
		expect(parseGraphJson(text)).toBeUndefined();
	});

	it.each<[string, string]>([
		['a text of 80,000 escaped quotes', JSON.stringify({ id: 5, text: '"'.repeat(80_000) })],
		['ten megabytes of texts and ids', JSON.stringify(Array(40_000).fill({ id: 5, text: 'x'.repeat(220) }))],
		['ten megabytes of white space', `${' '.repeat(1e7)}{"id":5}`],
		['a number of a million digits', `{"id":5,"count":${'1'.repeat(1e6)}}`],
	])('reads %s', (_, text) => {
		const parsed = parseGraphJson(text);
		const [first] = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
		expect(first).toMatchObject({ id: '5' });
	});

	it.each<[string, string]>([
		['a text of ten megabytes that does not end', `{"a":"${'\\"'.repeat(5e6)}`],
		['ten megabytes of backslashes', `{"a":"${'\\'.repeat(1e7)}`],
		['lists in lists, 100,000 deep', '['.repeat(1e5) + ']'.repeat(1e5)],
		['objects in objects, 100,000 deep', '{"a":'.repeat(1e5) + '1' + '}'.repeat(1e5)],
	])('refuses %s', (_, text) => expect(parseGraphJson(text)).toBeUndefined());

	it('comes flat or in a list', () => {
		expect(unwrapSingle({ data: [{ a: 1 }] })).toEqual({ a: 1 });
		expect(unwrapSingle({ a: 1 })).toEqual({ a: 1 });
		expect(unwrapSingle({ data: [] })).toEqual({});
		expect(unwrapSingle(null)).toEqual({});
	});
});
