/**
 * Reads insights: several requests where Meta needs several, and reads the other metrics when Meta refuses
 * one.
 */
import type { InsightsRequest } from '../protocol/insights/requests';
import { parseMetric, type MetricAnswer } from '../protocol/insights/answers';
import { recordsAt, type JsonRecord } from '../protocol/json';
import { mapBounded } from '../transport/concurrency';
import { GraphError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { toCamelCase } from '../protocol/simplify';

const PARALLEL_REQUESTS = 4;

type Parameters = InsightsRequest['parameters'];

/** When more metrics than this are refused one by one, something else is wrong, such as the time. */
const MAX_PROBES = 3;

/**
 * @param objectId of a media or an account
 * @param refused metrics that Meta has refused before, which are not asked for again; those that it refuses
 * now are added
 * @returns Meta's metrics, as they came; one that Meta refuses, because it has been retired, is missing
 * @throws GraphError | ConnectionError; a refusal of every metric too
 */
export async function readInsights(
	graph: Graph,
	objectId: string,
	requests: readonly InsightsRequest[],
	refused = new Set<string>(),
): Promise<JsonRecord[]> {
	const refusals: GraphError[] = [];
	const reading: InsightsReading = { graph, objectId, refused, refusals };
	const open = requests
		.map((request) => ({ ...request, metrics: request.metrics.filter((name) => !refused.has(name)) }))
		.filter(({ metrics }) => metrics.length > 0);
	const answers = await mapBounded(
		open,
		PARALLEL_REQUESTS,
		async (request) => await readRequest(reading, request),
	);
	const [refusal] = refusals;
	if (refusal && answers.every((metrics) => metrics === undefined)) throw refusal;
	return answers.flatMap((metrics) => metrics ?? []);
}

interface InsightsReading {
	readonly graph: Graph;
	readonly objectId: string;
	readonly refused: Set<string>;
	readonly refusals: GraphError[];
}

async function readRequest(
	reading: InsightsReading,
	{ metrics, parameters, otherwise }: InsightsRequest,
): Promise<JsonRecord[] | undefined> {
	try {
		return await readMetrics(reading, metrics, parameters);
	} catch (error) {
		// a wrong breakdown is answered as an unknown error (Meta: "Instagram User Insights")
		if (!(error instanceof GraphError) || !otherwise || !['retry', 'input'].includes(error.failure.kind))
			throw error as Error;
		return await readMetrics(reading, metrics, otherwise);
	}
}

/**
 * Reads all metrics at once, or finds out which one Meta refuses.
 * @returns `undefined` when every metric is refused
 */
async function readMetrics(
	reading: InsightsReading,
	metrics: readonly string[],
	parameters: Parameters,
): Promise<JsonRecord[] | undefined> {
	const whole = await ask(reading, metrics, parameters);
	if (whole !== undefined || metrics.length === 1) return whole;
	const halves = halvesOf(metrics);
	const answers: Array<JsonRecord[] | undefined> = [];
	for (const half of halves) answers.push(await ask(reading, half, parameters));
	if (answers.every((answer) => answer === undefined) && !(await answersAny(reading, metrics, parameters))) {
		return undefined;
	}
	const parts: JsonRecord[][] = [];
	for (const [position, half] of halves.entries()) {
		const part = answers[position] ?? (await readWithoutRefused(reading, half, parameters));
		if (part) parts.push(part);
	}
	return parts.length > 0 ? parts.flat() : undefined;
}

/** Whether Meta takes one of the first metrics by itself. */
async function answersAny(
	reading: InsightsReading,
	metrics: readonly string[],
	parameters: Parameters,
): Promise<boolean> {
	for (const name of metrics.slice(0, MAX_PROBES)) {
		if ((await ask(reading, [name], parameters)) !== undefined) return true;
	}
	return false;
}

/** The metrics of a list that was refused as a whole. */
async function readWithoutRefused(
	reading: InsightsReading,
	metrics: readonly string[],
	parameters: Parameters,
): Promise<JsonRecord[] | undefined> {
	const parts: JsonRecord[][] = [];
	if (metrics.length === 1) return undefined;
	for (const half of halvesOf(metrics)) {
		const part =
			(await ask(reading, half, parameters)) ?? (await readWithoutRefused(reading, half, parameters));
		if (part) parts.push(part);
	}
	return parts.length > 0 ? parts.flat() : undefined;
}

function halvesOf(metrics: readonly string[]): [readonly string[], readonly string[]] {
	const middle = Math.ceil(metrics.length / 2);
	return [metrics.slice(0, middle), metrics.slice(middle)];
}

/** @returns `undefined` when Meta refuses the metrics together */
async function ask(
	{ graph, objectId, refused, refusals }: InsightsReading,
	metrics: readonly string[],
	parameters: Parameters,
): Promise<JsonRecord[] | undefined> {
	try {
		const body = await graph.get([objectId, 'insights'], { metric: metrics.join(','), ...parameters });
		return recordsAt(body, 'data');
	} catch (error) {
		if (!isMetricRefusal(error)) throw error as Error;
		refusals.push(error);
		const [only] = metrics;
		if (only !== undefined && metrics.length === 1) refused.add(only);
		return undefined;
	}
}

/** Meta names a metric it does not take with code 100 and no subcode. */
function isMetricRefusal(error: unknown): error is GraphError {
	if (!(error instanceof GraphError)) return false;
	const { kind, code, subcode } = error.failure;
	return kind === 'input' && code === 100 && subcode === undefined;
}

/** Metrics as fields of an item: every wanted one is there, `null` where Meta has no number. */
export function toMetricFields(wanted: readonly string[], answers: readonly MetricAnswer[]): JsonRecord {
	const byName = new Map(answers.map((answer) => [answer.name, answer]));
	const entries = wanted.flatMap((name): Array<[string, unknown]> => {
		const answer = byName.get(name);
		const field = toCamelCase(name);
		const breakdown: Array<[string, unknown]> = answer?.breakdown
			? [[`${field}Breakdown`, answer.breakdown]]
			: [];
		return [[field, answer?.value ?? null], ...breakdown];
	});
	return Object.fromEntries(entries);
}

export const parseMetrics = (metrics: readonly JsonRecord[]): MetricAnswer[] => metrics.map(parseMetric);
