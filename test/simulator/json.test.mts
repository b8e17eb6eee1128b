import fc from 'fast-check';

import { parseFields } from '../../simulator/state/fields.mts';
import { Ids } from '../../simulator/state/ids.mts';
import { metaJson, metaTime, parseJsonKeepingIds } from '../../simulator/state/json.mts';

test('metaJson says the same as JSON.stringify, in ASCII', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const text = metaJson(value);
			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
			expect(/^[\x20-\x7e]*$/.test(text)).toBe(true);
			expect(/(^|[^\\])\//.test(text)).toBe(false);
		}),
	);
	expect(metaJson({ id: 37219989057646241n, left: undefined })).toBe('{"id":37219989057646241}');
});

test('parseJsonKeepingIds keeps digits and changes nothing else', () => {
	expect(
		parseJsonKeepingIds(
			'{"creation_id":17889615691921649,"n":12,"f":1.5,"s":"17889615691921649: 99999999999999999"}',
		),
	).toEqual({
		creation_id: '17889615691921649',
		n: 12,
		f: 1.5,
		s: '17889615691921649: 99999999999999999',
	});
	fc.assert(
		fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
			fc.pre(!/\d{16}/.test(JSON.stringify(value)));
			expect(parseJsonKeepingIds(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});

test('ids have 17 digits and do not survive a JavaScript number', () => {
	const ids = new Ids(1);
	const made = [ids.account(), ids.appScoped(), ids.igsid(), ids.media(), ids.container(), ids.comment()];
	for (const id of made) {
		expect(id).toMatch(/^\d{17}$/);
		expect(String(Number(id))).not.toBe(id);
	}
});

test('parseFields', () => {
	expect(parseFields('id,comments.limit(5){id, replies{text}},permalink')).toEqual([
		{ name: 'id', args: {} },
		{
			name: 'comments',
			args: { limit: '5' },
			fields: [
				{ name: 'id', args: {} },
				{ name: 'replies', args: {}, fields: [{ name: 'text', args: {} }] },
			],
		},
		{ name: 'permalink', args: {} },
	]);
	for (const wrong of ['', ',', 'a,', 'a{', 'a{}', 'a}', '1a']) expect(parseFields(wrong)).toBeUndefined();
});

test('times have no colon in the offset', () => {
	expect(metaTime(Date.UTC(2019, 8, 26, 22, 36, 43))).toBe('2019-09-26T22:36:43+0000');
});
