/**
 * What all posts have in common: first every item is read and checked; then it is settled what an earlier try
 * of the run began; then the quota is read, once; then the containers are prepared side by side; and then
 * they are published in item order.
 */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { CONTAINER_LIFETIME_MS } from '../../protocol/publishing/container';
import type { JsonRecord } from '../../protocol/json';
import { isSamePost, publishedMs, type PostKind } from '../../protocol/publishing/post';
import { StillProcessingError, waitUntilReady } from '../../publishing/awaitContainer';
import type { Upload } from '../../transport/request';
import { preparedOperation, toItem, type PreparedOperation, type Run } from '../../run/operation';
import { metaNowMs, postOutput, readRecentPosts } from '../../publishing/findPost';
import { addFirstComment } from '../../publishing/firstComment';
import { keepToQuota } from '../../publishing/checkQuota';
import { refuseWhileOpen } from '../../publishing/refuseWhileOpen';
import {
	createdAt,
	noteFailure,
	publishItem,
	settleItem,
	type Publishable,
} from '../../publishing/publishItem';
import { forgetPosts, listFinishedPosts, listOpenPosts, publishingRunOf } from '../../publishing/postMemory';
import { goesOnAfterFailure } from '../../run/toolCall';
import { clock } from '../../transport/clock';
import { mapBounded } from '../../transport/concurrency';
import { toNodeError } from '../../transport/errors';
import { createContainers } from '../../publishing/createContainers';

const PARALLEL_LOOKS = 16;

/** What an item asks for. */
export interface PostPlan {
	readonly kind: PostKind;
	/** What the container is created from, without what it has in `children`. */
	readonly parameters: IDataObject;
	/** The items of a carousel. */
	readonly children?: readonly IDataObject[];
	/** A video that n8n uploads, instead of Instagram fetching it. */
	readonly upload?: Upload;
	/** Identifies the content. Unlike the signed URL of a file, it is the same when the item is read again. */
	readonly content: unknown;
	readonly caption?: string;
	readonly publishNow: boolean;
	readonly limitMs: number;
	/** Set when a post with the same caption may exist already. */
	readonly skipWindowMs?: number;
	/** Written under the post once it is published. */
	readonly firstComment?: string;
}

type Read = { readonly plan: PostPlan } | { readonly error: Error };

/** What the survey finds for an item: what to do, what is already done, or why it fails. */
type PostFound = Read | Done;

interface Done {
	readonly done: JsonRecord;
	readonly firstComment?: string;
}

/** How an item continues after `prepare`. */
type PreparedPost =
	| Done
	| {
			readonly plan: PostPlan;
			readonly createdMs: number;
			readonly containerId: string;
			readonly publication?: Publishable;
	  };

/** Declares an operation that makes posts; `readPlan` reads and checks the fields of one item. */
export function postOperation(
	properties: INodeProperties[],
	readPlan: (ctx: IExecuteFunctions, itemIndex: number) => Promise<PostPlan>,
): PreparedOperation<unknown, unknown> {
	return preparedOperation<ReadonlyMap<number, PostFound>, PreparedPost>({
		permission: 'instagram_business_content_publish',
		properties,
		finished: listFinishedPosts,
		unsettled: listOpenPosts,
		succeeded: forgetPosts,

		async survey(run, itemIndexes) {
			const found = new Map<number, PostFound>();
			for (const itemIndex of itemIndexes) found.set(itemIndex, await readSafely(run, itemIndex, readPlan));
			throwFirstError(run, found);
			const state = publishingRunOf(run);
			for (const [itemIndex, item] of found) if ('plan' in item) state.register(itemIndex, item.plan.content);
			await settleEarlierTries(run, found);
			await findExisting(run, found);
			const wanting = [...found].flatMap(([itemIndex, item]) =>
				'plan' in item && item.plan.publishNow ? [itemIndex] : [],
			);
			for (const [itemIndex, error] of await keepToQuota(run, wanting)) found.set(itemIndex, { error });
			return found;
		},

		async prepare(run, itemIndex, found) {
			const item = found.get(itemIndex);
			if (!item || 'error' in item) throw item?.error ?? new Error('The item was not read');
			return 'done' in item ? item : await prepare(run, itemIndex, item.plan);
		},

		async act(run, itemIndex, prepared) {
			const isDone = 'done' in prepared;
			const post = isDone ? prepared.done : await act(run, itemIndex, prepared);
			const { firstComment } = isDone ? prepared : prepared.plan;
			return [toItem(await addFirstComment(run, itemIndex, post, firstComment))];
		},
	});
}

async function readSafely(
	run: Run,
	itemIndex: number,
	readPlan: (ctx: IExecuteFunctions, itemIndex: number) => Promise<PostPlan>,
): Promise<Read> {
	try {
		return { plan: await readPlan(run.ctx, itemIndex) };
	} catch (error) {
		return { error: error as Error };
	}
}

/** A node that stops on failure stops here, before the first request, and names the item. */
function throwFirstError({ ctx }: Run, found: ReadonlyMap<number, PostFound>): void {
	if (goesOnAfterFailure(ctx)) return;
	for (const [itemIndex, item] of found)
		if ('error' in item) throw toNodeError(ctx.getNode(), item.error, { itemIndex });
}

/** Before anything else: what became of posts whose publishing an earlier try of the run began. */
async function settleEarlierTries(run: Run, found: Map<number, PostFound>): Promise<void> {
	await mapBounded([...found], PARALLEL_LOOKS, async ([itemIndex, item]) => {
		if (!('plan' in item)) return;
		if (!publishingRunOf(run).progressOf(itemIndex)) await refuseWhileOpen(run);
		const { kind, caption, limitMs, firstComment } = item.plan;
		const settled = await settleItem(run, itemIndex, { traits: { kind, caption }, limitMs });
		if (settled) found.set(itemIndex, { ...settled, firstComment });
	});
}

/**
 * Finds the items whose post exists already, among those that ask for it. Each post on the account counts for
 * one item. Where the account's posts cannot be read these items fail, because publishing could create a
 * second post.
 */
async function findExisting(run: Run, found: Map<number, PostFound>): Promise<void> {
	const state = publishingRunOf(run);
	const asking = [...found].flatMap(([itemIndex, item]) =>
		'plan' in item && item.plan.skipWindowMs !== undefined && !state.progressOf(itemIndex)
			? [{ itemIndex, plan: item.plan, windowMs: item.plan.skipWindowMs }]
			: [],
	);
	if (asking.length === 0) return;
	let recent: JsonRecord[];
	try {
		recent = await readRecentPosts(run.graph, Math.max(...asking.map(({ windowMs }) => windowMs)));
	} catch (error) {
		if (!goesOnAfterFailure(run.ctx)) throw error as Error;
		for (const { itemIndex } of asking) found.set(itemIndex, { error: error as Error });
		return;
	}
	const nowMs = metaNowMs(run.graph);
	for (const { itemIndex, plan, windowMs } of asking) {
		const match = recent.find(
			(media) =>
				!state.knownIds.has(String(media.id)) &&
				(publishedMs(media) ?? nowMs) >= nowMs - windowMs &&
				isSamePost(media, plan),
		);
		if (!match) continue;
		state.knownIds.add(String(match.id));
		const done = { ...postOutput(match), containerId: null, published: true, alreadyPublished: true };
		found.set(itemIndex, { done });
	}
}

async function prepare(run: Run, itemIndex: number, plan: PostPlan): Promise<PreparedPost> {
	const state = publishingRunOf(run);
	const earlier = state.progressOf(itemIndex);
	const created = { startedMs: clock.now(), limitMs: plan.limitMs };
	const containerId = earlier?.containerId ?? (await createContainers(run, plan, created));
	// the time of an upload, and of waiting for its turn, is not Instagram's
	const deadline = {
		...created,
		...(plan.upload && { startedMs: clock.now() }),
		isOwn: true,
		parameters: plan.parameters,
	};
	const createdMs = earlier?.createdMs ?? clock.now();
	state.saveProgress(itemIndex, { ...earlier, containerId, createdMs });
	try {
		const { kind: ready } = await waitUntilReady(run.graph, containerId, deadline);
		const traits = { kind: plan.kind, caption: plan.caption };
		return {
			plan,
			createdMs,
			containerId,
			publication: { containerId, limitMs: plan.limitMs, traits, ready },
		};
	} catch (error) {
		if (error instanceof StillProcessingError && !plan.publishNow) return { plan, createdMs, containerId };
		throw noteFailure(run, itemIndex, containerId, error as Error);
	}
}

async function act(run: Run, itemIndex: number, prepared: Exclude<PreparedPost, Done>): Promise<JsonRecord> {
	const { plan, createdMs, containerId, publication } = prepared;
	if (!plan.publishNow || !publication) {
		const expiresAt = new Date(createdMs + CONTAINER_LIFETIME_MS).toISOString();
		const statusCode = publication ? 'FINISHED' : 'IN_PROGRESS';
		return {
			containerId,
			...createdAt(createdMs),
			containerExpiresAt: expiresAt,
			statusCode,
			published: false,
		};
	}
	return await publishItem(run, itemIndex, publication, createdAt(createdMs));
}
