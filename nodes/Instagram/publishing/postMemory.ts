/**
 * What the posts of one run share, and what an unfinished run leaves to its repetition.
 *
 * A run that failed may be repeated with all its items (repetition.ts), and those that were published would be published again. So
 * the container of every item is kept in memory until the run has ended well, and the repetition goes on with it. A run in another execution or
 * after a crash knows nothing of this: for that there are "Skip If Posted Within" and the containers themselves
 * (docs/publishing.md).
 */
import type { JsonRecord } from '../protocol/json';
import type { Run } from '../run/operation';
import { executionKeyOf } from '../run/executionKey';

/** What became of an item so far. */
export interface Progress {
	readonly containerId: string;
	/** When the container was created; absent where it was made elsewhere. */
	readonly createdMs?: number;
	/** When publishing began, by Meta's clock. */
	readonly sinceMs?: number;
	/** Its item, once it is published. */
	readonly output?: JsonRecord;
}

/** More than this many unfinished posts in one process are forgotten, oldest first. */
const MAX_UNFINISHED = 1000;
const unfinished = new Map<string, Progress>();

export class PublishingRun {
	/** Posts that belong to items of this run, so that one is never taken for another. */
	readonly knownIds = new Set<string>();
	/** What was published so far: for each item the post's id, or its container's where the post's is not known. */
	readonly published = new Map<number, string>();
	private readonly keys = new Map<number, string>();
	private readonly open = new Set<number>();

	constructor(private readonly run: Run) {}

	/**
	 * Announces an item.
	 * @param content tells the posts of an AI tool apart; the same content in the same execution is the same post
	 */
	begin(itemIndex: number, content: unknown): void {
		const place = executionKeyOf(this.run, itemIndex, content);
		if (place === undefined) return;
		this.keys.set(itemIndex, place);
		this.open.add(itemIndex);
		const output = this.progressOf(itemIndex)?.output;
		if (output) this.stands(itemIndex, output);
	}

	/** The item is published. */
	stands(itemIndex: number, { id, containerId }: JsonRecord): void {
		const isKnown = typeof id === 'string';
		if (isKnown) this.knownIds.add(id);
		this.published.set(itemIndex, isKnown ? id : `container ${String(containerId)}`);
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
