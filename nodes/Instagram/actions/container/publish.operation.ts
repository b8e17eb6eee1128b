/**
 * Container: Publish. Meta: `POST /<IG_ID>/media_publish` ("Content Publishing"). Meta publishes a container
 * once at most, so this may be run again for the same container, whatever happened the last time.
 */
import type { ContainerStep } from '../../protocol/publishing/container';
import type { JsonRecord } from '../../protocol/json';
import { readContainerStep, waitUntilReady, type Deadline } from '../../publishing/awaitContainer';
import { preparedOperation, toItem, type Run } from '../../run/operation';
import { additionalFields } from '../../panel/collections';
import { MAX_WAIT_FIELD, readMaxWaitMs } from '../../panel/maxWait';
import { readInstagramId } from '../../panel/parameters';
import { keepToQuota } from '../../publishing/checkQuota';
import { forgetPosts, listFinishedPosts, listOpenPosts, publishingRunOf } from '../../publishing/postMemory';
import { noteFailure, publishItem, settleItem, type Publishable } from '../../publishing/publishItem';
import { clock } from '../../transport/clock';
import { mapBounded } from '../../transport/concurrency';
import { CONTAINER_ID, CONTAINER_ID_FIELD } from './containerId';

const PARALLEL_LOOKS = 16;

/** What an earlier try of the run published, what the container says, or why neither is known. */
type Look =
	| { readonly done: JsonRecord }
	| { readonly error: Error }
	| { readonly containerId: string; readonly deadline: Deadline; readonly step: ContainerStep };

type PreparedContainer = { readonly done: JsonRecord } | { readonly publication: Publishable };

export const publishContainer = preparedOperation<ReadonlyMap<number, Look>, PreparedContainer>({
	permission: 'instagram_business_content_publish',
	properties: [
		{
			...CONTAINER_ID_FIELD,
			description:
				'The containerId that the Post operations return. A container that is published already is not published again.',
		},
		additionalFields([MAX_WAIT_FIELD]),
	],

	finished: listFinishedPosts,
	unsettled: listOpenPosts,
	succeeded: forgetPosts,

	/** Looks at every container once, so that only those that are not published count against the quota. */
	async survey(run, itemIndexes) {
		const looks = new Map<number, Look>();
		await mapBounded(itemIndexes, PARALLEL_LOOKS, async (itemIndex) => {
			looks.set(itemIndex, await lookAtContainer(run, itemIndex));
		});
		const counted = new Set<string>();
		const wanting = itemIndexes.filter((itemIndex) => {
			const seen = looks.get(itemIndex);
			if (!seen || !('step' in seen) || !['publish', 'wait'].includes(seen.step.kind)) return false;
			const isFirst = !counted.has(seen.containerId);
			counted.add(seen.containerId);
			return isFirst;
		});
		for (const [itemIndex, error] of await keepToQuota(run, wanting)) looks.set(itemIndex, { error });
		return looks;
	},

	async prepare(run, itemIndex, looks) {
		const seen = looks.get(itemIndex) ?? (await lookAtContainer(run, itemIndex));
		if ('error' in seen) throw seen.error;
		if ('done' in seen) return seen;
		const { containerId, deadline, step } = seen;
		// what has just been read is not read again
		const ready =
			step.kind === 'publish' || step.kind === 'published'
				? step
				: await waitUntilReady(run.graph, containerId, deadline).catch((error: unknown) => {
						throw noteFailure(run, itemIndex, containerId, error as Error);
					});
		return { publication: { containerId, limitMs: deadline.limitMs, traits: {}, ready: ready.kind } };
	},

	async act(run, itemIndex, prepared) {
		const output =
			'done' in prepared ? prepared.done : await publishItem(run, itemIndex, prepared.publication);
		return [toItem(output)];
	},
});

async function lookAtContainer(run: Run, itemIndex: number): Promise<Look> {
	try {
		const source = { ctx: run.ctx, itemIndex };
		const containerId = readInstagramId(source, CONTAINER_ID);
		const deadline = { startedMs: clock.now(), limitMs: readMaxWaitMs(run.ctx, itemIndex) };
		publishingRunOf(run).register(itemIndex, containerId);
		const settled = await settleItem(run, itemIndex, { traits: {}, limitMs: deadline.limitMs });
		if (settled) return settled;
		return { containerId, deadline, step: await readContainerStep(run.graph, containerId, deadline) };
	} catch (error) {
		return { error: error as Error };
	}
}
