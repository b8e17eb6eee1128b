/**
 * From a container to a post, exactly once. Meta publishes a container once at most and has no other idempotency key: asking again
 * for the same container is safe, making a second container is not. So the container's status decides about every publish that
 * did not simply succeed: a lost answer, a fault, and also a refusal, which may be Meta's answer to a repeated request.
 */
import { publishRetryDelayMs, type PublishFailure } from '../protocol/publishing/publishRetry';
import { textAt, type JsonRecord } from '../protocol/json';
import type { PostTraits } from '../protocol/publishing/post';
import { clock } from '../transport/clock';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { containerError, readContainerStep, type Deadline, type ReadyStep } from './awaitContainer';
import { describePost, findPost } from './findPost';
import { addDetails } from '../transport/rewording';

/** Publishing itself may take many seconds; a time-out says nothing about the outcome. */
const PUBLISH_TIMEOUT_MS = 180_000;

/** A container on its way to become a post. */
export interface Publication {
	readonly containerId: string;
	/** When publishing began, by Meta's clock; absent where this run and its earlier tries have not begun it. */
	readonly sinceMs?: number;
	/** How long Meta may take, for processing and again for publishing. */
	readonly limitMs: number;
	/** Tells the post apart when it has to be looked up. */
	readonly traits: PostTraits;
	/** What the container said last. */
	readonly ready: ReadyStep['kind'];
}

/**
 * Publishes a container exactly once, also when it is published already.
 * @param knownIds the posts of this run; the new one is added
 * @returns the post as an item: ids, permalink, shortcode, time. `id` is null when the post exists and cannot be told apart.
 * @throws GraphError | ConnectionError | UserFixableError with the container's id
 */
export async function publish(
	graph: Graph,
	publication: Publication,
	knownIds: Set<string>,
): Promise<JsonRecord> {
	const { containerId } = publication;
	const post = await publishAndRead(graph, publication, knownIds);
	const id = post && textAt(post, 'id');
	if (id !== undefined) knownIds.add(id);
	return { id: null, ...post, containerId, published: true };
}

async function publishAndRead(
	graph: Graph,
	publication: Publication,
	knownIds: ReadonlySet<string>,
): Promise<JsonRecord | undefined> {
	const { traits, sinceMs, ready } = publication;
	if (ready !== 'published') {
		const mediaId = await publishOnce(graph, publication);
		if (mediaId !== undefined) return await describePost(graph, mediaId);
	}
	// of a post that somebody else published, maybe hours ago, nothing but the container's id is known
	return sinceMs === undefined ? undefined : await findPost(graph, { traits, knownIds, sinceMs });
}

type Failure = GraphError | ConnectionError;

/** @returns the media's id, or `undefined` when the container is published but the answer that named it was lost */
async function publishOnce(graph: Graph, publication: Publication): Promise<string | undefined> {
	const { containerId, limitMs } = publication;
	const deadline: Deadline = { startedMs: clock.now(), limitMs };
	for (let attempts = 1; ; attempts += 1) {
		const answer = await askToPublish(graph, containerId);
		if (!(answer instanceof Error)) return textAt(answer, 'id');

		if (await isPublished(graph, containerId, answer, deadline)) return undefined;
		const elapsedMs = clock.now() - deadline.startedMs;
		const delayMs = publishRetryDelayMs({ ...kindOf(answer), attempts, elapsedMs, limitMs });
		if (delayMs === undefined) throw addDetails(answer, { containerId });
		await clock.sleep(delayMs, graph.signal);
	}
}

async function askToPublish(graph: Graph, containerId: string): Promise<JsonRecord | Failure> {
	const path = [graph.account.accountId, 'media_publish'];
	try {
		return await graph.post(path, { creation_id: containerId }, { timeoutMs: PUBLISH_TIMEOUT_MS });
	} catch (error) {
		if (error instanceof GraphError || error instanceof ConnectionError) return error;
		throw addDetails(error as Error, { containerId });
	}
}

function kindOf(failure: Failure): Pick<PublishFailure, 'kind' | 'code'> {
	if (failure instanceof GraphError) return failure.failure;
	if (failure.requestSent && failure.isNetwork) return { kind: 'lost' };
	return { kind: 'unsent' };
}

/**
 * Lets the container decide after a publish that failed.
 * @throws the failure, in words that leave its outcome open, when the container cannot be read
 * @throws UserFixableError when the container failed or expired
 */
async function isPublished(
	graph: Graph,
	containerId: string,
	failure: Failure,
	deadline: Deadline,
): Promise<boolean> {
	let step;
	try {
		step = await readContainerStep(graph, containerId, deadline);
	} catch (error) {
		graph.signal?.throwIfAborted();
		throw isRefusal(failure)
			? addDetails(failure, { containerId })
			: openOutcome(error as Error, containerId);
	}
	if (step.kind === 'failed' && step.reason !== 'timeout') throw containerError(step, containerId, deadline);
	return step.kind === 'published';
}

const isRefusal = (failure: Failure) => failure instanceof GraphError && failure.failure.nothingHappened;

/** Neither the answer to the publish nor the container's status came through. */
function openOutcome(error: Error, containerId: string): Error {
	return new UserFixableError(
		`Instagram may have published the post: neither its answer nor the status of the container came through (${error.message})`,
		`Run Container > Publish with container ${containerId}: it publishes the post if it is not there yet, and never twice. Do not create the post again before.`,
	).with({ containerId });
}
