/**
 * What all posts have in common: every item is read and checked before anything is sent, then the quota is asked for once, then the
 * containers are prepared side by side, then they are published in item order.
 */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { CONTAINER_LIFETIME_MS } from '../../protocol/publishing/container';
import type { JsonRecord } from '../../protocol/json';
import { isSamePost, publishedMs, type PostKind } from '../../protocol/publishing/post';
import { ContainerFailedError, StillProcessingError, waitUntilReady } from '../../publishing/awaitContainer';
import type { Upload } from '../../transport/request';
import { preparedOperation, toItem, type PreparedOperation, type Run } from '../../run/operation';
import { postOutput, readRecentPosts } from '../../publishing/findPost';
import type { Publication } from '../../publishing/publish';
import { keepToQuota } from '../../publishing/checkQuota';
import { publishItem, sayWhatStands } from '../../publishing/publishItem';
import { publishingRunOf } from '../../publishing/postMemory';
import { goesOnAfterFailure } from '../../run/toolCall';
import { clock } from '../../transport/clock';
import { toNodeError } from '../../transport/errors';
import { createPost } from '../../publishing/createContainers';

/** What an item asks for. */
export interface PostPlan {
	readonly kind: PostKind;
	/** What the container is created from, without what it has in `children`. */
	readonly parameters: IDataObject;
	/** The items of a carousel. */
	readonly children?: readonly IDataObject[];
	/** A video that n8n uploads, instead of Instagram fetching it. */
	readonly upload?: Upload;
	/** Tells the content from others; unlike the signed URL of a file, it is the same when the item is read again. */
	readonly content: unknown;
	readonly caption?: string;
	readonly publishNow: boolean;
	readonly limitMs: number;
	/** Set when a post with the same caption may stand already. */
	readonly skipWindowMs?: number;
}

type Read = { readonly plan: PostPlan } | { readonly error: Error };

/** How an item goes on after `prepare`. */
type Prepared =
	| { readonly done: JsonRecord }
	| {
			readonly plan: PostPlan;
			readonly createdMs: number;
			readonly containerId: string;
			readonly publication?: Omit<Publication, 'sinceMs'>;
	  };

/** Declares an operation that makes posts; `readPlan` reads and checks the fields of one item. */
export function postOperation(
	properties: INodeProperties[],
	readPlan: (ctx: IExecuteFunctions, itemIndex: number) => Promise<PostPlan>,
): PreparedOperation<unknown> {
	const plans = new WeakMap<Run, Map<number, Read>>();
	const existing = new WeakMap<Run, Map<number, JsonRecord>>();

	return preparedOperation<Prepared>({
		permission: 'instagram_business_content_publish',
		properties,

		async beforeAll(run, itemIndexes) {
			const reads = new Map<number, Read>();
			plans.set(run, reads);
			for (const itemIndex of itemIndexes) reads.set(itemIndex, await readSafely(run, itemIndex, readPlan));
			const state = publishingRunOf(run);
			for (const [itemIndex, read] of reads) if ('plan' in read) state.begin(itemIndex, read.plan.content);
			const found = await findExisting(run, reads);
			existing.set(run, found);
			const wanting = itemIndexes.filter((itemIndex) => {
				const read = reads.get(itemIndex);
				const isPublished = found.has(itemIndex) || state.progressOf(itemIndex)?.output !== undefined;
				return read && 'plan' in read && read.plan.publishNow && !isPublished;
			});
			for (const [itemIndex, error] of await keepToQuota(run, wanting)) reads.set(itemIndex, { error });
		},

		async prepare(run, itemIndex) {
			const read = plans.get(run)?.get(itemIndex);
			if (!read || 'error' in read) throw read?.error ?? new Error('The item was not read');
			const post = existing.get(run)?.get(itemIndex);
			if (post) return { done: { ...post, containerId: null, published: true, alreadyPublished: true } };
			return await prepare(run, itemIndex, read.plan);
		},

		async act(run, itemIndex, prepared) {
			const output = 'done' in prepared ? prepared.done : await act(run, itemIndex, prepared);
			publishingRunOf(run).end(itemIndex);
			return [toItem(output)];
		},
	});
}

/** A node that stops on failure stops here, before the first request, and names the item. */
async function readSafely(
	run: Run,
	itemIndex: number,
	readPlan: (ctx: IExecuteFunctions, itemIndex: number) => Promise<PostPlan>,
): Promise<Read> {
	const { ctx } = run;
	try {
		return { plan: await readPlan(ctx, itemIndex) };
	} catch (error) {
		if (goesOnAfterFailure(ctx)) return { error: error as Error };
		throw toNodeError(ctx.getNode(), sayWhatStands(run, error as Error), { itemIndex });
	}
}

/** The items whose post stands already, for those that asked to look. Each post on the account stands for one item. */
async function findExisting(run: Run, reads: ReadonlyMap<number, Read>): Promise<Map<number, JsonRecord>> {
	const found = new Map<number, JsonRecord>();
	const state = publishingRunOf(run);
	const asking = [...reads].flatMap(([itemIndex, read]) =>
		'plan' in read && read.plan.skipWindowMs !== undefined && !state.progressOf(itemIndex)
			? [{ itemIndex, plan: read.plan, windowMs: read.plan.skipWindowMs }]
			: [],
	);
	if (asking.length === 0) return found;
	const nowMs = clock.now();
	const recent = await readRecentPosts(run.graph, Math.max(...asking.map(({ windowMs }) => windowMs)));
	for (const { itemIndex, plan, windowMs } of asking) {
		const match = recent.find(
			(media) =>
				!state.knownIds.has(String(media.id)) &&
				(publishedMs(media) ?? nowMs) >= nowMs - windowMs &&
				isSamePost(media, plan),
		);
		if (!match) continue;
		state.knownIds.add(String(match.id));
		found.set(itemIndex, postOutput(match));
	}
	return found;
}

async function prepare(run: Run, itemIndex: number, plan: PostPlan): Promise<Prepared> {
	const state = publishingRunOf(run);
	const earlier = state.progressOf(itemIndex);
	if (earlier?.output) return { done: earlier.output };
	const created = { startedMs: clock.now(), limitMs: plan.limitMs };
	const containerId = earlier?.containerId ?? (await createPost(run, plan, created));
	// the time of an upload, and of waiting for its turn, is not Instagram's
	const deadline = plan.upload ? { ...created, startedMs: clock.now() } : created;
	const createdMs = earlier?.createdMs ?? clock.now();
	state.note(itemIndex, { ...earlier, containerId, createdMs });
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
		if (error instanceof ContainerFailedError) state.forget(itemIndex);
		throw sayWhatStands(run, error as Error);
	}
}

async function act(
	run: Run,
	itemIndex: number,
	prepared: Exclude<Prepared, { done: JsonRecord }>,
): Promise<JsonRecord> {
	const { plan, createdMs, containerId, publication } = prepared;
	const containerCreatedAt = new Date(createdMs).toISOString();
	if (!plan.publishNow || !publication) {
		const expiresAt = new Date(createdMs + CONTAINER_LIFETIME_MS).toISOString();
		const statusCode = publication ? 'FINISHED' : 'IN_PROGRESS';
		return { containerId, containerCreatedAt, containerExpiresAt: expiresAt, statusCode, published: false };
	}
	return await publishItem(run, itemIndex, publication, { containerCreatedAt });
}
