/**
 * Direct messages: one call lists the conversations, and one more reads the newest messages of each that has
 * news, at the pace that Meta allows (Meta: "Conversations API").
 */
import { READABLE_MESSAGES } from '../protocol/limits';
import { MESSAGE_FIELD_LISTS, messageEntry, type FoundEntry } from '../protocol/polling/entries';
import { isUnseen } from '../protocol/polling/seen';
import {
	advanceThreads,
	LISTED_THREAD_FIELDS,
	lostMessages,
	mayHaveLost,
	parseListedThread,
	startThreads,
	threadToRead,
	type ThreadToRead,
} from '../protocol/polling/threads';
import { recordsAt, textAt, type JsonRecord } from '../protocol/json';
import { BoundedMap } from '../transport/boundedMap';
import { GraphError } from '../transport/errors';
import { logProblem } from '../transport/logProblem';
import type { Graph } from '../graph/graph';
import { listElements, nextCursor } from '../graph/paginate';
import { conversationsOf } from '../messaging/conversations';
import { firstSinceMs, isGone, pollStartMs, type FoundEntries, type PollReading } from './reading';

const THREADS_PER_PAGE = 50;
/** How many ids are listed to find out what was lost. */
const IDS_LISTED = 200;

interface ReadMessages {
	readonly toRead: ThreadToRead;
	readonly messages: readonly FoundEntry[];
}

export async function readMessages(reading: PollReading): Promise<FoundEntries> {
	const paced = { ...reading, graph: conversationsOf(reading.graph) };
	const known = reading.cursor.messages;
	const path = [paced.graph.account.accountId, 'conversations'];
	// without the platform Instagram answers with nothing
	const query = { platform: 'instagram', fields: LISTED_THREAD_FIELDS.join(',') };

	const toRead: ThreadToRead[] = [];
	let listed = 0;
	let cursor = known;
	for await (const conversation of listElements(paced.graph, { path, query, pageSize: THREADS_PER_PAGE })) {
		cursor ??= startThreads(firstSinceMs(reading));
		listed += 1;
		const thread = parseListedThread(conversation);
		const news = thread && threadToRead(cursor, thread);
		if (news) toRead.push(news);
		// the latest conversations come first
		if (!news && listed % THREADS_PER_PAGE === 0) break;
	}
	cursor ??= startThreads(firstSinceMs(reading));
	const { read, endedBy } = await readThreads(paced, toRead);
	const entries = read.flatMap(({ toRead: { seen }, messages }) =>
		messages.filter((message) => isUnseen(seen, message)),
	);
	const isComplete = endedBy === undefined;
	const messages = advanceThreads(cursor, read, { nowMs: pollStartMs(reading), isComplete });
	return { entries, parts: { messages }, endedBy };
}

/**
 * One after the other: Instagram allows two a second, and they would only wait for each other. With many of
 * them a poll takes minutes, in which one refusal would undo everything again and again, so what was read
 * until then counts. The one that has waited longest comes first.
 * @throws what ended the reading when nothing was read
 */
async function readThreads(
	reading: PollReading,
	toRead: readonly ThreadToRead[],
): Promise<{ read: ReadMessages[]; endedBy?: unknown }> {
	const read: ReadMessages[] = [];
	for (const one of [...toRead].reverse()) {
		try {
			read.push(await readThread(reading, one));
		} catch (error) {
			if (read.length === 0) throw error as Error;
			return { read, endedBy: error };
		}
	}
	return { read };
}

async function readThread(reading: PollReading, toRead: ThreadToRead): Promise<ReadMessages> {
	const { ctx, graph } = reading;
	try {
		const page = await readNewest(graph, toRead.thread.id);
		const messages = entriesOf(page, graph);
		if (mayHaveLost(toRead, messages, nextCursor(page) !== undefined))
			reportLost(reading, toRead, await countLost(reading, toRead));
		return { toRead, messages };
	} catch (error) {
		if (!isGone(error)) throw error as Error;
		logProblem(ctx, `cannot read a conversation: ${error.failure.what}`);
		return { toRead, messages: [] };
	}
}

/** The messages of an answer that can be read. */
export function entriesOf(page: JsonRecord, { account }: Graph): FoundEntry[] {
	return recordsAt(page, 'data')
		.map((message) => messageEntry(message, account))
		.filter((entry) => entry !== undefined);
}

/** Which of the lists of fields an account understands. */
const understood = new BoundedMap<string, number>(500);

/** The newest messages of a conversation, with as much of each as Instagram provides. */
export async function readNewest(graph: Graph, threadId: string): Promise<JsonRecord> {
	const { accountId } = graph.account;
	for (let attempt = understood.get(accountId) ?? 0; ; attempt += 1) {
		const fields = MESSAGE_FIELD_LISTS[attempt] ?? [];
		try {
			const page = await graph.get([threadId, 'messages'], {
				fields: fields.join(','),
				limit: READABLE_MESSAGES,
			});
			understood.set(accountId, attempt);
			return page;
		} catch (error) {
			if (!isUnknownField(error) || attempt + 1 >= MESSAGE_FIELD_LISTS.length) throw error as Error;
		}
	}
}

const isUnknownField = (error: unknown) =>
	error instanceof GraphError && error.failure.code === 100 && error.failure.subcode === undefined;

/**
 * How many messages came and became unreadable between two polls; `undefined` when that cannot be found out,
 * which holds nothing up.
 */
async function countLost({ graph }: PollReading, toRead: ThreadToRead): Promise<number | undefined> {
	const ids: string[] = [];
	const request = {
		path: [toRead.thread.id, 'messages'],
		query: { fields: 'id' },
		pageSize: 100,
		limit: IDS_LISTED,
	};
	try {
		for await (const message of listElements(graph, request)) ids.push(textAt(message, 'id') ?? '');
		return lostMessages(toRead, ids);
	} catch {
		return undefined;
	}
}

/** Logs what came and became unreadable: Instagram gives details of the newest only. */
function reportLost({ ctx }: PollReading, toRead: ThreadToRead, lost: number | undefined): void {
	if (lost === 0) return;
	const newest = `Instagram gives out the ${READABLE_MESSAGES} newest of a conversation only. Poll more often, or use the Instagram Trigger`;
	if (lost === undefined && !toRead.isKnown) {
		// of older messages nobody knows whether they came before the workflow was activated
		return logProblem(
			ctx,
			`may have missed messages of a conversation that it read for the first time: ${newest}`,
		);
	}
	const count =
		lost === undefined ? 'an unknown number of messages' : `${lost} ${lost === 1 ? 'message' : 'messages'}`;
	logProblem(
		ctx,
		`missed ${count} of a conversation: more than ${READABLE_MESSAGES} were written between two polls, and ${newest}`,
	);
}
