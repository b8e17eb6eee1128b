/** The page about insights says what the tables of the code say. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import {
	TOTAL_METRIC_NAMES,
	TOTAL_METRICS,
} from '../../../../nodes/Instagram/protocol/insights/accountInsights';
import {
	MEDIA_METRIC_NAMES,
	MEDIA_METRICS,
} from '../../../../nodes/Instagram/protocol/insights/mediaInsights';

const page = readFileSync(resolve(__dirname, '../../../../docs/insights.md'), 'utf8');

/** The rows of the tables with so many columns. */
const rows = (columns: number) =>
	page
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\|-/.test(line))
		.map((line) =>
			line
				.slice(1, -1)
				.split('|')
				.map((cell) => cell.trim()),
		)
		.filter(
			(cells) =>
				cells.length === columns &&
				/^[a-z_]+$/.test(cells[0] ?? '') &&
				cells[0] !== 'metric' &&
				cells[0] !== 'report',
		);

it('for media', () => {
	const expected = MEDIA_METRIC_NAMES.map((name) => {
		const metric: { kinds: readonly string[]; breakdown?: string } = MEDIA_METRICS[name];
		const has = (kind: string) => (metric.kinds.includes(kind) ? 'yes' : '');
		return [name, has('feed'), has('reel'), has('story'), metric.breakdown ?? ''];
	});
	expect(rows(5)).toEqual(expected);
});

it('for accounts', () => {
	expect(rows(2)).toEqual(
		TOTAL_METRIC_NAMES.map((name) => [name, TOTAL_METRICS[name].breakdowns.join(', ')]),
	);
});
