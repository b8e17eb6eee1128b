/** Account: Get Insights. Meta: `GET /<IG_ID>/insights` ("Instagram User Insights"). */
import type { INodeProperties } from 'n8n-workflow';

import {
	AUDIENCES,
	BREAKDOWNS,
	DEMOGRAPHICS,
	TIMEFRAMES,
	TOTAL_METRIC_NAMES,
} from '../../protocol/insights/accountInsights';
import { readDailyReach, readDemographics, readTotals, type Report } from '../../insights/accountReports';
import { toItem, type ReadOperation, type Run } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { metricTitle } from '../../protocol/insights/names';
import { INSIGHTS_NOTICE } from '../../panel/insightsNotice';
import { toTitle } from '../../protocol/simplify';
import { readChoice, readFlag, readOptionalTime } from '../../panel/parameters';
import { readChoices } from '../../panel/lists';
import { readGiven, refuse } from '../../panel/source';
import { clock } from '../../transport/clock';

const onlyFor = (...report: string[]): Pick<INodeProperties, 'displayOptions'> => ({
	displayOptions: { show: { report } },
});

const REPORT_FIELD: INodeProperties = {
	displayName: 'Report',
	name: 'report',
	type: 'options',
	options: [
		{
			name: 'Audience',
			value: 'audience',
			description: 'Age, city, country and gender of followers and of people who engaged',
		},
		{
			name: 'Reach by Day',
			value: 'dailyReach',
			description: 'How many accounts were reached on each day',
		},
		{ name: 'Totals', value: 'totals', description: 'Views, reach, interactions and more for a time' },
	],
	default: 'totals',
};

const METRICS_FIELD: INodeProperties = {
	displayName: 'Metrics',
	name: 'metrics',
	type: 'multiOptions',
	options: TOTAL_METRIC_NAMES.map((name) => ({ name: metricTitle(name), value: name })),
	default: [],
	description: 'By default, everything that Instagram has',
	...onlyFor('totals'),
};

const BREAKDOWN_FIELD: INodeProperties = {
	displayName: 'Breakdown',
	name: 'breakdown',
	type: 'options',
	options: [
		{ name: 'Contact Button', value: 'contact_button_type', description: 'Splits taps on profile links' },
		{
			name: 'Follow Type',
			value: 'follow_type',
			description: 'Splits reach, views, follows and unfollows into followers and others',
		},
		{
			name: 'Media Type',
			value: 'media_product_type',
			description: 'Splits reach, views and interactions into posts, reels, stories and ads',
		},
		{ name: 'None', value: 'none' },
	],
	default: 'none',
	description:
		'How to split the metrics. Metrics that Instagram cannot split in this way are given as one number.',
	...onlyFor('totals'),
};

const DEFAULT_AUDIENCES = ['follower_demographics'] as const;

const AUDIENCE_FIELD: INodeProperties = {
	displayName: 'Audience',
	name: 'audience',
	type: 'multiOptions',
	options: [
		{ name: 'Engaged Accounts', value: 'engaged_audience_demographics' },
		{ name: 'Followers', value: 'follower_demographics' },
	],
	default: [...DEFAULT_AUDIENCES],
	description: 'Instagram says nothing about fewer than 100 accounts',
	...onlyFor('audience'),
};

const DEMOGRAPHIC_FIELD: INodeProperties = {
	displayName: 'Breakdowns',
	name: 'demographicBreakdowns',
	type: 'multiOptions',
	options: DEMOGRAPHICS.map((name) => ({ name: toTitle(name), value: name })),
	default: ['age', 'city', 'country', 'gender'],
	description: 'What to read about the audience',
	...onlyFor('audience'),
};

const TIMEFRAME_FIELD: INodeProperties = {
	displayName: 'Timeframe',
	name: 'timeframe',
	type: 'options',
	options: [
		{ name: 'This Month', value: 'this_month' },
		{ name: 'This Week', value: 'this_week' },
	],
	default: 'this_month',
	...onlyFor('audience'),
};

const SINCE_FIELD: INodeProperties = {
	displayName: 'Since',
	name: 'since',
	type: 'dateTime',
	default: '',
	description: 'By default, 24 hours before Until. Instagram keeps these numbers for 90 days.',
	...onlyFor('totals', 'dailyReach'),
};

const UNTIL_FIELD: INodeProperties = {
	displayName: 'Until',
	name: 'until',
	type: 'dateTime',
	default: '',
	description: 'By default, now. More than 30 days are read in several calls.',
	...onlyFor('totals', 'dailyReach'),
};

const REPORT = fieldOf(REPORT_FIELD);
const METRICS = fieldOf(METRICS_FIELD);
const BREAKDOWN = fieldOf(BREAKDOWN_FIELD);
const AUDIENCE = fieldOf(AUDIENCE_FIELD);
const DEMOGRAPHIC = fieldOf(DEMOGRAPHIC_FIELD);
const TIMEFRAME = fieldOf(TIMEFRAME_FIELD);
const SINCE = fieldOf(SINCE_FIELD);
const UNTIL = fieldOf(UNTIL_FIELD);

const DAY_MS = 24 * 60 * 60 * 1000;
/** Meta: user metrics are stored for up to 90 days. */
const KEPT_DAYS = 90;
const NO_BREAKDOWN = 'none';

export const getAccountInsights: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_insights',
	properties: [
		INSIGHTS_NOTICE,
		REPORT_FIELD,
		METRICS_FIELD,
		BREAKDOWN_FIELD,
		AUDIENCE_FIELD,
		DEMOGRAPHIC_FIELD,
		TIMEFRAME_FIELD,
		SINCE_FIELD,
		UNTIL_FIELD,
		SIMPLIFY_FIELD,
	],
	async execute(run, itemIndex) {
		const { accountId, username } = run.graph.account;
		const report = await readReport(run, itemIndex);
		if (!readFlag({ ctx: run.ctx, itemIndex }, SIMPLIFY))
			return [toItem({ accountId, username, insights: report.insights })];
		return report.rows.map((row) => toItem({ accountId, username, ...row }));
	},
};

async function readReport({ ctx, graph }: Run, itemIndex: number): Promise<Report> {
	const kind = readChoice({ ctx, itemIndex }, REPORT, ['audience', 'dailyReach', 'totals'] as const);
	if (kind === 'audience') {
		const isGiven = readGiven({ ctx, itemIndex }, AUDIENCE) !== undefined;
		const audiences = isGiven
			? (readChoices({ ctx, itemIndex }, AUDIENCE, AUDIENCES) ?? refuse(AUDIENCE, 'is empty'))
			: DEFAULT_AUDIENCES;
		const breakdowns = readChoices({ ctx, itemIndex }, DEMOGRAPHIC, DEMOGRAPHICS) ?? DEMOGRAPHICS;
		return await readDemographics(graph, {
			audiences,
			breakdowns,
			timeframe: readChoice({ ctx, itemIndex }, TIMEFRAME, TIMEFRAMES),
		});
	}
	const time = readTime(ctx, itemIndex);
	if (kind === 'dailyReach') return await readDailyReach(graph, time);
	const breakdown = readChoice({ ctx, itemIndex }, BREAKDOWN, [NO_BREAKDOWN, ...BREAKDOWNS] as const);
	return await readTotals(graph, {
		metrics: readChoices({ ctx, itemIndex }, METRICS, TOTAL_METRIC_NAMES) ?? TOTAL_METRIC_NAMES,
		breakdown: breakdown === NO_BREAKDOWN ? undefined : breakdown,
		time,
	});
}

/** The times in Unix seconds. A time in the future is refused, because it has no insights. */
function readTime(ctx: Run['ctx'], itemIndex: number) {
	const nowMs = clock.now();
	const untilMs = Math.min(readOptionalTime({ ctx, itemIndex }, UNTIL) ?? nowMs, nowMs);
	const sinceMs = readOptionalTime({ ctx, itemIndex }, SINCE) ?? untilMs - DAY_MS;
	if (sinceMs >= untilMs) refuse(SINCE, sinceMs >= nowMs ? 'is in the future' : 'must be earlier than Until');
	// "90 days ago" may mean the start of that day
	if (nowMs - sinceMs > (KEPT_DAYS + 1) * DAY_MS)
		refuse(SINCE, `is more than ${KEPT_DAYS} days ago; Instagram keeps these numbers for ${KEPT_DAYS} days`);
	return { since: Math.floor(sinceMs / 1000), until: Math.floor(untilMs / 1000) };
}
