/**
 * Remembers every write of a run until the run succeeds. If n8n repeats the run (executionKey.ts), the write
 * returns the remembered answer and sends nothing; if that answer was lost, the same error is thrown again.
 * Instagram has no idempotency key, so without this memory a repetition would write everything twice.
 */
import type { JsonRecord } from '../protocol/json';
import { BoundedMap } from '../transport/boundedMap';
import { placeOf } from './executionKey';
import { mayHaveHappened } from './lostAnswer';
import type { Run } from './operation';
import { perRun } from './perRun';

type Memory = { readonly answer: JsonRecord } | { readonly lost: Error };

/** Writes of unfinished runs in this process. */
const remembered = new BoundedMap<string, Memory>(5000);

/** Finds out what became of a write whose answer was lost; throws while that is not known. */
type Settle = (lost: Error) => Promise<JsonRecord>;

/** The writes of one run of the node. */
class RunWrites {
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
		settle: Settle,
	): Promise<JsonRecord> {
		const key = this.nextKey(itemIndex, content);
		if (key === undefined) return await write();
		const known = remembered.get(key);
		if (known && 'answer' in known) return known.answer;
		try {
			const answer = known ? await settle(known.lost) : await write();
			remembered.set(key, { answer });
			return answer;
		} catch (error) {
			if (!known && mayHaveHappened(error)) remembered.set(key, { lost: error });
			throw error as Error;
		}
	}

	forget(): void {
		for (const key of this.keys) remembered.delete(key);
	}
}

const writesOf = perRun((run) => new RunWrites(run));

/**
 * Writes something that Instagram would do twice if asked twice; a repetition of the run gets the first
 * answer.
 * @param content tells one write of an AI tool from another
 * @param settle what a repetition does about a lost answer in place of writing; by default it reports the
 * loss again
 * @throws what `write` throws, and what `settle` throws in a repetition
 */
export async function writeOnce(
	run: Run,
	itemIndex: number,
	content: unknown,
	write: () => Promise<JsonRecord>,
	settle: Settle = throwAgain,
): Promise<JsonRecord> {
	return await writesOf(run).once(itemIndex, content, write, settle);
}

const throwAgain: Settle = async (lost) => await Promise.reject(lost);

/** The run has ended well: nobody repeats it. */
export function forgetRun(run: Run): void {
	writesOf(run).forget();
}
