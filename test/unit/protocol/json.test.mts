import fc from 'fast-check';

import {
	hasExactIds,
	numberAt,
	parseGraphJson,
	recordAt,
	recordsAt,
	textAt,
	unwrapSingle,
	without,
} from '../../../nodes/Instagram/protocol/json';

describe("Meta's JSON", () => {
	it('keeps ids exact that JavaScript would round', () => {
		expect(parseGraphJson('{"user_id": 37219989057646241, "ids":[17841400008460057]}')).toEqual({
			user_id: '37219989057646241',
			ids: ['17841400008460057'],
		});
	});

	it.each([
		['{"id":"1","count":5}', true],
		['{"id":1,"count":5}', false],
		['{"id" :\n1}', false],
		['{"id":"1","at":123456789012345,"is":[1,-2.5e3,true,null]}', true],
		['{"value":12345678901234567}', false],
		['[1234567890123456]', false],
		['{"text":"\\\\","id":1}', false],
		['{"text":"\\"id\\":12345678901234567"}', true],
		[`${'['.repeat(200)}${']'.repeat(200)}`, true],
		[`${'['.repeat(201)}${']'.repeat(201)}`, false],
	])('knows whether JSON.parse would read the same (%#): %s', (text, isSame) =>
		expect(hasExactIds(Buffer.from(text))).toBe(isSame),
	);

	it('never says so where that would read something else', () => {
		const { value } = fc.letrec((tie) => ({
			value: fc.oneof(
				{ depthSize: 'medium' },
				fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double(), fc.boolean(), fc.constant(null)),
				fc.string({ unit: fc.constantFrom('"', '\\', '\n', ':', '1', 'i', 'd', 'é', '{', ']') }),
				fc.array(tie('value')),
				fc.dictionary(fc.constantFrom('id', 'ad_id', 'ids', 'paid', 'at', '"id'), tie('value')),
			),
		}));
		let exact = 0;
		fc.assert(
			fc.property(value, fc.constantFrom('', ' ', '\t', '\n'), (given, indent) => {
				const text = JSON.stringify(given, null, indent);
				if (!hasExactIds(Buffer.from(text))) return;
				exact += 1;
				expect(JSON.parse(text)).toEqual(parseGraphJson(text));
			}),
			{ numRuns: 500 },
		);
		expect(exact).toBeGreaterThan(50);
	});

	it('makes every id a text, and leaves other numbers', () => {
		expect(parseGraphJson('{"id":1,"ad_id":22,"like_count":3,"width":1.5}')).toEqual({
			id: '1',
			ad_id: '22',
			like_count: 3,
			width: 1.5,
		});
	});

	it.each<[string, unknown]>([
		['{"id" : 5}', { id: '5' }],
		['{"ideas":5,"paid":6,"ids":[7]}', { ideas: 5, paid: 6, ids: [7] }],
		['["id",5]', ['id', 5]],
		['{"name":"id","count":5}', { name: 'id', count: 5 }],
		['{"value":1234567890123456.5}', { value: 1234567890123456.5 }],
		['{"value":-12345678901234567}', { value: '-12345678901234567' }],
		[`{"id":${'1'.repeat(40)}}`, { id: '1'.repeat(40) }],
		// a backslash at the end of a text, and before a quote in it
		['{"text":"x\\\\","id":5}', { text: 'x\\', id: '5' }],
		['{"text":"x\\\\\\"y","id":5}', { text: 'x\\"y', id: '5' }],
	])('takes what names an object, and no more, for an ID: %s', (text, expected) =>
		expect(parseGraphJson(text)).toEqual(expected),
	);

	it.each(['0', '-1', '10.25', '1e5', '1E+15', '1e-10'])('makes a text of the id %s', (number) => {
		expect(parseGraphJson(`{"id":${number}}`)).toEqual({ id: number });
	});

	it.each(['01', '+1', '--1', '1-2', '.5', '1.', '1.x', '1.2.3', '1e', '1e5e5', '1e+-5', '1x5', '-'])(
		'makes no JSON of what is none: an id of %s',
		(number) => expect(parseGraphJson(`{"id":${number}}`)).toBeUndefined(),
	);

	it.each([
		['lists', '[', ']'],
		['objects', '{"a":', '}'],
	])(
		'takes %s in each other, 200 deep and no deeper, however many stand side by side',
		(_what, opens, closes) => {
			const nested = (depth: number) => `${opens.repeat(depth)}1${closes.repeat(depth)}`;
			expect(parseGraphJson(nested(200))).toBeDefined();
			expect(parseGraphJson(nested(201))).toBeUndefined();
			expect(parseGraphJson(`[${Array(300).fill(nested(2)).join(',')}]`)).toHaveLength(300);
		},
	);

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

describe('a value of a record', () => {
	it.each([
		['text', 'text', undefined],
		['', undefined, undefined],
		[' ', ' ', undefined],
		['5.5', '5.5', 5.5],
		[0, '0', 0],
		[5, '5', 5],
		[NaN, undefined, undefined],
		[Infinity, undefined, undefined],
		[true, undefined, undefined],
		[null, undefined, undefined],
		[[5], undefined, undefined],
		[{}, undefined, undefined],
		[undefined, undefined, undefined],
	])('%j is, as a text, %j, and as a number %j', (value, text, number) => {
		expect(textAt({ value }, 'value')).toBe(text);
		expect(numberAt({ value }, 'value')).toBe(number);
	});

	it.each([[{ a: 1 }], [{}]])('%j is a record', (value) => {
		expect(recordAt({ value }, 'value')).toBe(value);
	});

	it.each([[[]], [null], ['text'], [undefined]])('%j is no record', (value) => {
		expect(recordAt({ value }, 'value')).toBeUndefined();
	});

	it('of a list only the records count', () => {
		expect(recordsAt({ list: [{ a: 1 }, null, 'text', [], { b: 2 }] }, 'list')).toEqual([{ a: 1 }, { b: 2 }]);
		expect(recordsAt({ list: { a: 1 } }, 'list')).toEqual([]);
	});

	it('may be left out', () => {
		expect(without({ a: 1, b: 2, c: 3 }, 'a', 'c', 'd')).toEqual({ b: 2 });
	});
});
