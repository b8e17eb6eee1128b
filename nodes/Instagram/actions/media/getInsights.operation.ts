/** Media: Get Insights. Meta: `GET /<IG_MEDIA_ID>/insights` ("Instagram Media Insights"). */
import type { INodeProperties } from 'n8n-workflow';

import {
	MEDIA_METRIC_NAMES,
	MEDIA_METRICS,
	mediaInsightsRequests,
	mediaMetricsFor,
	type MediaMetricName,
} from '../../protocol/insights/mediaInsights';
import {
	BEFORE_CONVERSION,
	CHILD_HAS_NONE,
	LIVE_HAS_NONE,
	STORY_IS_OVER,
	unavailableReason,
} from '../../protocol/insights/unavailable';
import { textAt, type JsonRecord } from '../../protocol/json';
import { MEDIA_KIND_FIELDS, mediaKindOf, type MediaKind } from '../../protocol/media/kinds';
import { parseMetrics, readInsights, toMetricFields } from '../../insights/readInsights';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
import { toItem, type ReadOperation } from '../../run/operation';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { metricTitle } from '../../protocol/insights/names';
import { INSIGHTS_NOTICE } from '../../panel/insightsNotice';
import { isoOfMetaTime } from '../../protocol/simplify';
import { readFlag } from '../../panel/parameters';
import { readChoices } from '../../panel/lists';
import { GraphError } from '../../transport/errors';
import type { Graph } from '../../graph/graph';
import { readMedia } from '../../graph/readMedia';

const KIND_NAMES = { feed: 'posts', reel: 'reels', story: 'stories' } as const;

function metricOption(name: MediaMetricName) {
	const kinds = MEDIA_METRICS[name].kinds.map((kind) => KIND_NAMES[kind as keyof typeof KIND_NAMES]);
	return { name: metricTitle(name), value: name, description: `For ${kinds.join(', ')}` };
}

const METRICS_FIELD: INodeProperties = {
	displayName: 'Metrics',
	name: 'metrics',
	type: 'multiOptions',
	options: MEDIA_METRIC_NAMES.map(metricOption),
	default: [],
	description:
		'Which metrics to read. By default, all that Instagram offers for this kind of post. A metric that it does not offer is null.',
};

const INCLUDE_BREAKDOWNS_FIELD: INodeProperties = {
	displayName: 'Include Breakdowns',
	name: 'includeBreakdowns',
	type: 'boolean',
	default: false,
	description:
		'Whether to split profile activity by action, and story navigation by gesture. Each takes one more call.',
};

const METRICS = fieldOf(METRICS_FIELD);
const INCLUDE_BREAKDOWNS = fieldOf(INCLUDE_BREAKDOWNS_FIELD, 'additionalFields');

export const getMediaInsights: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_insights',
	properties: [
		INSIGHTS_NOTICE,
		MEDIA_LOCATOR,
		METRICS_FIELD,
		SIMPLIFY_FIELD,
		additionalFields([INCLUDE_BREAKDOWNS_FIELD]),
	],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const chosen = readChoices({ ctx, itemIndex }, METRICS, MEDIA_METRIC_NAMES);
		const withBreakdowns = readFlag({ ctx, itemIndex }, INCLUDE_BREAKDOWNS);
		const simple = readFlag({ ctx, itemIndex }, SIMPLIFY);
		const mediaId = await readMediaId(run, itemIndex);

		const media = await readKindOfMedia(graph, mediaId);
		const kind = media && mediaKindOf(media);
		const metrics = mediaMetricsFor(kind ?? 'other', chosen);
		const { insights, unavailable }: MediaInsights = media
			? await readMediaInsights(graph, media, metrics, withBreakdowns)
			: { insights: [], unavailable: BEFORE_CONVERSION };
		const about = {
			mediaId,
			mediaKind: kind ?? null,
			permalink: textAt(media ?? {}, 'permalink') ?? null,
			timestamp: isoOfMetaTime(textAt(media ?? {}, 'timestamp') ?? '') || null,
		};
		const reason = unavailable === undefined ? {} : { unavailable };
		if (!simple) return [toItem({ ...about, insights, ...reason })];
		return [toItem({ ...about, ...toMetricFields(chosen ?? metrics, parseMetrics(insights)), ...reason })];
	},
};

interface MediaInsights {
	readonly insights: JsonRecord[];
	readonly unavailable?: string;
}

/**
 * @returns `undefined` for a media from before the account was professional, about which Meta says nothing
 */
async function readKindOfMedia(graph: Graph, mediaId: string): Promise<JsonRecord | undefined> {
	try {
		return await readMedia(graph, mediaId, [...MEDIA_KIND_FIELDS, 'permalink', 'timestamp']);
	} catch (error) {
		if (
			error instanceof GraphError &&
			unavailableReason(error.failure, 'other', undefined) === BEFORE_CONVERSION
		)
			return undefined;
		throw error as Error;
	}
}

/** @throws GraphError for every refusal that is not about the media itself */
async function readMediaInsights(
	graph: Graph,
	media: JsonRecord,
	metrics: readonly MediaMetricName[],
	withBreakdowns: boolean,
): Promise<MediaInsights> {
	const kind = mediaKindOf(media);
	if (kind === 'live') return { insights: [], unavailable: LIVE_HAS_NONE };
	try {
		const requests = mediaInsightsRequests(metrics, withBreakdowns);
		const insights = await readInsights(graph, textAt(media, 'id') ?? '', requests);
		const over = kind === 'story' && requests.length > 0 && insights.length === 0;
		return over ? { insights, unavailable: STORY_IS_OVER } : { insights };
	} catch (error) {
		const unavailable = error instanceof GraphError ? reasonOf(error, graph, media, kind) : undefined;
		if (unavailable === undefined) throw error as Error;
		return { insights: [], unavailable };
	}
}

function reasonOf(
	{ failure }: GraphError,
	{ permissions }: Graph,
	media: JsonRecord,
	kind: MediaKind,
): string | undefined {
	// Meta gives permalinks of everything but the children of a carousel
	if (failure.kind === 'input' && failure.code === 100 && textAt(media, 'permalink') === undefined)
		return CHILD_HAS_NONE;
	return unavailableReason(failure, kind, permissions?.includes('instagram_business_manage_insights'));
}
