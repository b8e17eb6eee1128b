/**
 * What a run has written so far, for its repetition (repetition.ts). Instagram has no idempotency key, so a run that failed and is repeated
 * would write everything again. So the answer to each write is kept until the run has ended well, and the repetition is given that
 * answer. A write whose answer was lost stays lost: the repetition is told so again, without a request.
 */
import type { JsonRecord } from '../protocol/json';
import { ConnectionError, GraphError } from '../transport/errors';
import type { Run } from './operation';
import { placeOf } from './executionKey';

type Memory = { readonly answer: JsonRecord } | { readonly lost: Error };

/** More than this many writes of unfinished runs in one process are forgotten, oldest first. */
const MAX_REMEMBERED = 5000;
const remembered = new Map<string, Memory>();

/** Whether a write whose answer is an error may have had its effect all the same. */
export function mayHaveHappened(error: unknown): error is ConnectionError | GraphError {
	if (error instanceof ConnectionError) return error.requestSent;
	if (!(error instanceof GraphError)) return false;
	const { kind, httpStatus, nothingHappened } = error.failure;
	return !nothingHappened && (kind === 'retry' || httpStatus >= 500);
}

type IsLost = (error: unknown) => boolean;

/** The writes of one run of the node. */
class RunMemory {
	private readonly keys = new Set<string>();
	private readonly counts = new Map<string, number>();

	constructor(private readonly run: Run) {}

	/** Names the next write of an item; `undefined` where nothing repeats a run. */
	private nextKey(itemIndex: number, content: unknown): string | undefined {
		const place = placeOf(this.run, itemIndex, content);
		if (place === undefined) return undefined;
		const position = this.counts.get(place) ?? 0;
		this.counts.set(place, position + 1);
		const key = `${place} ${position}`;
		this.keys.add(key);
		return key;
	}

	async once(
		itemIndex: number,
		content: unknown,
		write: () => Promise<JsonRecord>,
		isLost: IsLost,
	): Promise<JsonRecord> {
		const key = this.nextKey(itemIndex, content);
		if (key === undefined) return await write();
		const known = remembered.get(key);
		if (known && 'lost' in known) throw known.lost;
		if (known) return known.answer;
		try {
			const answer = await write();
			remember(key, { answer });
			return answer;
		} catch (error) {
			if (isLost(error)) remember(key, { lost: error as Error });
			throw error as Error;
		}
	}

	forget(): void {
		for (const key of this.keys) remembered.delete(key);
	}
}

function remember(key: string, memory: Memory): void {
	remembered.set(key, memory);
	const [oldest] = remembered.keys();
	if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}

const runs = new WeakMap<Run, RunMemory>();

/**
 * Writes something that Instagram would do twice if asked twice; a repetition of the run gets the first answer.
 * @param content tells one write of an AI tool from another
 * @param isLost says after which errors a repetition must not write again
 * @throws what `write` throws; when its answer was lost, a repetition of the run too
 */
export async function writeOnce(
	run: Run,
	itemIndex: number,
	content: unknown,
	write: () => Promise<JsonRecord>,
	isLost: IsLost = mayHaveHappened,
): Promise<JsonRecord> {
	const memory = runs.get(run) ?? new RunMemory(run);
	runs.set(run, memory);
	return await memory.once(itemIndex, content, write, isLost);
}

/** The run has ended well: nobody repeats it. */
export function forgetRun(run: Run): void {
	runs.get(run)?.forget();
}
