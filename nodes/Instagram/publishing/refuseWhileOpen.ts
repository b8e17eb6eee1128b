/**
 * An AI agent whose post got no answer may post the same in other words, which the memory of posts takes for
 * another one. So before an agent posts anything more in an execution, the container of the post that was
 * left open says what became of it.
 */
import type { Run } from '../run/operation';
import { isToolCall } from '../run/toolCall';
import { clock } from '../transport/clock';
import { UserFixableError } from '../transport/errors';
import { readContainerStep } from './awaitContainer';
import { mayBePublished } from './openOutcome';
import { publishingRunOf } from './postMemory';

/** @throws UserFixableError while that is not known, and once when the post turns out to be published */
export async function refuseWhileOpen(run: Run): Promise<void> {
	if (!isToolCall(run.ctx)) return;
	const state = publishingRunOf(run);
	for (const containerId of state.openElsewhere()) {
		if (!(await stands(run, containerId))) continue;
		state.closeElsewhere(containerId);
		throw new UserFixableError(
			`An earlier call has published its post after all (container ${containerId}), so nothing was posted now`,
			'Container > Publish returns that post. Post again only if a second post is wanted.',
		).with({ containerId });
	}
}

async function stands({ graph }: Run, containerId: string): Promise<boolean> {
	try {
		const deadline = { startedMs: clock.now(), limitMs: 0, once: true };
		return (await readContainerStep(graph, containerId, deadline)).kind === 'published';
	} catch {
		graph.signal?.throwIfAborted();
		const { what, remedy, details } = mayBePublished(containerId);
		throw new UserFixableError(`${what} in an earlier call, so nothing was posted now`, remedy).with(details);
	}
}
