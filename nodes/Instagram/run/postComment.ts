/**
 * Writes a comment once. Instagram has no idempotency key, so a comment whose answer was lost is never
 * written again. The parameter `fields` is left out on purpose: with it Meta creates the comment and then
 * answers 400, and a retry posts it again.
 */
import type { IDataObject } from 'n8n-workflow';

import { whenKnown } from '../graph/whenKnown';
import { textAt } from '../protocol/json';
import { writeOnce } from './writeOnce';
import { claimsAnAct } from '../transport/errors';
import { noteLost, refuseUnlooked } from './doubt';
import type { Run } from './operation';

const COMMENT_LOST = {
	what: 'The comment may have been written',
	remedy: 'Look at the comments of the post before you write it again.',
};
const REPLY_LOST = {
	what: COMMENT_LOST.what,
	remedy: 'Look at the replies to the comment before you write it again.',
};

const NEW_POST_DELAYS_MS = [1000, 3000, 8000];

export type CommentEdge = 'comments' | 'replies';

/** Where comments are written, for an AI agent that has to look there after a lost answer. */
export const placeOfComments = (id: string, edge: CommentEdge): string => `${id}/${edge}`;

/**
 * @param isNew the run has just published the post, so that Meta may not know it yet
 * @returns the ID of the comment
 * @throws GraphError | ConnectionError, which say so when the comment may have been written anyway
 */
export async function postComment(
	run: Run,
	itemIndex: number,
	path: readonly string[],
	body: IDataObject,
	isNew = false,
): Promise<string | undefined> {
	const [id = '', edge] = path;
	const isReply = edge === 'replies';
	const place =
		edge === 'comments' || edge === 'replies'
			? placeOfComments(id, edge)
			: JSON.stringify([id, edge, body.media_id, body.comment_id]);
	const post = async () => await run.graph.post(path, body);
	const write = async () => await whenKnown(run.graph, post, isNew ? NEW_POST_DELAYS_MS : []);
	try {
		refuseUnlooked(run, place);
		return textAt(
			await writeOnce(run, itemIndex, { write, lost: isReply ? REPLY_LOST : COMMENT_LOST }),
			'id',
		);
	} catch (error) {
		if (claimsAnAct(error)) noteLost(run, place, error as Error);
		throw error as Error;
	}
}
