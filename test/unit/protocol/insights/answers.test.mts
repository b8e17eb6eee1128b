/** Both shapes in which Meta gives numbers, and what is missing. */
import { parseMetric, sumBreakdowns, sumValues } from '../../../../nodes/Instagram/protocol/insights/answers';
import { unavailableReason } from '../../../../nodes/Instagram/protocol/insights/unavailable';

it('reads total_value with its breakdown', () => {
	const results = [
		{ dimension_values: ['CAROUSEL_CONTAINER'], value: 100 },
		{ dimension_values: ['POST'], value: 124 },
	];
	const metric = {
		name: 'reach',
		period: 'day',
		total_value: { value: 224, breakdowns: [{ dimension_keys: ['media_product_type'], results }] },
	};
	expect(parseMetric(metric)).toEqual({
		name: 'reach',
		value: 224,
		breakdown: { CAROUSEL_CONTAINER: 100, POST: 124 },
		days: [],
	});
});

it('reads values with and without a day', () => {
	expect(parseMetric({ name: 'views', values: [{ value: 12 }] })).toEqual({
		name: 'views',
		value: 12,
		days: [],
	});
	const series = {
		name: 'reach',
		values: [{ value: 32, end_time: '2022-08-01T07:00:00+0000' }, { end_time: '2022-08-02T07:00:00+0000' }],
	};
	expect(parseMetric(series).days).toEqual([
		{ endTime: '2022-08-01T07:00:00+0000', value: 32 },
		{ endTime: '2022-08-02T07:00:00+0000', value: null },
	]);
});

it.each([{}, { name: 'x', values: [] }, { name: 'x', total_value: {} }, { name: 'x', values: 'none' }])(
	'reads %j as null, not 0',
	(metric) => {
		expect(parseMetric(metric).value).toBeNull();
	},
);

it('keeps a 0 that Meta gives', () => {
	expect(parseMetric({ name: 'x', total_value: { value: 0 } }).value).toBe(0);
});

it('joins several dimensions', () => {
	const total = { breakdowns: [{ results: [{ dimension_values: ['25-34', 'F'], value: 3 }] }] };
	expect(parseMetric({ name: 'x', total_value: total }).breakdown).toEqual({ '25-34, F': 3 });
});

it('adds what is there', () => {
	expect(sumValues([1, null, 2])).toBe(3);
	expect(sumValues([null, null])).toBeNull();
	expect(sumBreakdowns([{ a: 1, b: 2 }, { b: 3 }])).toEqual({ a: 1, b: 5 });
});

describe('a refusal without numbers', () => {
	it.each([
		[{ code: 100, subcode: 2108006 }, 'feed', undefined, /professional/],
		[{ code: 10, subcode: 2108006 }, 'reel', undefined, /professional/],
		[{ code: 10 }, 'story', true, /five people/],
		[{ code: 10, metaMessage: 'Not enough viewers' }, 'story', undefined, /five people/],
	] as const)('%j for a %s is explained', (failure, kind, permitted, words) => {
		expect(unavailableReason(failure, kind, permitted)).toMatch(words);
	});

	it.each([
		[{ code: 10 }, 'story', false],
		[{ code: 10, metaMessage: 'No permission' }, 'story', undefined],
		[{ code: 10 }, 'feed', true],
		[{ code: 10, subcode: 1 }, 'story', true],
		[{ code: 100, subcode: 33 }, 'story', true],
		[{ code: 100 }, 'story', true],
	] as const)('%j for a %s stays an error', (failure, kind, permitted) => {
		expect(unavailableReason(failure, kind, permitted)).toBeUndefined();
	});
});
