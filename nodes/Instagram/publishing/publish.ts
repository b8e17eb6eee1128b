/**
 * From a container to a post, exactly once. Meta publishes a container once at most and has no other
 * idempotency key: asking again for the same container is safe, making a second container is not. So the
 * container's status decides about every publish that did not simply succeed: a lost answer, a fault, and
 * also a refusal, which may be Meta's answer to a repeated request.
 */
import { publishRetryDelayMs, type PublishFailure } from '../protocol/publishing/publishRetry';
import { textAt, type JsonRecord } from '../protocol/json';
import type { PostTraits } from '../protocol/publishing/post';
import { clock } from '../transport/clock';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../graph/graph';
import { mayHaveHappened } from '../run/lostAnswer';
import { containerError, readContainerStep, type Deadline, type ReadyStep } from './awaitContainer';
import { describePost, findPost } from './findPost';

/** Publishing itself may take many seconds; a time-out says nothing about the outcome. */
const PUBLISH_TIMEOUT_MS = 180_000;

/** A container on its way to become a post. */
export interface Publication {
	readonly containerId: string;
	/**
	 * When publishing began, by Meta's clock; absent where neither this run nor an earlier try has begun it.
	 */
	readonly sinceMs?: number;
	/** How long Meta may take, for processing and again for publishing. */
	readonly limitMs: number;
	/** Tells the post apart when it has to be looked up. */
	readonly traits: PostTraits;
	/** What the container said last. */
	readonly ready: ReadyStep['kind'];
	/**
	 * Is told whether the post may exist without our knowing: true before Meta is asked, false once it is
	 * clear.
	 */
	setOpen(isOpen: boolean): void;
}

/**
 * Publishes a container exactly once, also when it is published already.
 * @param knownIds the posts of this run; the new one is added
 * @returns the post as an item: ids, permalink, shortcode, time. `id` is null when the post exists and cannot
 * be told apart.
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

type RefusedOrLost = GraphError | ConnectionError;

/**
 * @returns the media's id, or `undefined` when the container is published but the answer that named it was
 * lost
 */
async function publishOnce(graph: Graph, publication: Publication): Promise<string | undefined> {
	const { containerId, limitMs, setOpen } = publication;
	const deadline: Deadline = { startedMs: clock.now(), limitMs };
	// a request that nobody answered may still take effect, whatever the container or a later answer says now
	let isUnderWay = false;
	for (let attempts = 1; ; attempts += 1) {
		setOpen(true);
		const answer = await askToPublish(graph, containerId);
		if (!(answer instanceof Error)) return textAt(answer, 'id');

		const isOpen = isUnderWay || mayHaveHappened(answer);
		setOpen(isOpen);
		if (answer instanceof UserFixableError) throw answer;
		if (await isPublished(graph, containerId, { failure: answer, isOpen, deadline })) return undefined;
		isUnderWay ||= isUnanswered(answer);
		setOpen(isUnderWay);
		const elapsedMs = clock.now() - deadline.startedMs;
		const delayMs = publishRetryDelayMs({ ...kindOf(answer), attempts, elapsedMs, limitMs });
		if (delayMs === undefined) throw answer;
		await clock.sleep(delayMs, graph.signal);
	}
}

/** @returns Meta's answer, or why there is none; a UserFixableError when the request was held back */
async function askToPublish(
	graph: Graph,
	containerId: string,
): Promise<JsonRecord | RefusedOrLost | UserFixableError> {
	const path = [graph.account.accountId, 'media_publish'];
	try {
		return await graph.post(path, { creation_id: containerId }, { timeoutMs: PUBLISH_TIMEOUT_MS });
	} catch (error) {
		if (error instanceof GraphError || error instanceof ConnectionError || error instanceof UserFixableError)
			return error;
		throw error as Error;
	}
}

/** Whether nobody at Meta has answered: a connection that was cut, a gateway, a page instead of an answer. */
function isUnanswered(failure: RefusedOrLost): boolean {
	if (failure instanceof ConnectionError) return failure.requestSent;
	return failure.failure.code === undefined && mayHaveHappened(failure);
}

function kindOf(failure: RefusedOrLost): Pick<PublishFailure, 'kind' | 'code'> {
	if (failure instanceof GraphError) return failure.failure;
	if (failure.requestSent && failure.isNetwork) return { kind: 'lost' };
	return { kind: 'unsent' };
}

interface FailedAttempt {
	readonly failure: RefusedOrLost;
	/** Whether this attempt, or one before it, may have published. */
	readonly isOpen: boolean;
	readonly deadline: Deadline;
}

/**
 * After a publish that failed, asks the container whether it was published.
 * @throws when the container cannot be read: the failure, where nothing can have been published; otherwise
 * why that is not known
 * @throws UserFixableError when the container failed or expired
 */
async function isPublished(
	graph: Graph,
	containerId: string,
	{ failure, isOpen, deadline }: FailedAttempt,
): Promise<boolean> {
	let step;
	try {
		step = await readContainerStep(graph, containerId, deadline);
	} catch (error) {
		graph.signal?.throwIfAborted();
		throw isOpen ? bothLost(error as Error) : failure;
	}
	if (step.kind === 'failed' && step.reason !== 'timeout') throw containerError(step, containerId, deadline);
	return step.kind === 'published';
}

const bothLost = ({ message }: Error) =>
	new UserFixableError(`the answer was lost, and the status of the container could not be read (${message})`);
