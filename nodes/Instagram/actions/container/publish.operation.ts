/**
 * Container: Publish. Meta: `POST /<IG_ID>/media_publish` ("Content Publishing"). Meta publishes a container once at most, so this may
 * be run again for the same container, whatever became of the last time.
 */
import type { ContainerStep } from '../../protocol/publishing/container';
import type { JsonRecord } from '../../protocol/json';
import { readContainerStep, waitUntilReady, type Deadline } from '../../publishing/awaitContainer';
import { preparedOperation, toItem, type Run } from '../../run/operation';
import { MAX_WAIT_FIELD, readMaxWaitMs } from '../../panel/maxWait';
import { readInstagramId } from '../../panel/parameters';
import type { Publication } from '../../publishing/publish';
import { keepToQuota } from '../../publishing/checkQuota';
import { publishItem, sayWhatStands } from '../../publishing/publishItem';
import { publishingRunOf } from '../../publishing/postMemory';
import { clock } from '../../transport/clock';
import { mapBounded } from '../../transport/concurrency';

const CONTAINER_ID = { name: 'containerId', label: 'Container ID' };
const PARALLEL_LOOKS = 16;

/** What a repetition of the node has published before, or what the container said. */
type Look =
	| Done
	| { readonly containerId: string; readonly deadline: Deadline; readonly step: ContainerStep };

type Done = { readonly done: JsonRecord };

const looks = new WeakMap<Run, Map<number, Look | Error>>();

export const publishContainer = preparedOperation<
	Done | { readonly publication: Omit<Publication, 'sinceMs'> }
>({
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
			options: [MAX_WAIT_FIELD],
		},
	],

	/** Looks at every container once, so that only those that are not published count against the quota. */
	async beforeAll(run, itemIndexes) {
		const seen = new Map<number, Look | Error>();
		looks.set(run, seen);
		await mapBounded(itemIndexes, PARALLEL_LOOKS, async (itemIndex) => {
			seen.set(itemIndex, await look(run, itemIndex).catch((error: unknown) => error as Error));
		});
		const wanting = itemIndexes.filter((itemIndex) => {
			const found = seen.get(itemIndex);
			return found && 'step' in found && ['publish', 'wait'].includes(found.step.kind);
		});
		for (const [itemIndex, error] of await keepToQuota(run, wanting)) seen.set(itemIndex, error);
	},

	async prepare(run, itemIndex) {
		const found = looks.get(run)?.get(itemIndex) ?? (await look(run, itemIndex));
		if (found instanceof Error) throw sayWhatStands(run, found);
		if ('done' in found) return found;
		const { containerId, deadline, step } = found;
		// what has just been seen is not asked for again
		const ready =
			step.kind === 'publish' || step.kind === 'published'
				? step
				: await waitUntilReady(run.graph, containerId, deadline).catch((error: unknown) => {
						throw sayWhatStands(run, error as Error);
					});
		return { publication: { containerId, limitMs: deadline.limitMs, traits: {}, ready: ready.kind } };
	},

	async act(run, itemIndex, prepared) {
		const output =
			'done' in prepared ? prepared.done : await publishItem(run, itemIndex, prepared.publication);
		publishingRunOf(run).end(itemIndex);
		return [toItem(output)];
	},
});

async function look(run: Run, itemIndex: number): Promise<Look> {
	const { ctx, graph } = run;
	const containerId = readInstagramId({ ctx, itemIndex }, CONTAINER_ID);
	const deadline = { startedMs: clock.now(), limitMs: readMaxWaitMs(ctx, itemIndex) };
	const state = publishingRunOf(run);
	state.begin(itemIndex, containerId);
	const done = state.progressOf(itemIndex)?.output;
	return done
		? { done }
		: { containerId, deadline, step: await readContainerStep(graph, containerId, deadline) };
}
