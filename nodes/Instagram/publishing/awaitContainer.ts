/**
 * Waits until Meta has made a container ready to be published (Meta: "Content Publishing", status of a
 * container).
 */
import type { Graph } from '../graph/graph';
import { findErrorRow, isUnknownObject } from '../protocol/errors/classify';
import type { Words } from '../protocol/errors/wording';
import type { JsonRecord } from '../protocol/json';
import {
	CONTAINER_FIELDS,
	nextContainerStep,
	parseContainer,
	type ContainerState,
	type ContainerStep,
} from '../protocol/publishing/container';
import { explainFetch, isFetchRefusal } from '../protocol/publishing/fetchRefusal';
import { perRun } from '../run/perRun';
import { clock } from '../transport/clock';
import { GraphError, UserFixableError } from '../transport/errors';
import { pollUntil } from '../transport/poll';
import { addDetails } from '../transport/rewording';

/** How long the containers of one post may take, all together. */
export interface Deadline {
	readonly startedMs: number;
	readonly limitMs: number;
	/** The run created the container itself: if Meta does not know it, Meta does not know it yet. */
	readonly isOwn?: boolean;
	/** Nobody waits for the answer: other items of the run do not depend on it. */
	readonly once?: boolean;
	/** What the run made it from, if it did: what helps depends on where the files lie. */
	readonly parameters?: JsonRecord;
}

export type ReadyStep = Extract<ContainerStep, { kind: 'publish' | 'published' }>;

/** How many containers a run waits for at the moment; a graph belongs to one run. */
const waitsOf = perRun<{ open: number }, Graph>(() => ({ open: 0 }));

/**
 * Looks at a container once.
 * @param firstSeenMs when it was looked at for the first time
 */
export async function readContainerStep(
	graph: Graph,
	containerId: string,
	deadline: Deadline,
	firstSeenMs = deadline.startedMs,
): Promise<ContainerStep> {
	const state = await readState(graph, containerId, deadline);
	const { startedMs, limitMs } = deadline;
	const nowMs = clock.now();
	const inParallel = waitsOf(graph).open;
	return nextContainerStep(state, {
		ageMs: nowMs - firstSeenMs,
		elapsedMs: nowMs - startedMs,
		limitMs,
		inParallel,
	});
}

/**
 * Seen in production: a container that was just created is unknown to the next request and known to a later
 * one.
 */
async function readState(
	graph: Graph,
	containerId: string,
	{ isOwn, once }: Deadline,
): Promise<ContainerState> {
	try {
		return parseContainer(await graph.get([containerId], { fields: CONTAINER_FIELDS }, { once }));
	} catch (error) {
		if (isOwn && error instanceof GraphError && isUnknownObject(error.failure)) return { statusCode: '' };
		throw error as Error;
	}
}

/**
 * Waits until a container can be published, or already is.
 * @param isAbandoned ends the wait of a carousel item when another one of the carousel has failed
 * @throws GraphError | ConnectionError | UserFixableError with the container's id, when it failed, expired or
 * took too long
 */
export async function waitUntilReady(
	graph: Graph,
	containerId: string,
	deadline: Deadline,
	isAbandoned: () => boolean = () => false,
): Promise<ReadyStep> {
	const firstSeenMs = clock.now();
	waitsOf(graph).open += 1;
	try {
		return await pollUntil<ContainerStep, ReadyStep>({
			signal: graph.signal,
			read: async () => await readContainerStep(graph, containerId, deadline, firstSeenMs),
			decide: (step) => {
				if (step.kind === 'failed') throw containerError(step, containerId, deadline);
				if (step.kind !== 'wait') return { done: step };
				return isAbandoned() ? { done: { kind: 'publish' } } : { wait: step.waitMs };
			},
		});
	} catch (error) {
		throw addDetails(error as Error, { containerId });
	} finally {
		waitsOf(graph).open -= 1;
	}
}

/** Meta was still processing when the time was up; the container is still good. */
export class StillProcessingError extends UserFixableError {}

/** The container will never become a post. */
export class ContainerFailedError extends UserFixableError {
	/** Whether another container of the same file may succeed. */
	mayPass = false;
}

/** Why a container will not be published, in words; the subcode in its status says more than the status. */
export function containerError(
	step: Extract<ContainerStep, { kind: 'failed' }>,
	containerId: string,
	{ limitMs, parameters = {} }: Deadline,
): UserFixableError {
	if (step.reason === 'timeout') {
		return new StillProcessingError(
			`Instagram was still processing the file after ${Math.round(limitMs / 1000)} seconds`,
			`Nothing is lost: container ${containerId} can be published for 24 hours with Container > Publish. Max Wait sets how long the node waits.`,
		).with({ containerId });
	}
	if (step.reason === 'expired') {
		const remedy = 'A container lives for 24 hours. Create the post again.';
		return new ContainerFailedError('The container has expired', remedy).with({ containerId });
	}
	const words = explainContainerError(step.subcode, step.text);
	const { what, remedy } = explainFetch(words, step, parameters);
	const error = new ContainerFailedError(what, remedy).with({ containerId });
	error.mayPass = isFetchRefusal(step);
	return step.subcode === undefined ? error : error.with({ error_subcode: step.subcode });
}

/**
 * What the error subcode of a container's status means.
 * @param text the status itself, which is all that is known where it holds no subcode
 */
export function explainContainerError(subcode: number | undefined, text?: string): Words {
	const row = findErrorRow(undefined, subcode);
	const code = subcode === undefined ? '' : ` (code ${subcode})`;
	return {
		what: `${row?.what ?? 'Instagram could not process the file'}${code}`,
		remedy: [
			row?.remedy ?? 'Check the file, then create the post again.',
			text === undefined ? '' : `Instagram says: ${text}`,
		]
			.join(' ')
			.trim(),
	};
}
