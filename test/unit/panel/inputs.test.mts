/** The forms in which values reach a field: what a panel, a sheet, a Set node or a model gives. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { readEntries, readJson, readTextList } from '../../../nodes/Instagram/panel/lists';
import {
	readFlag,
	readInstagramId,
	readOpaqueId,
	readOptionalFlag,
	readOptionalInteger,
	readOptionalText,
	readOptionalTime,
} from '../../../nodes/Instagram/panel/parameters';
import type { Source } from '../../../nodes/Instagram/panel/source';

const FIELD = { name: 'additionalFields.field', label: 'Field' };

/** An item whose field an expression fills; with nothing given the field is absent. */
function sourceOf(...given: unknown[]): Source {
	const ctx = {
		getNodeParameter: (_name: string, _index: number, fallback: unknown) =>
			given.length === 0 ? fallback : given[0],
		getTimezone: () => 'Europe/Berlin',
	};
	return { ctx: ctx as unknown as IExecuteFunctions, itemIndex: 0 };
}

describe('a list', () => {
	it.each<[string, unknown]>([
		['an array', ['one', 'two']],
		['an array with blanks and gaps', [' one ', '', null, 'two']],
		["rows of the panel, one of them still empty, which n8n's editor stores as []", ['one', [], 'two']],
		['a text with commas', 'one, two'],
		['a text with lines', 'one\ntwo\n'],
		['JSON as text', '["one","two"]'],
		['JSON as text, quoted', JSON.stringify('["one","two"]')],
		['JSON as text, quoted twice', JSON.stringify(JSON.stringify('["one","two"]'))],
	])('comes as %s', (_, value) => {
		expect(readTextList(sourceOf(value), FIELD)).toEqual(['one', 'two']);
		expect(readEntries(sourceOf(value), FIELD)).toEqual(['one', 'two']);
	});

	it('keeps commas inside URLs', () => {
		const urls = 'https://a.example.test/x,y.jpg, https://b.example.test/';
		expect(readEntries(sourceOf(urls), FIELD)).toHaveLength(2);
	});

	it.each([[[{ a: 1 }]], [{ a: 1 }]])('says which form is wanted when it gets %j', (value) => {
		expect(() => readTextList(sourceOf(value), FIELD)).toThrow(/^Field must be a list/);
	});
});

const readers: ReadonlyArray<readonly [string, (source: Source) => unknown, unknown]> = [
	['text', (source) => readOptionalText(source, FIELD), undefined],
	['switch', (source) => readFlag(source, FIELD), false],
	['switch that may be absent', (source) => readOptionalFlag(source, FIELD), undefined],
	['number', (source) => readOptionalInteger(source, FIELD, { min: 1 }), undefined],
	['time', (source) => readOptionalTime(source, FIELD), undefined],
	['JSON', (source) => readJson(source, FIELD), undefined],
	['list', (source) => readTextList(source, FIELD), []],
	['list of entries', (source) => readEntries(source, FIELD), []],
];

describe.each(readers)('an optional %s', (_, read, nothing) => {
	it.each<[string, unknown[]]>([
		['is absent', []],
		['is an empty text', ['']],
		['is null', [null]],
		['is undefined', [undefined]],
	])('counts as not given when it %s', (_how, given) => {
		expect(read(sourceOf(...given))).toEqual(nothing);
	});
});

describe('an ID', () => {
	it('loses characters that nobody sees', () => {
		expect(readInstagramId(sourceOf('\u200b17870913679156914\u2060 '), FIELD)).toBe('17870913679156914');
		expect(readOpaqueId(sourceOf('\ufeffaWdf\u200dZA='), FIELD)).toBe('aWdfZA=');
	});

	it.each([[['1']], [{ id: '1' }], [{ value: ['1'] }]])('must be a text, not %j', (value) => {
		expect(() => readInstagramId(sourceOf(value), FIELD)).toThrow('Field must be a text');
	});
});

describe('JSON', () => {
	it.each(['{"a":1}', JSON.stringify('{"a":1}'), JSON.stringify(JSON.stringify('{"a":1}'))])(
		'is read, however often it was quoted: %s',
		(text) => expect(readJson(sourceOf(text), FIELD)).toEqual({ a: 1 }),
	);
});
