/**
 * "Fetch Test Event" in the editor: the newest real thing of each chosen event, so that a workflow can be
 * built on what an account really gets. It leaves the cursor alone: what is shown here still comes when the
 * workflow is active.
 */
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { EventKind } from '../protocol/events/kind';
import type { InstagramEvent } from '../protocol/events/parseDelivery';
import { POLLED_KINDS } from '../protocol/events/polled';
import { POLLED_POST_FIELDS, postEntry, type FoundEntry } from '../protocol/polling/entries';
import { parseWatchedPost, WATCHED_POST_FIELDS } from '../protocol/polling/posts';
import { parseListedThread, LISTED_THREAD_FIELDS } from '../protocol/polling/threads';
import { recordsAt } from '../protocol/json';
import { fieldsParameter } from '../protocol/media/fields';
import { assertGranted, assertMeantFor, chosenKinds } from '../panel/triggerChecks';
import { clock } from '../transport/clock';
import { UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { openGraph } from '../graph/openGraph';
import { conversationsOf } from '../messaging/conversations';
import { eventsOf, passesPollFilters } from './events';
import { readComments } from './readComments';
import { entriesOf, readNewest } from './readMessages';
import { readPollingSettings } from './settings';
import { toItems } from './toItems';

/** How many posts or conversations are searched for one that has something to show. */
const LOOKED_THROUGH = 25;
const READ_OF_EACH = 3;

/** How to cause something to show, by event. */
const HOW_TO_MAKE_ONE: Readonly<Record<string, string>> = {
	comments: 'write a comment under a post of the account, from another account',
	live_comments: 'start a live video and comment on it from another account',
	messages: 'send the account a message from another account',
	media: 'publish a post',
	tags: 'tag the account in a post of another account',
};

/**
 * @returns the newest of each kind, marked as tests
 * @throws UserFixableError when there is nothing to show; it says how to change that
 */
export async function fetchTestEvents(ctx: IPollFunctions): Promise<INodeExecutionData[]> {
	const settings = readPollingSettings(ctx);
	const kinds = chosenKinds(POLLED_KINDS, settings.events);
	const graph = await openGraph(ctx);
	assertMeantFor(settings, graph);
	assertGranted(graph, kinds);

	const events: InstagramEvent[] = [];
	for (const kind of kinds) {
		const found = eventsOf(await readSome(graph, kind), graph.account);
		const newest = found.filter((event) => passesPollFilters(event, settings)).at(-1) ?? found.at(-1);
		if (newest) events.push({ ...newest, simplified: { ...newest.simplified, isTest: true } });
	}
	if (events.length > 0) return await toItems(ctx, graph, events, settings);
	const names = kinds.map(({ name }) => name).join(', ');
	const ways = kinds.map(({ field }) => HOW_TO_MAKE_ONE[field] ?? '').join(', or ');
	throw new UserFixableError(
		`There is nothing to show yet for ${names} on ${graph.account.username ?? graph.account.accountId}`,
		`${ways.charAt(0).toUpperCase()}${ways.slice(1)}, and fetch again. The active workflow needs no test event.`,
	);
}

async function readSome(graph: Graph, { field }: EventKind): Promise<FoundEntry[]> {
	const { accountId } = graph.account;
	switch (field) {
		case 'comments':
		case 'live_comments':
			return await someComments(graph, field);
		case 'messages':
			return await someMessages(graph);
		case 'media':
		case 'tags': {
			const query = { fields: fieldsParameter(POLLED_POST_FIELDS), limit: 1 };
			const page = await graph.get([accountId, field], query);
			return recordsAt(page, 'data')
				.map((media) => postEntry(media, { accountId, field, nowMs: clock.now() }))
				.filter((entry) => entry !== undefined);
		}
		default:
			return [];
	}
}

async function someComments(graph: Graph, field: 'comments' | 'live_comments'): Promise<FoundEntry[]> {
	const { accountId } = graph.account;
	const edge = field === 'comments' ? 'media' : 'live_media';
	const query = { fields: fieldsParameter(WATCHED_POST_FIELDS), limit: LOOKED_THROUGH };
	const page = await graph.get([accountId, edge], query);
	const posts = recordsAt(page, 'data')
		.map((media) => parseWatchedPost(media, clock.now()))
		.filter((post) => post !== undefined && post.commentCount > 0);
	const found: FoundEntry[] = [];
	for (const post of posts.slice(0, READ_OF_EACH)) {
		if (!post) continue;
		const toRead = { post, seen: { sinceS: Infinity, ids: {} }, expected: 0, inFull: false };
		found.push(...(await readComments(graph, toRead, { accountId, field })).comments);
	}
	return found;
}

async function someMessages(graph: Graph): Promise<FoundEntry[]> {
	const paced = conversationsOf(graph);
	const query = { platform: 'instagram', fields: LISTED_THREAD_FIELDS.join(','), limit: READ_OF_EACH };
	const page = await paced.get([graph.account.accountId, 'conversations'], query);
	const found: FoundEntry[] = [];
	for (const conversation of recordsAt(page, 'data')) {
		const thread = parseListedThread(conversation);
		if (thread) found.push(...entriesOf(await readNewest(paced, thread.id), graph));
	}
	return found;
}
