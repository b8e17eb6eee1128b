/**
 * Writes a comment once. Instagram has no idempotency key, so a comment whose answer was lost is never written again. There is no
 * `fields` parameter on purpose: Meta creates the comment and then answers 400, and a retry posts it again.
 */
import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../../protocol/json';
import { ConnectionError, GraphError } from '../../transport/errors';
import { writeOnce } from '../../run/writeOnce';
import type { Run } from '../../run/operation';

const REMEDY = 'Look under the post before you write it again.';

/**
 * @returns the ID of the comment
 * @throws GraphError | ConnectionError, which say so when the comment may stand there all the same
 */
export async function postComment(
	run: Run,
	itemIndex: number,
	path: readonly string[],
	body: IDataObject,
): Promise<string | undefined> {
	try {
		return textAt(
			await writeOnce(run, itemIndex, [path, body], async () => await run.graph.post(path, body)),
			'id',
		);
	} catch (error) {
		throw explain(error as Error);
	}
}

function explain(error: Error): Error {
	if (error instanceof ConnectionError && error.requestSent) {
		return error.reworded({
			what: `The comment may have been written: Instagram did not answer (${error.reason})`,
			remedy: REMEDY,
		});
	}
	if (error instanceof GraphError && error.failure.kind === 'retry' && !error.failure.nothingHappened) {
		return error.reworded({
			what: `The comment may have been written. ${error.failure.what}`,
			remedy: REMEDY,
		});
	}
	return error;
}
