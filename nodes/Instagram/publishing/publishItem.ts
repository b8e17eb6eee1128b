/**
 * Publishes one item's container and records the post, so that a retry returns it and a later failure can
 * list it.
 */
import type { JsonRecord } from '../protocol/json';
import type { Run } from '../run/operation';
import { clock } from '../transport/clock';
import { ContainerFailedError, readContainerStep } from './awaitContainer';
import { nameContainer } from './openOutcome';
import { publishingRunOf } from './postMemory';
import { publish, type Publication } from './publish';

/** What an operation says about a container that is to be published. */
export type Publishable = Omit<Publication, 'sinceMs' | 'setOpen'>;

/**
 * @param more fields that come out beside those of {@link publish}
 * @throws what {@link publish} throws, with the container's id
 */
export async function publishItem(
	run: Run,
	itemIndex: number,
	publication: Publishable,
	more: JsonRecord = {},
): Promise<JsonRecord> {
	const state = publishingRunOf(run);
	const { containerId, ready } = publication;
	const twin = state.outputOf(containerId);
	if (twin) return { ...twin, alreadyPublished: true };
	const earlier = state.progressOf(itemIndex);
	const sinceMs = earlier?.sinceMs ?? (ready === 'published' ? undefined : run.graph.metaNowMs());
	const progress = { ...earlier, containerId, sinceMs };
	state.saveProgress(itemIndex, progress);
	const setOpen = (isOpen: boolean) => state.saveProgress(itemIndex, { ...progress, isOpen });
	try {
		const published = await state.whileUnderWay(
			containerId,
			async () => await publish(run.graph, { ...publication, sinceMs, setOpen }, state.knownIds),
		);
		const isOfOthers = ready === 'published' && sinceMs === undefined && !earlier?.isOpen;
		const output = { ...published, ...more, ...(isOfOthers && { alreadyPublished: true }) };
		state.saveProgress(itemIndex, { ...progress, isOpen: false, output });
		if (!isOfOthers) state.markPublished(itemIndex, output);
		state.closeElsewhere(containerId);
		return output;
	} catch (error) {
		throw noteFailure(run, itemIndex, containerId, error as Error);
	}
}

/**
 * Notes that a container will never become a post, or says that it still may.
 * @returns the error with the container's id
 */
export function noteFailure(run: Run, itemIndex: number, containerId: string, error: Error): Error {
	if (!(error instanceof ContainerFailedError)) return nameContainer(error, containerId);
	publishingRunOf(run).forget(itemIndex);
	return error;
}

/**
 * Finds out what became of an item whose publishing an earlier try of the run began. That comes before
 * anything else: a later failure would hide that the post may stand.
 * @returns what comes out for it, why that is not known, or `undefined` when the item still has to be
 * published
 */
export async function settleItem(
	run: Run,
	itemIndex: number,
	{ traits, limitMs }: Pick<Publication, 'traits' | 'limitMs'>,
): Promise<{ readonly done: JsonRecord } | { readonly error: Error } | undefined> {
	const state = publishingRunOf(run);
	const progress = state.progressOf(itemIndex);
	if (progress?.output) return { done: progress.output };
	if (!progress || (!progress.isOpen && progress.sinceMs === undefined)) return undefined;
	const { containerId, createdMs, isOpen } = progress;
	const deadline = { startedMs: clock.now(), limitMs, once: true };
	try {
		const step = await readContainerStep(run.graph, containerId, deadline);
		if (step.kind !== 'published') {
			state.saveProgress(itemIndex, { ...progress, isOpen: false });
			return undefined;
		}
		const more = createdMs === undefined ? {} : createdAt(createdMs);
		return {
			done: await publishItem(run, itemIndex, { containerId, limitMs, traits, ready: 'published' }, more),
		};
	} catch (error) {
		run.graph.signal?.throwIfAborted();
		// where nothing was left open, it is looked at again, and waited for, before it is published
		return isOpen ? { error: error as Error } : undefined;
	}
}

/** When a container was created, as its item says it. */
export const createdAt = (createdMs: number) => ({ containerCreatedAt: new Date(createdMs).toISOString() });
