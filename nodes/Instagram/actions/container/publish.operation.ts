/**
 * Container: Publish. Meta: `POST /<IG_ID>/media_publish` ("Content Publishing"). Meta publishes a container once at most, so this may
 * be run again for the same container, whatever became of the last time.
 */
import type { ContainerStep } from '../../protocol/containers';
import { readContainerStep, waitUntilReady, type Deadline } from '../../shared/containers';
import { preparedOperation, toItem, type Run } from '../../shared/operation';
import { readInstagramId, readOptionalInteger } from '../../shared/parameters';
import { publish, type Publication } from '../../shared/publishing';
import { quotaError, readQuotaLeft } from '../../shared/publishingQuota';
import { publishingRunOf } from '../../shared/publishingRun';
import { clock } from '../../transport/clock';
import { mapBounded } from '../../transport/concurrency';

const CONTAINER_ID = { name: 'containerId', label: 'Container ID' };
const MAX_WAIT = { name: 'additionalFields.maxWait', label: 'Max Wait' };
const DEFAULT_MAX_WAIT_SECONDS = 300;
const LONGEST_WAIT_SECONDS = 24 * 3600;
const PARALLEL_LOOKS = 16;

interface Look {
	readonly containerId: string;
	readonly deadline: Deadline;
	readonly step: ContainerStep;
}

const looks = new WeakMap<Run, Map<number, Look | Error>>();

export const publishContainer = preparedOperation<Publication>({
	permission: 'instagram_business_content_publish',
	properties: [
		{
			displayName: 'Container ID',
			name: 'containerId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 17889615691921648',
			description:
				'As the Post operations give it in containerId. A container that is published already is not published again.',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Max Wait',
					name: 'maxWait',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 300,
					description: 'How many seconds Instagram may take to process the media',
				},
			],
		},
	],

	/** Looks at every container once, so that only those that are not published count against the quota. */
	async beforeAll(run, itemIndexes) {
		const seen = new Map<number, Look | Error>();
		looks.set(run, seen);
		await mapBounded(itemIndexes, PARALLEL_LOOKS, async (itemIndex) => {
			seen.set(itemIndex, await look(run, itemIndex).catch((error: unknown) => error as Error));
		});
		const wanting = [...seen].filter(
			([, found]) => !(found instanceof Error) && ['publish', 'wait'].includes(found.step.kind),
		);
		if (wanting.length === 0) return;
		const quota = await readQuotaLeft(run.graph);
		if (wanting.length <= quota.left) return;
		const error = quotaError(wanting.length, quota);
		if (!run.ctx.continueOnFail()) throw error;
		for (const [itemIndex] of wanting.slice(quota.left)) seen.set(itemIndex, error);
	},

	async prepare(run, itemIndex) {
		const found = looks.get(run)?.get(itemIndex) ?? (await look(run, itemIndex));
		if (found instanceof Error) throw found;
		const { containerId, deadline, step } = found;
		const sinceMs = deadline.startedMs;
		// what has just been seen is not asked for again
		const ready =
			step.kind === 'publish' || step.kind === 'published'
				? step
				: await waitUntilReady(run.graph, containerId, deadline);
		return { containerId, sinceMs, limitMs: deadline.limitMs, traits: {}, ready: ready.kind };
	},

	async act(run, _itemIndex, publication) {
		const output = await publish(run.graph, publication, publishingRunOf(run).knownIds);
		return [toItem(publication.ready === 'published' ? { ...output, alreadyPublished: true } : output)];
	},
});

async function look({ ctx, graph }: Run, itemIndex: number): Promise<Look> {
	const containerId = readInstagramId(ctx, CONTAINER_ID, itemIndex);
	const seconds = readOptionalInteger(ctx, MAX_WAIT, itemIndex, { min: 0, max: LONGEST_WAIT_SECONDS });
	const deadline = { startedMs: clock.now(), limitMs: (seconds ?? DEFAULT_MAX_WAIT_SECONDS) * 1000 };
	return { containerId, deadline, step: await readContainerStep(graph, containerId, deadline) };
}
