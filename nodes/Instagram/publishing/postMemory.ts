/**
 * What the posts of one run share, and what an unfinished run leaves for its repetition.
 *
 * A run that failed may be repeated with all its items (executionKey.ts), and those that were published would
 * be published again. So the container of every item is kept in memory until the run has succeeded, and a
 * repetition continues with it. A run in another execution or after a crash knows nothing of this: for that
 * there are "Skip If Posted Within" and the containers themselves (docs/publishing.md).
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { JsonRecord } from '../protocol/json';
import { executionKeyOf, runKeyOf } from '../run/executionKey';
import type { FinishedItem, Run, UnsettledItem } from '../run/operation';
import { perRun } from '../run/perRun';
import { BoundedMap } from '../transport/boundedMap';
import { mayBePublished } from './openOutcome';

/** What became of an item so far. */
export interface Progress {
	readonly itemIndex: number;
	readonly containerId: string;
	/** When the container was created; absent where it was made elsewhere. */
	readonly createdMs?: number;
	/** When publishing began, by Meta's clock. */
	readonly sinceMs?: number;
	/** Publishing was requested, and nothing shows yet what became of it. */
	readonly isOpen?: boolean;
	/** What comes out for it, once it is published. */
	readonly output?: JsonRecord;
}

/** Unfinished posts in this process. */
const unfinished = new BoundedMap<string, Progress>(1000);

/** Containers that are being published at this moment, so that nobody takes them for left open. */
const underWay = new BoundedMap<string, true>(1000);

export class PublishingRun {
	/** Posts that belong to items of this run, so that none of them is taken for another. */
	readonly knownIds = new Set<string>();
	/** The names of the posts that were published so far. */
	readonly published = new Map<number, FinishedItem>();
	private readonly keys = new Map<number, string>();
	/** Items that no repetition can ask for. */
	private readonly alone = new Map<number, Progress>();

	constructor(readonly ctx: IExecuteFunctions) {}

	/**
	 * Announces an item.
	 * @param content tells the posts of an AI tool apart; the same content in the same execution is the same
	 * post
	 */
	register(itemIndex: number, content: unknown): void {
		const key = executionKeyOf(this, itemIndex, content);
		if (key === undefined) return;
		this.keys.set(itemIndex, key);
		const output = this.progressOf(itemIndex)?.output;
		if (output) this.markPublished(itemIndex, output);
	}

	markPublished(itemIndex: number, output: JsonRecord): void {
		const { id } = output;
		if (typeof id === 'string') this.knownIds.add(id);
		this.published.set(itemIndex, nameOf(output));
	}

	/** What this run, or an earlier try of it, has done for the item. */
	progressOf(itemIndex: number): Progress | undefined {
		const key = this.keys.get(itemIndex);
		return key === undefined ? this.alone.get(itemIndex) : unfinished.get(key);
	}

	saveProgress(itemIndex: number, progress: Omit<Progress, 'itemIndex'>): void {
		const key = this.keys.get(itemIndex);
		if (key === undefined) this.alone.set(itemIndex, { ...progress, itemIndex });
		else unfinished.set(key, { ...progress, itemIndex });
	}

	/** The item's container is of no use any more. */
	forget(itemIndex: number): void {
		this.alone.delete(itemIndex);
		unfinished.delete(this.keys.get(itemIndex) ?? '');
	}

	/** The run has succeeded: nobody repeats it. */
	forgetAll(): void {
		for (const key of this.keys.values()) unfinished.delete(key);
	}

	/** Containers that other calls of the execution have left open. */
	openElsewhere(): string[] {
		return this.keysElsewhere().flatMap((key) => {
			const { isOpen, containerId } = unfinished.get(key) ?? {};
			return isOpen && containerId !== undefined && !underWay.has(containerId) ? [containerId] : [];
		});
	}

	/** Publishes a container, which no other call takes for left open meanwhile. */
	async whileUnderWay<T>(containerId: string, publishing: () => Promise<T>): Promise<T> {
		underWay.set(containerId, true);
		try {
			return await publishing();
		} finally {
			underWay.delete(containerId);
		}
	}

	/** It is known what became of a container that another call may have left open. */
	closeElsewhere(containerId: string): void {
		for (const key of this.keysElsewhere()) {
			const progress = unfinished.get(key);
			if (progress?.isOpen && progress.containerId === containerId)
				unfinished.set(key, { ...progress, isOpen: false });
		}
	}

	private keysElsewhere(): string[] {
		const own = new Set(this.keys.values());
		const isOfExecution = beginsLike(this.ctx);
		return unfinished.keys().filter((key) => isOfExecution(key) && !own.has(key));
	}

	/** What came out for another item of the run with the same container. */
	outputOf(containerId: string): JsonRecord | undefined {
		return this.all().find((item) => item.containerId === containerId && item.output)?.output;
	}

	/** Everything that is known about the items of the run. */
	all(): Progress[] {
		return [...new Set([...this.alone.keys(), ...this.keys.keys()])].flatMap(
			(itemIndex) => this.progressOf(itemIndex) ?? [],
		);
	}
}

/** Whether a key, which is a list as JSON, begins with the ID of the execution. */
function beginsLike(ctx: IExecuteFunctions): (key: string) => boolean {
	const start = `${JSON.stringify([ctx.getExecutionId()]).slice(0, -1)},`;
	return (key) => key.startsWith(start);
}

/** The post's id, or its container's where the post's is not known. */
function nameOf({ id, containerId }: JsonRecord): FinishedItem {
	return typeof id === 'string' ? id : `container ${String(containerId)}`;
}

const stateOf = perRun<PublishingRun, IExecuteFunctions>((ctx) => new PublishingRun(ctx));

/** The shared state of a run. */
export const publishingRunOf = ({ ctx }: Pick<Run, 'ctx'>) => stateOf(ctx);

/**
 * The run has succeeded, with all its items, also those that publish nothing: as long as one of them has
 * failed, n8n may repeat the run.
 */
export const forgetPosts = (ctx: IExecuteFunctions): void => stateOf(ctx).forgetAll();

/** What is known of a run, and of items that only an earlier try of it has reached. */
function progressesOf(ctx: IExecuteFunctions): readonly Progress[] {
	const known = stateOf(ctx).all();
	const runKey = runKeyOf({ ctx });
	if (runKey === undefined) return known;
	const earlier = unfinished
		.keys()
		.flatMap((key) => (key.startsWith(`${runKey} `) ? (unfinished.get(key) ?? []) : []));
	return [...new Map([...earlier, ...known].map((progress) => [progress.itemIndex, progress])).values()];
}

/** The items that are published: the post's id of each, or its container where the id is not known. */
export function listFinishedPosts(ctx: IExecuteFunctions): ReadonlyMap<number, FinishedItem> {
	const earlier = progressesOf(ctx).flatMap(
		({ itemIndex, output }): Array<[number, FinishedItem]> =>
			output && output.alreadyPublished !== true ? [[itemIndex, nameOf(output)]] : [],
	);
	return new Map([...earlier, ...stateOf(ctx).published].sort(([a], [b]) => a - b));
}

/** The items whose publishing has begun, and of which nobody knows how it ended. */
export function listOpenPosts(ctx: IExecuteFunctions): ReadonlyMap<number, UnsettledItem> {
	return new Map(
		progressesOf(ctx).flatMap(
			({ itemIndex, containerId, isOpen, output }): Array<[number, UnsettledItem]> =>
				isOpen && !output ? [[itemIndex, mayBePublished(containerId)]] : [],
		),
	);
}
