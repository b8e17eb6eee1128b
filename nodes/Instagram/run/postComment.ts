/**
 * Writes a comment once. Instagram has no idempotency key, so a comment whose answer was lost is never
 * written again. The parameter `fields` is left out on purpose: with it Meta creates the comment and then
 * answers 400, and a retry posts it again.
 */
import type { IDataObject } from 'n8n-workflow';

import { textAt } from '../protocol/json';
import { writeOnce } from './writeOnce';
import type { Run } from './operation';

const LOST = {
	what: 'The comment may have been written',
	remedy: 'Look at the comments of the post before you write it again.',
};

/**
 * @returns the ID of the comment
 * @throws GraphError | ConnectionError, which say so when the comment may have been written anyway
 */
export async function postComment(
	run: Run,
	itemIndex: number,
	path: readonly string[],
	body: IDataObject,
): Promise<string | undefined> {
	const write = async () => await run.graph.post(path, body);
	return textAt(await writeOnce(run, itemIndex, { write, lost: LOST }), 'id');
}
