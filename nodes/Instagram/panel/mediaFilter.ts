/**
 * Which media the filter Posts means. A link is looked up, and an album stands for its items, because
 * comments on an album name the item (Meta: "album ids are never included"). Looked up when a trigger is
 * activated and kept with the workflow; what could not be found out then, such as an album that was not
 * published yet, is looked up again when an event asks for it.
 */
import { expand } from '../protocol/media/fields';
import { isRecord, recordAt, recordsAt, textAt } from '../protocol/json';
import { looksLikeLink, parseMediaLink } from '../protocol/media/links';
import { BoundedMap } from '../transport/boundedMap';
import { clock } from '../transport/clock';
import { triggerNameOf } from '../transport/context';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import { logProblem } from '../transport/logProblem';
import type { Graph } from '../graph/graph';
import { findMediaByLink } from './findMediaByLink';
import type { TriggerContext } from './source';

/**
 * For each entry of the filter that means more than itself: its ID first, then those of its items; and the
 * same for each ID.
 */
export type MediaItems = Record<string, string[]>;

const FIELDS = ['id', expand('children', ['id'])].join(',');

/**
 * Looks up what the entries of the filter stand for. The items of an album are a precaution: media of
 * somebody else cannot be read, and the filter works for them by their own ID.
 * @throws UserFixableError for a link to a post that the account does not have
 * @throws GraphError | ConnectionError when links cannot be looked up
 */
export async function findMediaItems(graph: Graph, entries: Iterable<string>): Promise<MediaItems> {
	const found: MediaItems = {};
	for (const entry of entries) {
		const id = await idOf(graph, entry);
		const children = await readChildren(graph, id).catch(nothingOfMeta);
		if (children) found[id] = [id, ...children];
		if (children ?? id !== entry) found[entry] = [id, ...(children ?? [])];
	}
	return found;
}

/** The entries of the filter and everything they stand for, as far as `items` has it. */
export function withItems(entries: ReadonlySet<string>, items: unknown): ReadonlySet<string> {
	const more = [...entries].flatMap((entry) => carouselItemsOf(items, entry) ?? []);
	return new Set([...entries, ...more]);
}

/** Entries, or the media that they name, of which `items` does not hold what they consist of. */
export function unknownIn(entries: Iterable<string>, items: unknown): string[] {
	return namedIn(entries, items).filter((entry) => carouselItemsOf(items, entry) === undefined);
}

/** The media that the entries name, as far as `items` has their IDs, without what they consist of. */
export function namedIn(entries: Iterable<string>, items: unknown): string[] {
	return [...entries].map((entry) => carouselItemsOf(items, entry)?.[0] ?? entry);
}

function carouselItemsOf(items: unknown, entry: string): string[] | undefined {
	const ids: unknown = isRecord(items) ? items[entry] : undefined;
	return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : undefined;
}

interface Lookup {
	readonly items: Promise<MediaItems>;
	/** What it came to, once it has ended. */
	readonly found?: MediaItems;
	/** Until then nobody asks again. */
	readonly untilMs: number;
}

const MOST_LOOKUPS = 2000;
/**
 * An entry of which nothing can be found out is looked up again after this, however many events ask for it.
 */
const PAUSE_MS = 10 * 60_000;

/** By trigger and entry. */
const lookups = new BoundedMap<string, Lookup>(MOST_LOOKUPS);

const keyOf = (ctx: TriggerContext, entry: string) => `${triggerNameOf(ctx)} ${entry}`;

/** What was looked up since the activation, and which of the unknown entries may be looked up now. */
export function recallItems(
	ctx: TriggerContext,
	unknown: readonly string[],
): { readonly items: MediaItems; readonly due: readonly string[] } {
	const known = unknown.map((entry) => [entry, lookups.get(keyOf(ctx, entry))] as const);
	return {
		items: Object.assign({}, ...known.map(([, lookup]) => lookup?.found ?? {})) as MediaItems,
		due: known.flatMap(([entry, lookup]) => (lookup?.found && lookup.untilMs > clock.now() ? [] : [entry])),
	};
}

/**
 * Looks entries up, each once for all who ask at the same time. Never throws: what cannot be found out is
 * left out.
 */
export async function lookUpItems(
	ctx: TriggerContext,
	graph: Graph,
	entries: readonly string[],
): Promise<MediaItems> {
	const found = await Promise.all(entries.map(async (entry) => await lookUp(ctx, graph, entry)));
	return Object.assign({}, ...found) as MediaItems;
}

async function lookUp(ctx: TriggerContext, graph: Graph, entry: string): Promise<MediaItems> {
	const key = keyOf(ctx, entry);
	const known = lookups.get(key);
	if (known && (!known.found || known.untilMs > clock.now())) return await known.items;
	const items = findMediaItems(graph, [entry]).catch((error: unknown): MediaItems => {
		logProblem(ctx, `could not look up "${entry}" of Posts`, error);
		return {};
	});
	const untilMs = clock.now() + PAUSE_MS;
	lookups.set(key, { items, untilMs });
	const found = await items;
	lookups.set(key, { items, found, untilMs: unknownIn([entry], found).length === 0 ? Infinity : untilMs });
	return found;
}

async function idOf(graph: Graph, entry: string): Promise<string> {
	if (/^\d+$/.test(entry)) return entry;
	const link = looksLikeLink(entry) ? parseMediaLink(entry) : ({ kind: 'post', shortcode: entry } as const);
	const id = link && (await findMediaByLink(graph, link));
	if (id !== undefined) return id;
	const { accountId, username } = graph.account;
	throw new UserFixableError(
		`Posts: "${entry.slice(0, 100)}" was not found, because ${username === undefined ? accountId : `@${username}`} has no such post`,
		'Only posts of the connected account, at most the 10,000 newest, can be found by their link. For a post of somebody else, enter its ID.',
	);
}

async function readChildren(graph: Graph, id: string): Promise<string[]> {
	const media = await graph.get([id], { fields: FIELDS }, { once: true });
	return recordsAt(recordAt(media, 'children') ?? {}, 'data')
		.map((child) => textAt(child, 'id'))
		.filter((child) => child !== undefined);
}

function nothingOfMeta(error: unknown): undefined {
	if (!(error instanceof GraphError || error instanceof ConnectionError)) throw error as Error;
}
