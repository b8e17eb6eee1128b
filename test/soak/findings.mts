/** What can be found out afterwards: at Instagram, in n8n's executions, and about each delivery. */
import { executionError, listAllExecutions, type Execution } from '../../scripts/n8n/executions.mts';
import type { Workflow } from '../../scripts/n8n/workflows.mts';
import type { World } from '../../scripts/world/world.mts';
import type { Scene } from './scene.mts';

/** An execution with the data that n8n has kept of it: a list as text, in which every text stands once. */
export interface Told extends Execution {
	readonly text: string;
	/** Why it has failed, as n8n shows it. */
	readonly error?: string;
}

export interface Findings {
	/** What the account has written to people, and under comments. */
	readonly written: readonly string[];
	/** What stands under the posts. */
	readonly captions: readonly string[];
	readonly answering: readonly Told[];
	readonly posting: readonly Told[];
	readonly polling: readonly Told[];
	/** What the polling trigger gave out, as often as it did. */
	readonly polled: readonly string[];
	/** How many messages n8n's log says polling has missed. */
	readonly missedByPolling: number;
	/** n8n's answers to the deliveries that hold a text, in order. */
	readonly attemptsOf: (text: string) => ReadonlyArray<{ readonly at: number; readonly status: number }>;
}

const MISSED = /missed (?:(\d+) messages?|an unknown number of messages|messages) of a conversation/g;

export async function gather({ world, account, people, media, ...workflows }: Scene): Promise<Findings> {
	const { instagram, deliveries } = world.simulator;
	const messages = people.flatMap((person) => instagram.messages(account, person));
	const replies = instagram.comments(media).flatMap((comment) => [comment, ...comment.replies]);
	const polling = await tell(world, workflows.polling);
	const bodies = deliveries.list().map(({ bytes, attempts }) => ({ body: bytes.toString('utf8'), attempts }));
	const log = await world.n8n.log();
	return {
		written: [...messages.filter(({ fromAccount }) => fromAccount), ...replies].map(({ text }) => text ?? ''),
		captions: instagram.publishedMedia(account).map(({ caption }) => caption ?? ''),
		answering: await tell(world, workflows.answering),
		posting: await tell(world, workflows.posting),
		polling,
		polled: polling.flatMap(({ text }) => /came\(([^)]*)\)/.exec(text)?.[1]?.split('|') ?? []),
		missedByPolling: [...log.matchAll(MISSED)].reduce((sum, [, count]) => sum + Number(count ?? Infinity), 0),
		attemptsOf: (text) =>
			bodies
				.filter(({ body }) => body.includes(JSON.stringify(text)))
				.flatMap(({ attempts }) => attempts)
				.sort((one, other) => one.at - other.at),
	};
}

async function tell({ session }: World, { id }: Workflow): Promise<Told[]> {
	const told: Told[] = [];
	for (const execution of await listAllExecutions(session, id)) {
		const { data } = await session.get<{ data: string }>(`/rest/executions/${execution.id}`);
		const error = execution.status === 'success' ? undefined : await executionError(session, execution.id);
		told.push({ ...execution, text: data, error });
	}
	return told;
}
