/**
 * Writes something that Instagram would do twice if asked twice. If n8n repeats the run (executionKey.ts),
 * the write returns the remembered answer and sends nothing; if that answer was lost, the same error is
 * thrown again. Instagram has no idempotency key, so without this memory a repetition would write everything
 * twice.
 */
import type { JsonRecord } from '../protocol/json';
import type { Words } from '../protocol/errors/wording';
import { explainLost, mayHaveHappened } from './lostAnswer';
import type { Run } from './operation';
import { runMemoryOf } from './runMemory';

export interface OneWrite {
	/** Sends it, and does nothing else: an error of another call would be taken for a lost answer. */
	write(): Promise<JsonRecord>;
	/** What to say when the answer was lost. */
	readonly lost: Words;
	/**
	 * Finds out in a repetition what became of a lost write; throws while that is not known. By default nothing
	 * can find out, and the loss is reported again.
	 */
	settle?(lost: Error): Promise<JsonRecord>;
}

/**
 * @returns the answer, which a repetition of the run gets too
 * @throws what `write` throws, in the words of `lost` when it may have been done all the same; in a
 * repetition also what `settle` throws
 */
export async function writeOnce(
	{ ctx }: Run,
	itemIndex: number,
	{ write, lost, settle }: OneWrite,
): Promise<JsonRecord> {
	const memory = runMemoryOf(ctx);
	const position = memory.nextPosition(itemIndex);
	const known = memory.writeAt(itemIndex, position);
	if (known && 'answer' in known) return known.answer;
	if (known && !settle) throw known.lost;
	try {
		const answer = known && settle ? await settle(known.lost) : await write();
		memory.keepWrite(itemIndex, position, { answer });
		return answer;
	} catch (error) {
		if (!mayHaveHappened(error)) throw error as Error;
		const explained = explainLost(error, lost);
		memory.keepWrite(itemIndex, position, { lost: explained, isFinal: settle === undefined });
		throw explained;
	}
}
