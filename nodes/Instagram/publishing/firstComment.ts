/**
 * The first comment under a new post. The post exists by then, so whatever goes wrong here is reported beside
 * it and never fails the item: running it again would post a second time.
 */
import { textAt, type JsonRecord } from '../protocol/json';
import type { Run } from '../run/operation';
import { postComment } from '../run/postComment';
import { isToolCall, toolAnswer } from '../run/toolCall';
import { toNodeError } from '../transport/errors';

const NO_ID = {
	error:
		'The first comment was not written: Instagram did not say which post the container became. Find the post with Media > Get Many, and write the comment with Comment > Create.',
};

/**
 * Writes the comment once, also when n8n repeats the run.
 * @param output of the post
 * @returns the output with `firstComment`: `{id, text}`, or `{error}` when it was not written or may have
 * been. A post that existed before this run is left alone.
 */
export async function addFirstComment(
	run: Run,
	itemIndex: number,
	output: JsonRecord,
	text: string | undefined,
): Promise<JsonRecord> {
	if (text === undefined || output.published !== true || output.alreadyPublished === true) return output;
	const mediaId = textAt(output, 'id');
	const firstComment = mediaId === undefined ? NO_ID : await write(run, itemIndex, mediaId, text);
	return { ...output, firstComment };
}

async function write(run: Run, itemIndex: number, mediaId: string, text: string): Promise<object> {
	try {
		const id = await postComment(run, itemIndex, [mediaId, 'comments'], { message: text }, true);
		return { id: id ?? null, text };
	} catch (error) {
		const place = {
			itemIndex,
			permission: 'instagram_business_manage_comments',
			granted: run.graph.permissions,
			onlyMessageIsShown: true,
		};
		if (isToolCall(run.ctx)) return toolAnswer(error, { place, isWrite: true });
		return { error: toNodeError(run.ctx.getNode(), error, place).message };
	}
}
