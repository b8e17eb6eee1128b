/** Containers: what Meta makes of a photo, a video or a carousel before it can be published (Meta: "Content Publishing"). */
import type { IDataObject } from 'n8n-workflow';

import {
	CONTAINER_FIELDS,
	nextContainerStep,
	parseContainer,
	type ContainerStep,
} from '../protocol/publishing/container';
import { findErrorRow } from '../protocol/errors/classify';
import { textAt } from '../protocol/json';
import { clock } from '../transport/clock';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { pollUntil } from '../transport/poll';
import type { UploadFile } from '../transport/request';
import { addDetails, reword } from '../transport/rewording';

/** How long the containers of one post may take, all together. */
export interface Deadline {
	readonly startedMs: number;
	readonly limitMs: number;
}

export type ReadyStep = Extract<ContainerStep, { kind: 'publish' | 'published' }>;

/** Where Meta's documents disagree about what this login may send, the refusal says so. */
const DISPUTED: Readonly<Record<string, string>> = {
	collaborators:
		"Meta's documents disagree on whether Collaborators works with Instagram Login. Leave Collaborators away if Instagram keeps refusing.",
	upload_type:
		"Meta's documents disagree on whether videos can be uploaded with Instagram Login. Leave Upload Type away, so that Instagram fetches the file.",
	trial_params:
		'Not every account may publish trial reels. Leave Trial Reel Strategy away if Instagram keeps refusing.',
	location_id: 'Location ID must be the ID of a Facebook Page that has an address.',
};
const CONTAINER_LIMIT =
	'Instagram takes at most 400 containers in 24 hours, also such as are never published; each carousel item is one.';
const DAILY_LIMIT_CODE = 9;

/**
 * Creates a container. Sending it twice leaves a container that expires unused, so faults are retried.
 * @returns the container's id
 * @throws GraphError | ConnectionError
 */
export async function createContainer(graph: Graph, parameters: IDataObject): Promise<string> {
	try {
		const body = await graph.post([graph.account.accountId, 'media'], parameters, { repeatable: true });
		const id = textAt(body, 'id');
		if (id !== undefined) return id;
	} catch (error) {
		throw explainRefusal(error as Error, parameters);
	}
	throw new UserFixableError(
		'Instagram answered without the ID of the container',
		'Try again; nothing was published.',
	);
}

const UPLOAD_ATTEMPTS = 3;

/**
 * Creates the container of a video and uploads the video into it. An upload that was cut off starts over with a new container: how
 * to ask where it broke off is not documented for Instagram.
 * @returns the container's id
 * @throws GraphError | ConnectionError
 */
export async function uploadContainer(
	graph: Graph,
	parameters: IDataObject,
	file: UploadFile,
): Promise<string> {
	for (let attempt = 1; ; attempt += 1) {
		const containerId = await createContainer(graph, { ...parameters, upload_type: 'resumable' });
		try {
			await graph.upload(containerId, file);
			return containerId;
		} catch (error) {
			const isPassing =
				error instanceof ConnectionError || (error instanceof GraphError && error.failure.kind === 'retry');
			if (!isPassing || attempt === UPLOAD_ATTEMPTS) throw explainUpload(error as Error);
			await clock.sleep(attempt * 1000, graph.signal);
		}
	}
}

function explainUpload(error: Error): Error {
	return reword(error, ({ what, remedy }) => ({
		what: `Instagram did not take the upload: ${what}`,
		remedy: `${remedy} ${DISPUTED.upload_type}`,
	}));
}

function explainRefusal(error: Error, parameters: IDataObject): Error {
	if (!(error instanceof GraphError)) return error;
	const { code, subcode, what, remedy } = error.failure;
	if (code === DAILY_LIMIT_CODE) return error.reworded({ what, remedy: `${remedy} ${CONTAINER_LIMIT}` });
	// a subcode names its reason; a bare "invalid parameter" or "not permitted" does not
	if (subcode !== undefined || ![3, 10, 100, 200].includes(code ?? 0)) return error;
	const notes = Object.keys(DISPUTED).filter((name) => parameters[name] !== undefined);
	if (notes.length === 0) return error;
	return error.reworded({ what, remedy: [remedy, ...notes.map((name) => DISPUTED[name])].join(' ') });
}

/** How many containers a run waits for at the moment. */
const waitedFor = new WeakMap<Graph, number>();

/**
 * Looks at a container once.
 * @param firstSeenMs when it was looked at for the first time
 */
export async function readContainerStep(
	graph: Graph,
	containerId: string,
	{ startedMs, limitMs }: Deadline,
	firstSeenMs = startedMs,
): Promise<ContainerStep> {
	const state = parseContainer(await graph.get([containerId], { fields: CONTAINER_FIELDS }));
	const nowMs = clock.now();
	const inParallel = waitedFor.get(graph);
	return nextContainerStep(state, {
		ageMs: nowMs - firstSeenMs,
		elapsedMs: nowMs - startedMs,
		limitMs,
		inParallel,
	});
}

/**
 * Waits until a container can be published, or already is.
 * @param isAbandoned ends the wait of a carousel item when another one of the carousel has failed
 * @throws GraphError | ConnectionError | UserFixableError with the container's id, when it failed, expired or took too long
 */
export async function waitUntilReady(
	graph: Graph,
	containerId: string,
	deadline: Deadline,
	isAbandoned: () => boolean = () => false,
): Promise<ReadyStep> {
	const firstSeenMs = clock.now();
	const count = (change: number) => waitedFor.set(graph, (waitedFor.get(graph) ?? 0) + change);
	count(1);
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
		count(-1);
	}
}

/** Meta was still at work when the time was up; the container is good. */
export class StillProcessingError extends UserFixableError {}

/** The container will never become a post. */
export class ContainerFailedError extends UserFixableError {}

/** Why a container will not be published, in words; the subcode in its status says more than the status. */
export function containerError(
	step: Extract<ContainerStep, { kind: 'failed' }>,
	containerId: string,
	{ limitMs }: Deadline,
): UserFixableError {
	if (step.reason === 'timeout') {
		return new StillProcessingError(
			`Instagram was still processing the media after ${Math.round(limitMs / 1000)} seconds`,
			`Nothing is lost: container ${containerId} can be published for 24 hours with Container > Publish. Max Wait sets how long the node waits.`,
		).with({ containerId });
	}
	if (step.reason === 'expired') {
		const remedy = 'A container lives for 24 hours. Create the post again.';
		return new ContainerFailedError('The container has expired', remedy).with({ containerId });
	}
	const { what, remedy } = explainContainerError(step.subcode);
	const error = new ContainerFailedError(what, remedy).with({ containerId });
	return step.subcode === undefined ? error : error.with({ error_subcode: step.subcode });
}

/** What the error subcode of a container's status means. */
export function explainContainerError(subcode: number | undefined): { what: string; remedy: string } {
	const row = findErrorRow(undefined, subcode);
	const code = subcode === undefined ? '' : ` (code ${subcode})`;
	return {
		what: `${row?.what ?? 'Instagram could not process the media'}${code}`,
		remedy: row?.remedy ?? 'Check the file, then create the post again.',
	};
}
