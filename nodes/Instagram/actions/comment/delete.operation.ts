/** Comment: Delete. Meta: `DELETE /<IG_COMMENT_ID>`, by the owner of the media ("IG Comment"). */
import { writeOnce } from '../../run/writeOnce';
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { ConnectionError, GraphError } from '../../transport/errors';
import type { Graph } from '../../graph/graph';

const MAX_TRIES = 3;

export const deleteComment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_comments',
	properties: [COMMENT_LOCATOR],
	async execute(run, itemIndex) {
		const commentId = readCommentId(run.ctx, itemIndex);
		// a repetition of the run does not look for what it has deleted
		const remove = async () => {
			await deleteOnce(run.graph, commentId);
			return {};
		};
		await writeOnce(run, itemIndex, commentId, remove, () => false);
		return [toItem({ id: commentId, deleted: true })];
	},
};

/** After a lost answer the comment is looked up: deleting what is gone already would be an error. */
async function deleteOnce(graph: Graph, commentId: string): Promise<void> {
	for (let tries = 1; ; tries += 1) {
		try {
			await graph.delete([commentId], undefined, { repeatable: false });
			return;
		} catch (error) {
			if (!mayHaveHappened(error)) throw error as Error;
			if (await isGone(graph, commentId)) return;
			if (tries >= MAX_TRIES) throw error as Error;
		}
	}
}

function mayHaveHappened(error: unknown): boolean {
	if (error instanceof ConnectionError) return error.requestSent;
	return error instanceof GraphError && error.failure.kind === 'retry' && !error.failure.nothingHappened;
}

async function isGone(graph: Graph, commentId: string): Promise<boolean> {
	try {
		await graph.get([commentId], { fields: 'id' });
		return false;
	} catch (error) {
		if (error instanceof GraphError && error.failure.code === 100 && error.failure.subcode === 33)
			return true;
		throw error as Error;
	}
}
