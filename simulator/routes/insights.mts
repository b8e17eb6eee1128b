import { GraphError } from '../state/envelope.mts';
import { invalidParameter, missingParameter, unknownObject } from '../state/errors.mts';
import { metaTime } from '../state/json.mts';
import type { Media } from '../state/model.mts';
import { DAY_MS } from '../state/tokens.mts';
import type { GraphCall, GraphRoute } from './context.mts';
import {
	ACCOUNT_METRICS,
	BREAKDOWN_VALUES,
	MEDIA_METRICS,
	RETIRED_ACCOUNT_METRICS,
	RETIRED_MEDIA_METRICS,
} from './insightRules.mts';
import type { AccountMetric, InsightProduct } from './insightRules.mts';
import { renderNode } from './render.mts';

const PERIODS = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range'];
const TIMEFRAMES = ['this_month', 'this_week'];
/** Days of metrics kept for an account. */
const KEPT_DAYS = 90;

function readMetrics(call: GraphCall, known: readonly string[]): string[] {
	const metrics = call.params.textList('metric');
	if (metrics === undefined) throw missingParameter('metric');
	metrics.forEach((metric, index) => {
		if (known.includes(metric)) return;
		throw invalidParameter(
			`(#100) metric[${index}] must be one of the following values: ${known.join(', ')}`,
		);
	});
	return metrics;
}

function unknownError(): GraphError {
	return new GraphError(1, 'An unknown error has occurred.', { type: 'OAuthException' });
}

/** GET /{ig_user}/insights: all metrics are checked before any is answered. */
function accountInsights(call: GraphCall): unknown {
	const { params, caller } = call;
	const metrics = readMetrics(call, [...Object.keys(ACCOUNT_METRICS), ...RETIRED_ACCOUNT_METRICS]);
	const period = params.text('period');
	if (period === undefined) throw missingParameter('period');
	if (!PERIODS.includes(period))
		throw invalidParameter(`(#100) period[0] must be one of the following values: ${PERIODS.join(', ')}`);
	const type = params.text('metric_type') ?? 'default';
	if (!['default', 'total_value', 'time_series'].includes(type)) {
		throw invalidParameter(
			'(#100) metric_type must be one of the following values: default, time_series, total_value',
		);
	}
	const breakdowns = params.textList('breakdown') ?? [];
	const range = readRange(call);
	for (const metric of metrics) checkAccountMetric(call, metric, period, type, breakdowns);
	const data = metrics.flatMap((metric) => {
		const rule = ACCOUNT_METRICS[metric];
		const tooOld = rule?.period === 'day' && range.since < call.core.clock.now() - KEPT_DAYS * DAY_MS;
		if (rule === undefined || tooOld || caller.account.followersCount < (rule.followers ?? 0)) return [];
		return [accountResult(call, metric, rule, type, breakdowns, range)];
	});
	const window = range.until - range.since;
	return {
		data,
		paging: {
			previous: rangeLink(call, range.since - window, range.since),
			next: rangeLink(call, range.until, range.until + window),
		},
	};
}

function checkAccountMetric(
	call: GraphCall,
	metric: string,
	period: string,
	type: string,
	breakdowns: readonly string[],
): void {
	const rule = ACCOUNT_METRICS[metric];
	if (rule === undefined) throw invalidParameter(`(#100) The metric ${metric} is no longer supported.`);
	if (rule.period !== period)
		throw invalidParameter(`(#100) Incompatible metrics (${metric}) with period (${period})`);
	const series = rule.types.some((one) => one === 'time_series');
	if (type !== 'total_value' && !series) {
		throw invalidParameter(
			`(#100) The following metrics (${metric}) should be specified with parameter metric_type=total_value`,
		);
	}
	if (type === 'total_value' && !rule.types.some((one) => one === 'total_value')) {
		throw invalidParameter(`(#100) The following metrics (${metric}) do not support metric_type=total_value`);
	}
	const spelling = call.core.switches.viewsBreakdown;
	for (const breakdown of breakdowns) {
		const misspelled =
			metric === 'views' && spelling !== 'both' && /^follow/.test(breakdown) && breakdown !== spelling;
		if (!rule.breakdowns.includes(breakdown) || type !== 'total_value' || misspelled) throw unknownError();
	}
	if (metric.endsWith('_demographics')) {
		const timeframe = call.params.text('timeframe');
		if (timeframe === undefined) throw missingParameter('timeframe');
		if (!TIMEFRAMES.includes(timeframe))
			throw invalidParameter(
				`(#100) timeframe must be one of the following values: ${TIMEFRAMES.join(', ')}`,
			);
	}
}

interface Range {
	since: number;
	until: number;
}

/** Default: the last 24 hours; at most 30 days. */
function readRange(call: GraphCall): Range {
	const now = call.core.clock.now();
	const until = (call.params.integer('until') ?? Math.floor(now / 1000)) * 1000;
	const since = (call.params.integer('since') ?? Math.floor((until - DAY_MS) / 1000)) * 1000;
	if (since > until) throw invalidParameter('(#100) since must be before until');
	if (until - since > 30 * DAY_MS) {
		throw invalidParameter('(#100) There cannot be more than 30 days (2592000 s) between since and until');
	}
	return { since, until };
}

function rangeLink(call: GraphCall, since: number, until: number): string {
	const url = new URL(`https://graph.instagram.com/${call.versionPrefix}${call.pathId}/insights`);
	url.searchParams.set('access_token', call.caller.token.value);
	for (const [name, value] of Object.entries(call.request.query)) {
		if (!['access_token', 'since', 'until'].includes(name)) url.searchParams.set(name, value);
	}
	url.searchParams.set('since', String(Math.floor(since / 1000)));
	url.searchParams.set('until', String(Math.floor(until / 1000)));
	return url.href;
}

function accountResult(
	call: GraphCall,
	metric: string,
	rule: AccountMetric,
	type: string,
	breakdowns: readonly string[],
	range: Range,
): Record<string, unknown> {
	const head = { name: metric, period: rule.period, title: rule.title, description: `${rule.title}.` };
	const id = `${call.caller.account.id}/insights/${metric}/${rule.period}`;
	const days: number[] = [];
	for (let day = Math.floor(range.since / DAY_MS); day < Math.ceil(range.until / DAY_MS); day++)
		days.push(day);
	const valueOf = (day: number): number => pseudoValue(`${metric}/${day}`);
	if (type !== 'total_value') {
		const values = days.map((day) => ({
			value: valueOf(day),
			end_time: metaTime(day * DAY_MS + DAY_MS + 7 * 3_600_000),
		}));
		return { ...head, values, id };
	}
	const value = days.reduce((sum, day) => sum + valueOf(day), 0);
	// Demographics are answered by breakdown only.
	const plain = metric.endsWith('_demographics') ? {} : { value };
	return { ...head, total_value: { ...plain, ...breakdownOf(breakdowns, value) }, id };
}

function breakdownOf(breakdowns: readonly string[], value: number): Record<string, unknown> {
	if (breakdowns.length === 0) return {};
	const combinations = breakdowns.reduce<string[][]>(
		(rows, name) => rows.flatMap((row) => (BREAKDOWN_VALUES[name] ?? []).map((one) => [...row, one])),
		[[]],
	);
	const share = Math.floor(value / combinations.length);
	const results = combinations.map((values, index) => ({
		dimension_values: values,
		value: index === 0 ? value - share * (combinations.length - 1) : share,
	}));
	return { breakdowns: [{ dimension_keys: breakdowns, results }] };
}

/** A number that is always the same for the same metric and day. */
function pseudoValue(key: string): number {
	let hash = 7;
	for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 997;
	return hash;
}

/** GET /{ig_media}/insights. */
function mediaInsights(call: GraphCall): unknown {
	if (call.node.kind !== 'media') return undefined;
	const { media } = call.node;
	if (media.parentId !== undefined || media.accountId !== call.caller.account.id)
		throw unknownObject('get', media.id);
	renderNode('media', media, call, []);
	const metrics = readMetrics(call, [...Object.keys(MEDIA_METRICS), ...RETIRED_MEDIA_METRICS]);
	const product = media.productType === 'REELS' || media.productType === 'STORY' ? media.productType : 'FEED';
	const breakdowns = call.params.textList('breakdown') ?? [];
	for (const metric of metrics) checkMediaMetric(metric, product, breakdowns);
	if (product === 'STORY') {
		if (media.storyViewers < 5) {
			throw new GraphError(10, '(#10) Not enough viewers for the media to show insights', {
				type: 'OAuthException',
			});
		}
		if (media.timestamp <= call.core.clock.now() - DAY_MS) return { data: [] };
	}
	return { data: metrics.map((metric) => mediaResult(media, metric, breakdowns)) };
}

function checkMediaMetric(metric: string, product: InsightProduct, breakdowns: readonly string[]): void {
	const rule = MEDIA_METRICS[metric];
	if (rule === undefined) {
		throw invalidParameter(
			`(#100) Starting from version v22.0 and above, the ${metric} metric is no longer supported for the queried media.`,
		);
	}
	if (!rule.products.includes(product)) {
		throw invalidParameter(
			`(#100) The Media Insights API does not support the ${metric} metric for this media product type.`,
		);
	}
	if (breakdowns.some((breakdown) => breakdown !== rule.breakdown)) throw unknownError();
}

function mediaResult(media: Media, metric: string, breakdowns: readonly string[]): Record<string, unknown> {
	const title = MEDIA_METRICS[metric]?.title ?? metric;
	const head = {
		name: metric,
		period: 'lifetime',
		title,
		description: `${title}.`,
		id: `${media.id}/insights/${metric}/lifetime`,
	};
	const value = mediaValue(media, metric);
	if (breakdowns.length === 0) return { ...head, values: [{ value }] };
	return { ...head, total_value: { value, ...breakdownOf(breakdowns, value) } };
}

function mediaValue(media: Media, metric: string): number {
	if (metric === 'likes') return media.likeCount;
	if (metric === 'comments') return media.commentCount;
	if (metric === 'total_interactions') return media.likeCount + media.commentCount;
	if (media.productType === 'STORY' && (metric === 'reach' || metric === 'views')) return media.storyViewers;
	return pseudoValue(`${metric}/${media.id.slice(-4)}`);
}

const SCOPES = ['instagram_business_manage_insights'] as const;

export const insightRoutes: GraphRoute[] = [
	{ method: 'GET', node: 'user', edge: 'insights', scopes: SCOPES, handle: accountInsights },
	{ method: 'GET', node: 'media', edge: 'insights', scopes: SCOPES, handle: mediaInsights },
];
