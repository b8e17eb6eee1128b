/**
 * What the tries of a run have done to each item, kept until the run succeeds. n8n shows the error of the
 * last try only, and following its advice must not repeat what an earlier try has done. It is kept in this
 * process only; a restart forgets it.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { JsonRecord } from '../protocol/json';
import { BoundedMap } from '../transport/boundedMap';
import { claimsAnAct } from '../transport/errors';
import { runKeyOf } from './executionKey';
import { perRun } from './perRun';
import type { ItemOutcome } from './schedule';

/** A write: the answer to it, or the error in which its answer was lost. */
export type Write = { readonly answer: JsonRecord } | LostWrite;

interface LostWrite {
	readonly lost: Error;
	/** Whether there is no way to find out what became of it. */
	readonly isFinal: boolean;
}

interface ItemMemory {
	/** In their order within the item. */
	readonly writes: Map<number, Write>;
	/** The last outcome of the item that reports something done. */
	told?: ItemOutcome;
}

/** Of runs that have not succeeded. */
const unfinished = new BoundedMap<string, Map<number, ItemMemory>>(1000);

/** The memory of one try, which finds there what the earlier ones have left. */
export class RunMemory {
	private readonly key: string | undefined;
	private readonly begun = new Map<number, number>();

	constructor(ctx: IExecuteFunctions) {
		this.key = runKeyOf({ ctx });
	}

	/** The next write of an item, counted in the order in which each try writes. */
	nextPosition(itemIndex: number): number {
		const position = this.begun.get(itemIndex) ?? 0;
		this.begun.set(itemIndex, position + 1);
		return position;
	}

	writeAt(itemIndex: number, position: number): Write | undefined {
		return this.find(itemIndex)?.writes.get(position);
	}

	keepWrite(itemIndex: number, position: number, write: Write): void {
		this.findOrCreate(itemIndex)?.writes.set(position, write);
	}

	/**
	 * What an earlier try has found out for good: the item is done, or its answer was lost and nothing can
	 * settle it. Such an item need not run again.
	 */
	finalOutcomeOf(itemIndex: number): ItemOutcome | undefined {
		const item = this.find(itemIndex);
		if (!item) return undefined;
		const lost = [...item.writes.values()].find(isLostForGood);
		if (lost) return item.told ?? { error: lost.lost };
		return item.told && 'items' in item.told ? item.told : undefined;
	}

	/** What an earlier try reported of an item that is not reached in this one. */
	toldOf(itemIndex: number): ItemOutcome | undefined {
		return this.find(itemIndex)?.told;
	}

	/**
	 * @returns the outcome to show: an error that hides what was done is replaced by what was reported before
	 */
	lastWord(itemIndex: number, outcome: ItemOutcome): ItemOutcome {
		const told = this.toldOf(itemIndex);
		if (told && 'error' in outcome && !claimsAnAct(outcome.error)) return told;
		if ('items' in outcome || claimsAnAct(outcome.error)) {
			const item = this.findOrCreate(itemIndex);
			if (item) item.told = outcome;
		}
		return outcome;
	}

	/** The run has succeeded: nobody repeats it. */
	forget(): void {
		if (this.key !== undefined) unfinished.delete(this.key);
	}

	private find(itemIndex: number): ItemMemory | undefined {
		return this.key === undefined ? undefined : unfinished.get(this.key)?.get(itemIndex);
	}

	private findOrCreate(itemIndex: number): ItemMemory | undefined {
		if (this.key === undefined) return undefined;
		const items = unfinished.getOrCreate(this.key, () => new Map<number, ItemMemory>());
		const item = items.get(itemIndex) ?? { writes: new Map<number, Write>() };
		items.set(itemIndex, item);
		return item;
	}
}

const isLostForGood = (write: Write): write is LostWrite => 'lost' in write && write.isFinal;

/** The memory of a run. Its key is n8n's context, because it is asked before the credential opens. */
export const runMemoryOf = perRun<RunMemory, IExecuteFunctions>((ctx) => new RunMemory(ctx));
