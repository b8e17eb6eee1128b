/** Publishes the container of an item: what is done is kept for a repetition of the node, and named when a later item stops the run. */
import type { JsonRecord } from '../protocol/json';
import { ContainerFailedError } from './awaitContainer';
import type { Run } from '../run/operation';
import { publish, type Publication } from './publish';
import { publishingRunOf } from './postMemory';
import { addDetails, reword } from '../transport/rewording';

/**
 * @param more what comes out beside what {@link publish} gives
 * @throws what {@link publish} throws
 */
export async function publishItem(
	run: Run,
	itemIndex: number,
	publication: Omit<Publication, 'sinceMs'>,
	more: JsonRecord = {},
): Promise<JsonRecord> {
	const state = publishingRunOf(run);
	const { containerId, ready } = publication;
	const earlier = state.progressOf(itemIndex);
	const sinceMs = earlier?.sinceMs ?? (ready === 'published' ? undefined : run.graph.metaNowMs());
	state.note(itemIndex, { ...earlier, containerId, sinceMs });
	try {
		const published = await publish(run.graph, { ...publication, sinceMs }, state.knownIds);
		const isOfOthers = ready === 'published' && sinceMs === undefined;
		const output = { ...published, ...more, ...(isOfOthers && { alreadyPublished: true }) };
		state.note(itemIndex, { ...earlier, containerId, output });
		if (!isOfOthers) state.stands(itemIndex, output);
		return output;
	} catch (error) {
		if (error instanceof ContainerFailedError) state.forget(itemIndex);
		throw sayWhatStands(run, error as Error);
	}
}

/** A node that stops on failure gives out no items: the posts that it published before are named in the error. */
export function sayWhatStands(run: Run, error: Error): Error {
	const { published } = publishingRunOf(run);
	if (published.size === 0 || run.ctx.continueOnFail()) return error;
	const posts = [...published].map(([itemIndex, id]) => `item ${itemIndex} (${id})`);
	const before = `Published in this run, counted from 0: ${posts.join(', ')}. Leave these out when you run it again; with "On Error: Continue" all items come out.`;
	const reworded = reword(error, ({ what, remedy }) => ({ what, remedy: [remedy, before].join(' ').trim() }));
	return addDetails(reworded, { doneItems: [...published.keys()].join(',') });
}
