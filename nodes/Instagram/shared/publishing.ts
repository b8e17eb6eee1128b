/**
 * From a container to a post. A container can be published once only, so publishing it again is safe, but creating it
 * again is not: a publish whose answer was lost is decided by the container's status (Meta: "Content Publishing").
 */
import type { IDataObject } from 'n8n-workflow';

import {
	CONTAINER_FIELDS,
	nextContainerStep,
	nextWaitMs,
	parseContainer,
	type ContainerStep,
} from '../protocol/containers';
import { findErrorRow } from '../protocol/errors/classify';
import { recordsAt, textAt, type JsonRecord } from '../protocol/json';
import { clock } from '../transport/clock';
import { ConnectionError, GraphError, UserFixableError } from '../transport/errors';
import type { Graph } from '../transport/graph';
import { pollUntil } from '../transport/poll';

const MEDIA_FIELDS = 'id,permalink,shortcode,timestamp,media_type,media_product_type';
/** Publishing itself may take many seconds; a time-out says nothing about the outcome. */
const PUBLISH_TIMEOUT_MS = 180_000;

/** A post on its way: how long it may take, counted from `startedMs`. */
export interface Publication {
	readonly containerId: string;
	readonly startedMs: number;
	readonly limitMs: number;
	/** Tells the post apart when it has to be looked up. */
	readonly caption?: string;
	readonly isStory?: boolean;
}

/**
 * Creates a container. Sending it twice leaves a container that expires unused, so faults are retried.
 * @returns the container's id
 */
export async function createContainer(graph: Graph, parameters: IDataObject): Promise<string> {
	const body = await graph.post([graph.account.accountId, 'media'], parameters, { repeatable: true });
	return textAt(body, 'id') ?? missing('the ID of the container');
}

function missing(what: string): never {
	throw new UserFixableError(`Instagram answered without ${what}`, 'Try again; nothing was published.');
}

async function readStep(graph: Graph, publication: Publication): Promise<ContainerStep> {
	const { containerId, startedMs, limitMs } = publication;
	const state = parseContainer(await graph.get([containerId], { fields: CONTAINER_FIELDS }));
	return nextContainerStep(state, clock.now() - startedMs, limitMs);
}

/**
 * Waits until a container can be published, or already is.
 * @throws GraphError | UserFixableError with the container's id, when it failed, expired or took too long
 */
export async function waitUntilReady(graph: Graph, publication: Publication): Promise<void> {
	await pollUntil({
		signal: graph.signal,
		read: async () => await readStep(graph, publication),
		decide: (step) => {
			if (step.kind === 'wait') return { wait: step.waitMs };
			if (step.kind === 'failed') throw containerError(step, publication);
			return { done: undefined };
		},
	});
}

/**
 * Publishes a container exactly once.
 * @returns the post as an item: ids, permalink, shortcode, time
 * @throws GraphError | UserFixableError with the container's id
 */
export async function publish(graph: Graph, publication: Publication): Promise<JsonRecord> {
	const { containerId } = publication;
	const mediaId = (await publishOnce(graph, publication)) ?? (await findPublished(graph, publication));
	if (mediaId === undefined) return { id: null, containerId, published: true };
	return { id: mediaId, ...(await describeMedia(graph, mediaId)), containerId, published: true };
}

/** @returns the media's id, or `undefined` when the container is published but the answer that named it was lost */
async function publishOnce(graph: Graph, publication: Publication): Promise<string | undefined> {
	const { containerId, startedMs, limitMs } = publication;
	for (;;) {
		let failure: GraphError | ConnectionError;
		try {
			const body = await graph.post(
				[graph.account.accountId, 'media_publish'],
				{ creation_id: containerId },
				{ timeoutMs: PUBLISH_TIMEOUT_MS },
			);
			return textAt(body, 'id');
		} catch (error) {
			if (!(error instanceof GraphError || error instanceof ConnectionError)) throw error as Error;
			failure = error.with({ containerId });
		}
		if (isRefusal(failure)) throw failure;
		const step = await readStep(graph, publication);
		if (step.kind === 'published') return undefined;
		if (step.kind === 'failed') throw containerError(step, publication);
		const elapsedMs = clock.now() - startedMs;
		if (elapsedMs >= limitMs) throw failure;
		await clock.sleep(Math.min(nextWaitMs(elapsedMs), limitMs - elapsedMs), graph.signal);
	}
}

/** A refusal is final; "not ready" and a lost answer are not. */
function isRefusal(failure: GraphError | ConnectionError): boolean {
	return failure instanceof GraphError && failure.failure.nothingHappened && failure.failure.kind !== 'notReady';
}

function containerError(
	step: Extract<ContainerStep, { kind: 'failed' }>,
	{ containerId, limitMs }: Publication,
): UserFixableError {
	const failed = (message: string, remedy: string) => new UserFixableError(message, remedy).with({ containerId });
	if (step.reason === 'timeout') {
		return failed(
			`Instagram was still processing the media after ${Math.round(limitMs / 1000)} seconds`,
			`Nothing is lost: container ${containerId} can be published for 24 hours with Container > Publish. Max Wait sets how long the node waits.`,
		);
	}
	if (step.reason === 'expired') {
		return failed('The container has expired', 'A container lives for 24 hours. Create the post again.');
	}
	const explained = findErrorRow(undefined, step.subcode);
	const numbers = step.subcode === undefined ? '' : ` (code ${step.subcode})`;
	return failed(
		`${explained?.what ?? 'Instagram could not process the media'}${numbers}`,
		explained?.remedy ?? 'Check the file, then create the post again.',
	);
}

/** A post appears in the list some seconds after it was published. */
const LOOK_UPS = 4;
const LOOK_UP_WAIT_MS = 3000;
/** Clocks of n8n and Meta may differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Finds the post of a container whose publishing answer was lost: the newest one with its caption. */
async function findPublished(graph: Graph, publication: Publication): Promise<string | undefined> {
	const { startedMs, caption, isStory } = publication;
	for (let lookUp = 1; lookUp <= LOOK_UPS; lookUp += 1) {
		const list = await graph.get([graph.account.accountId, isStory ? 'stories' : 'media'], {
			fields: 'id,caption,timestamp',
			limit: 10,
		});
		const found = recordsAt(list, 'data').find(
			(media) =>
				Date.parse(textAt(media, 'timestamp') ?? '') >= startedMs - CLOCK_TOLERANCE_MS &&
				(caption === undefined || sameCaption(textAt(media, 'caption'), caption)),
		);
		if (found) return textAt(found, 'id');
		await clock.sleep(LOOK_UP_WAIT_MS, graph.signal);
	}
	return undefined;
}

/** Meta gives captions back without the @ of mentions, and trims them. */
function sameCaption(given: string | undefined, sent: string): boolean {
	const plain = (text: string) => text.replaceAll('@', '').replace(/\s+/g, ' ').trim();
	return plain(given ?? '') === plain(sent);
}

/** A post is not called failed because its permalink could not be read. */
async function describeMedia(graph: Graph, mediaId: string): Promise<JsonRecord> {
	try {
		const media = await graph.get([mediaId], { fields: MEDIA_FIELDS });
		const { permalink, shortcode, timestamp, media_type: mediaType, media_product_type: productType } = media;
		return { permalink, shortcode, timestamp, mediaType, mediaProductType: productType };
	} catch (error) {
		if (error instanceof GraphError || error instanceof ConnectionError) return {};
		throw error as Error;
	}
}
