/**
 * What the posts of one run share, and what an unfinished run leaves to its repetition.
 *
 * With "Retry On Fail" n8n repeats a node with all its items when one of them failed, and an AI agent calls a tool again that
 * failed. The items that were published would be published again. So for these two the container of every item is kept in
 * memory until the run has ended well, and a repetition in the same execution goes on with it. A run in another execution or
 * after a crash knows nothing of this: for that there are "Skip If Posted Within" and the containers themselves
 * (docs/publishing.md).
 */
import type { INode } from 'n8n-workflow';

import type { JsonRecord } from '../protocol/json';
import type { Run } from './operation';

/** What became of an item so far. */
export interface Progress {
	readonly containerId: string;
	readonly createdMs: number;
	/** Its item, once it is published. */
	readonly output?: JsonRecord;
}

/** More than this many unfinished posts in one process are forgotten, oldest first. */
const MAX_UNFINISHED = 1000;
const unfinished = new Map<string, Progress>();

/** An error of the node is followed by another try in the same execution. */
const isRepeated = ({ retryOnFail, type }: INode) => retryOnFail === true || type.endsWith('Tool');

export class PublishingRun {
	/** Posts that belong to items of this run, so that one is never taken for another. */
	readonly knownIds = new Set<string>();
	/** How many items were published so far. */
	publishedCount = 0;
	private readonly keys = new Map<number, string>();
	private readonly open = new Set<number>();

	constructor(private readonly run: Run) {}

	/**
	 * Announces an item.
	 * @param content tells its post from others; the same content in the same execution is the same post
	 */
	begin(itemIndex: number, content: unknown): void {
		const { ctx, graph } = this.run;
		const node = ctx.getNode();
		// an item that fails comes out as an item, and the node is not repeated
		if (!isRepeated(node) || ctx.continueOnFail()) return;
		const place = [ctx.getExecutionId(), node.id, graph.account.accountId, itemIndex];
		this.keys.set(itemIndex, JSON.stringify([...place, content]));
		this.open.add(itemIndex);
	}

	/** What an earlier try of this run has done for the item. */
	progressOf(itemIndex: number): Progress | undefined {
		return unfinished.get(this.keys.get(itemIndex) ?? '');
	}

	note(itemIndex: number, progress: Progress): void {
		const key = this.keys.get(itemIndex);
		if (key === undefined) return;
		unfinished.delete(key);
		unfinished.set(key, progress);
		const [oldest] = unfinished.keys();
		if (unfinished.size > MAX_UNFINISHED && oldest !== undefined) unfinished.delete(oldest);
	}

	/** The item's container is of no use any more. */
	forget(itemIndex: number): void {
		unfinished.delete(this.keys.get(itemIndex) ?? '');
	}

	/** The item is done; when all are, nothing is left to repeat. */
	end(itemIndex: number): void {
		this.open.delete(itemIndex);
		if (this.open.size > 0) return;
		for (const key of this.keys.values()) unfinished.delete(key);
	}
}

const runs = new WeakMap<Run, PublishingRun>();

/** The shared state of a run. */
export function publishingRunOf(run: Run): PublishingRun {
	const known = runs.get(run) ?? new PublishingRun(run);
	runs.set(run, known);
	return known;
}
