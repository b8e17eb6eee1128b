/**
 * One poll: reads what is new in each list that was chosen, and hands it on in the order of time. A list that
 * cannot be read, or not to its end, does not hold up the others, and is read from the same place the next
 * time.
 */
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { POLLED_KINDS } from '../protocol/events/polled';
import type { CursorParts } from '../protocol/polling/cursor';
import type { FoundEntry } from '../protocol/polling/entries';
import { assertGranted, assertMeantFor, chosenKinds } from '../panel/triggerChecks';
import { clock } from '../transport/clock';
import { toNodeError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { openGraph } from '../graph/openGraph';
import { eventsOf, passesPollFilters } from './events';
import { reportFailures, type Failure } from './failures';
import { fetchTestEvents } from './fetchTestEvents';
import { readProgress, saveProgress, unlessUnderWay } from './progress';
import { readMessages } from './readMessages';
import { readLive, readPosts } from './readPosts';
import { readTags } from './readTags';
import { cursorFor, type Reader, type PollReading } from './reading';
import { readPollingSettings, withLinkedPosts } from './settings';
import { toItems } from './toItems';

/** The lists, each with the events that it shows. One call reads each. */
const LISTS: ReadonlyArray<{
	readonly source: string;
	readonly events: readonly string[];
	readonly read: Reader;
}> = [
	{ source: 'posts and comments', events: ['comments', 'media'], read: readPosts },
	{ source: 'live comments', events: ['live_comments'], read: readLive },
	{ source: 'messages', events: ['messages'], read: readMessages },
	{ source: 'tagged posts', events: ['tags'], read: readTags },
];

/**
 * What n8n calls at each poll time, at activation, and for "Fetch Test Event".
 * @returns the items of an execution, or `null` for none
 * @throws NodeApiError | NodeOperationError which becomes a failed execution, or ends the activation
 */
export async function poll(ctx: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		if (ctx.getMode() === 'manual') return [await fetchTestEvents(ctx)];
		return await unlessUnderWay(ctx, async () => await pollOnce(ctx));
	} catch (error) {
		throw toNodeError(ctx.getNode(), error);
	}
}

async function pollOnce(ctx: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedMs = clock.now();
	let settings = readPollingSettings(ctx);
	let graph: Graph;
	try {
		graph = await openGraph(ctx);
		assertMeantFor(settings, graph);
		assertGranted(graph, chosenKinds(POLLED_KINDS, settings.events));
		settings = await withLinkedPosts(ctx, graph, settings);
	} catch (error) {
		reportFailures(ctx, [{ source: 'anything', error }]);
		return null;
	}
	const cursor = cursorFor(readProgress(ctx), graph.account.accountId, startedMs);
	const { entries, parts, failures, isAnythingRead } = await readLists({
		ctx,
		graph,
		settings,
		cursor,
		startedMs,
	});
	reportFailures(ctx, failures);

	const events = eventsOf(entries, graph.account).filter((event) => passesPollFilters(event, settings));
	const items = events.length === 0 ? [] : await toItems(ctx, graph, events, settings);
	saveProgress(
		ctx,
		{ ...cursor, ...parts, polls: cursor.polls + (isAnythingRead ? 1 : 0) },
		items.length === 0,
	);
	return items.length === 0 ? null : [items];
}

async function readLists(reading: PollReading) {
	const entries: FoundEntry[] = [];
	const failures: Failure[] = [];
	let parts: CursorParts = {};
	const lists = LISTS.filter(({ events }) => events.some((event) => reading.settings.events.has(event)));
	for (const { source, read } of lists) {
		try {
			const found = await read(reading);
			entries.push(...found.entries);
			parts = { ...parts, ...found.parts };
			if (found.endedBy !== undefined) failures.push({ source, error: found.endedBy });
		} catch (error) {
			failures.push({ source, error });
		}
	}
	return { entries, parts, failures, isAnythingRead: Object.keys(parts).length > 0 };
}
