/** The polling trigger's panel, read. */
import type { IPollFunctions } from 'n8n-workflow';

import type { EventFilters } from '../protocol/events/select';
import { CONNECTED_ACCOUNT } from '../panel/connectedAccount';
import { readAdditions, type Additions } from '../panel/eventAdditions';
import { readEventFilters } from '../panel/eventFilters';
import { fieldOf } from '../panel/fieldOf';
import type { Graph } from '../graph/graph';
import { readTextList } from '../panel/lists';
import {
	findMediaItems,
	lookUpItems,
	namedIn,
	recallItems,
	unknownIn,
	withItems,
	type MediaItems,
} from '../panel/mediaFilter';
import { readOptionalInteger, readOptionalText } from '../panel/parameters';
import {
	DEFAULT_WATCHED_POSTS,
	POLLED_EVENTS_FIELD,
	LOOK_BACK_FIELD,
	MOST_LOOK_BACK_HOURS,
	MOST_WATCHED_POSTS,
	WATCHED_POSTS_FIELD,
} from './panel';

const EVENTS = fieldOf(POLLED_EVENTS_FIELD);
const LOOK_BACK = fieldOf(LOOK_BACK_FIELD, 'options');
const WATCHED = fieldOf(WATCHED_POSTS_FIELD, 'options');

const HOUR_MS = 60 * 60_000;

export interface PollingSettings extends Additions {
	readonly filters: EventFilters;
	/** The one account that the node is meant for; empty for any account that is connected. */
	readonly chosenAccount: string;
	/** Fields of the table of polled kinds. */
	readonly events: ReadonlySet<string>;
	/** How far the first poll looks back. */
	readonly lookBackMs: number;
	/** How many of the newest posts are watched for comments. */
	readonly watchedPosts: number;
	/**
	 * The IDs of the posts that the filter names: those of albums, under which the comments on their items
	 * stand.
	 */
	readonly namedPosts: readonly string[];
}

/** @throws UserFixableError for a keyword that cannot be used, and for a number that is out of bounds */
export function readPollingSettings(ctx: IPollFunctions): PollingSettings {
	const hours = readOptionalInteger(ctx, LOOK_BACK, { min: 0, max: MOST_LOOK_BACK_HOURS }) ?? 0;
	return {
		...readAdditions(ctx),
		filters: readEventFilters(ctx),
		chosenAccount: readOptionalText(ctx, CONNECTED_ACCOUNT) ?? '',
		events: new Set(readTextList(ctx, EVENTS)),
		lookBackMs: hours * HOUR_MS,
		watchedPosts:
			readOptionalInteger(ctx, WATCHED, { min: 1, max: MOST_WATCHED_POSTS }) ?? DEFAULT_WATCHED_POSTS,
		namedPosts: [],
	};
}

/** What the links under Posts lead to. They are looked up once, while the workflow is active. */
const mediaItems = new WeakMap<IPollFunctions, Promise<MediaItems>>();

/**
 * The settings with the IDs of the posts whose links stand under Posts, and of the items of albums.
 * @throws UserFixableError for a link to a post that the account does not have
 * @throws GraphError | ConnectionError when links cannot be looked up
 */
export async function withLinkedPosts(
	ctx: IPollFunctions,
	graph: Graph,
	settings: PollingSettings,
): Promise<PollingSettings> {
	const { filters } = settings;
	const isId = (entry: string) => /^\d+$/.test(entry);
	if (filters.mediaIds.size === 0) return settings;
	const earlier = mediaItems.get(ctx);
	const lookup = earlier ?? findMediaItems(graph, filters.mediaIds);
	mediaItems.set(ctx, lookup);
	lookup.catch(() => mediaItems.delete(ctx));
	const known = withItems(filters.mediaIds, await lookup);
	const { items, due } = recallItems(ctx, unknownIn(filters.mediaIds, await lookup));
	const later = earlier ? { ...items, ...(await lookUpItems(ctx, graph, due)) } : items;
	return {
		...settings,
		namedPosts: namedIn(filters.mediaIds, await lookup).filter(isId),
		filters: { ...filters, mediaIds: new Set([...withItems(known, later)].filter(isId)) },
	};
}
