/**
 * Reads an answer of insights. A number stands in `total_value` or in `values`; what Meta does not know is
 * missing, which is not the same as 0.
 */
import { numberAt, recordAt, recordsAt, textAt, type JsonRecord } from '../json';

export interface MetricAnswer {
	readonly name: string;
	/** `null`: Meta gave none. */
	readonly value: number | null;
	/** By the values of the dimensions, several joined with a comma. */
	readonly breakdown?: Readonly<Record<string, number>>;
	/** By day, for a time series. */
	readonly days: readonly DayValue[];
}

export interface DayValue {
	readonly endTime: string;
	readonly value: number | null;
}

export function parseMetric(metric: JsonRecord): MetricAnswer {
	const total = recordAt(metric, 'total_value');
	const values = recordsAt(metric, 'values');
	const breakdown = total && parseBreakdown(total);
	return {
		name: textAt(metric, 'name') ?? '',
		value: valueOf(total) ?? valueOf(values[0]) ?? null,
		...(breakdown && { breakdown }),
		days: values.flatMap((day) => {
			const endTime = textAt(day, 'end_time');
			return endTime === undefined ? [] : [{ endTime, value: valueOf(day) ?? null }];
		}),
	};
}

function valueOf(record: JsonRecord | undefined): number | undefined {
	return record && numberAt(record, 'value');
}

function parseBreakdown(total: JsonRecord): Record<string, number> | undefined {
	const [breakdown] = recordsAt(total, 'breakdowns');
	if (!breakdown) return undefined;
	const entries = recordsAt(breakdown, 'results').map((result): [string, number] => {
		const values = result.dimension_values;
		return [
			Array.isArray(values) ? values.filter((value) => typeof value === 'string').join(', ') : '',
			numberAt(result, 'value') ?? 0,
		];
	});
	return Object.fromEntries(entries);
}

/** Adds the numbers of several windows; `null` where no window has one. */
export function sumValues(values: ReadonlyArray<number | null>): number | null {
	const numbers = values.filter((value) => value !== null);
	return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0);
}

/** Adds breakdowns part by part. */
export function sumBreakdowns(
	breakdowns: ReadonlyArray<Readonly<Record<string, number>>>,
): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const breakdown of breakdowns) {
		for (const [part, value] of Object.entries(breakdown)) sums[part] = (sums[part] ?? 0) + value;
	}
	return sums;
}
