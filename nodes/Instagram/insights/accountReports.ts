/** The reports about an account: each made of several calls and merged. */
import {
	countsPeople,
	dailyRequest,
	demographicRequest,
	totalRequests,
	type Audience,
	type Breakdown,
	type Demographic,
	type Timeframe,
	type TotalMetricName,
} from '../protocol/insights/accountInsights';
import { parseMetric, sumBreakdowns, sumValues, type MetricAnswer } from '../protocol/insights/answers';
import { splitIntoWindows, type TimeWindow } from '../protocol/insights/windows';
import type { JsonRecord } from '../protocol/json';
import { mapBounded } from '../transport/concurrency';
import { GraphError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { parseMetrics, readInsights, toMetricFields } from './readInsights';
import { toCamelCase, isoOfMetaTime } from '../protocol/simplify';

export interface Report {
	/** Simplified items. */
	readonly rows: JsonRecord[];
	/** Meta's metrics as they came. */
	readonly insights: JsonRecord[];
}

const PARALLEL_WINDOWS = 4;

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString();
const periodOf = ({ since, until }: TimeWindow) => ({ since: isoOf(since), until: isoOf(until) });

/** Numbers for a time, as one row. */
export async function readTotals(
	graph: Graph,
	{
		metrics,
		breakdown,
		time,
	}: { metrics: readonly TotalMetricName[]; breakdown?: Breakdown; time: TimeWindow },
): Promise<Report> {
	const windows = splitIntoWindows(time);
	const refused = new Set<string>();
	const read = async (window: TimeWindow) =>
		await readInsights(graph, graph.account.accountId, totalRequests(metrics, window, breakdown), refused);
	// the first one finds out what Meta refuses, for all of them
	const answers = await mapBounded(windows.slice(0, 1), 1, read);
	answers.push(...(await mapBounded(windows.slice(1), PARALLEL_WINDOWS, read)));
	const row = { ...periodOf(time), ...mergedFields(metrics, windows, answers.map(parseMetrics)) };
	return { rows: [row], insights: answers.flat() };
}

const PEOPLE_NOTE =
	'Metrics that count people are null for more than 30 days: Instagram counts each person once per window, so the windows cannot be added up. Read each window by itself.';

/** Metrics that count people stay with each window; all others are added up. */
function mergedFields(
	metrics: readonly TotalMetricName[],
	windows: readonly TimeWindow[],
	answers: readonly MetricAnswer[][],
): JsonRecord {
	const [first] = answers;
	if (first && answers.length === 1) return toMetricFields(metrics, first);
	const merged = metrics.flatMap((name): MetricAnswer[] => {
		if (countsPeople(name)) return [];
		const parts = answers.flat().filter((answer) => answer.name === name);
		const breakdowns = parts.flatMap((part) => (part.breakdown ? [part.breakdown] : []));
		const value = sumValues(parts.map((part) => part.value));
		return [
			{ name, value, days: [], ...(breakdowns.length > 0 && { breakdown: sumBreakdowns(breakdowns) }) },
		];
	});
	return {
		...toMetricFields(metrics, merged),
		windows: windows.map((window, position) => ({
			...periodOf(window),
			...toMetricFields(metrics, answers[position] ?? []),
		})),
		...(metrics.some(countsPeople) && { note: PEOPLE_NOTE }),
	};
}

/** A row for each day. */
export async function readDailyReach(graph: Graph, time: TimeWindow): Promise<Report> {
	const windows = splitIntoWindows(time);
	const read = async (window: TimeWindow) =>
		await readInsights(graph, graph.account.accountId, [dailyRequest(window)]);
	const insights = (await mapBounded(windows, PARALLEL_WINDOWS, read)).flat();
	const reachByDay = new Map(
		insights
			.flatMap((metric) => parseMetric(metric).days)
			.map(({ endTime, value }) => [isoOfMetaTime(endTime), value]),
	);
	return { rows: [...reachByDay].map(([endTime, reach]) => ({ endTime, reach })), insights };
}

const TOO_SMALL_NOTE =
	'What Instagram does not say is null; it says nothing about audiences of fewer than 100 accounts.';

/** Who follows and who engages, as one row. */
export async function readDemographics(
	graph: Graph,
	{
		audiences,
		breakdowns,
		timeframe,
	}: { audiences: readonly Audience[]; breakdowns: readonly Demographic[]; timeframe: Timeframe },
): Promise<Report> {
	const wanted = audiences.flatMap((audience) => breakdowns.map((breakdown) => ({ audience, breakdown })));
	const said = new Set<string>();
	const answers = await mapBounded(
		wanted,
		PARALLEL_WINDOWS,
		async ({ audience, breakdown }) =>
			await readOrNone(graph, demographicRequest(audience, breakdown, timeframe), said),
	);
	const fields = wanted.map(({ audience, breakdown }, position): [string, unknown] => {
		const [metric] = answers[position] ?? [];
		const parts = metric && parseMetric(metric).breakdown;
		return [toCamelCase(`${audience}_${breakdown}`), parts ?? null];
	});
	const note = [TOO_SMALL_NOTE, ...[...said].map((text) => `Instagram says: ${text}`)].join(' ');
	const hasNull = fields.some(([, parts]) => parts === null);
	return {
		rows: [{ timeframe, ...Object.fromEntries(fields), ...(hasNull && { note }) }],
		insights: answers.flat(),
	};
}

/**
 * An account whose audience is too small gets a refusal or an empty answer; both mean that there is no data.
 * Meta's words go to `said`.
 */
async function readOrNone(
	graph: Graph,
	request: ReturnType<typeof demographicRequest>,
	said: Set<string>,
): Promise<JsonRecord[]> {
	try {
		return await readInsights(graph, graph.account.accountId, [request]);
	} catch (error) {
		if (
			!(error instanceof GraphError) ||
			error.failure.kind !== 'input' ||
			error.failure.subcode !== undefined
		)
			throw error as Error;
		if (error.failure.metaMessage) said.add(error.failure.metaMessage);
		return [];
	}
}
