/** Reads insights: several requests where Meta needs several, and one metric that Meta refuses does not cost the others. */
import type { InsightsRequest } from '../protocol/insights/requests';
import { parseMetric, type MetricAnswer } from '../protocol/insights/answers';
import { recordsAt, type JsonRecord } from '../protocol/json';
import { mapBounded } from '../transport/concurrency';
import { GraphError } from '../transport/errors';
import type { Graph } from '../transport/graph';
import { toCamelCase } from './output';

const PARALLEL_REQUESTS = 4;

type Parameters = InsightsRequest['parameters'];

/**
 * @param objectId of a media or an account
 * @returns Meta's metrics, raw; one that Meta refuses, because it was retired since, is missing
 * @throws GraphError | ConnectionError; a refusal of every metric too
 */
export async function readInsights(
	graph: Graph,
	objectId: string,
	requests: readonly InsightsRequest[],
): Promise<JsonRecord[]> {
	const refusals: GraphError[] = [];
	const answers = await mapBounded(
		requests,
		PARALLEL_REQUESTS,
		async (request) => await readRequest(graph, objectId, request, refusals),
	);
	const [refusal] = refusals;
	if (refusal && answers.every((metrics) => metrics === undefined)) throw refusal;
	return answers.flatMap((metrics) => metrics ?? []);
}

async function readRequest(
	graph: Graph,
	objectId: string,
	request: InsightsRequest,
	refusals: GraphError[],
): Promise<JsonRecord[] | undefined> {
	try {
		return await readMetrics(graph, objectId, request.metrics, request.parameters, refusals);
	} catch (error) {
		// a wrong breakdown is answered as an unknown error (Meta: "Instagram User Insights")
		if (
			!(error instanceof GraphError) ||
			!request.otherwise ||
			!['retry', 'input'].includes(error.failure.kind)
		)
			throw error as Error;
		return await readMetrics(graph, objectId, request.metrics, request.otherwise, refusals);
	}
}

/** @returns `undefined` when every metric is refused */
async function readMetrics(
	graph: Graph,
	objectId: string,
	metrics: readonly string[],
	parameters: Parameters,
	refusals: GraphError[],
): Promise<JsonRecord[] | undefined> {
	try {
		return recordsAt(
			await graph.get([objectId, 'insights'], { metric: metrics.join(','), ...parameters }),
			'data',
		);
	} catch (error) {
		if (!isMetricRefusal(error)) throw error as Error;
		if (metrics.length === 1) {
			refusals.push(error);
			return undefined;
		}
		const middle = Math.ceil(metrics.length / 2);
		const first = await readMetrics(graph, objectId, metrics.slice(0, middle), parameters, refusals);
		const second = await readMetrics(graph, objectId, metrics.slice(middle), parameters, refusals);
		return first || second ? [...(first ?? []), ...(second ?? [])] : undefined;
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
