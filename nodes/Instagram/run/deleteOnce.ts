/**
 * Deletes something and reports the truth about it: Instagram answers an error for what is gone already, so
 * after a lost answer the node looks, instead of deleting blindly or giving up.
 */
import { isUnknownObject } from '../protocol/errors/classify';
import type { Words } from '../protocol/errors/wording';
import { GraphError } from '../transport/errors';
import { canBeReworded } from '../transport/rewording';
import { mayHaveHappened } from './lostAnswer';
import type { Run } from './operation';
import { writeOnce } from './writeOnce';

const MAX_TRIES = 3;

export interface Deletion {
	/** Deletes it, once. */
	remove(): Promise<unknown>;
	/** Looks whether it is gone. May throw like any read. */
	isGone(): Promise<boolean>;
	/** What to say when both the answer was lost and the look failed. */
	readonly lost: Words;
}

/** @throws GraphError | ConnectionError, which say so when it may have been deleted anyway */
export async function deleteOnce(run: Run, itemIndex: number, deletion: Deletion): Promise<void> {
	await writeOnce(run, itemIndex, {
		write: async () => await removeAndLook(deletion),
		settle: async (lost) => await removeAndLook(deletion, lost),
		lost: deletion.lost,
	});
}

/** @param earlier the lost answer of an earlier try of the run */
async function removeAndLook(deletion: Deletion, earlier?: Error): Promise<Record<string, never>> {
	let lost = earlier;
	for (let tries = 1; ; tries += 1) {
		if (lost) {
			const gone = await lookWhetherGone(deletion);
			if (gone === true) return {};
			if (gone === undefined || tries > MAX_TRIES) throw lost;
		}
		try {
			await deletion.remove();
			return {};
		} catch (error) {
			if (lost && saysUnknown(error)) return {};
			if (!mayHaveHappened(error)) throw error as Error;
			lost = error;
		}
	}
}

/** `undefined` when Instagram does not say: an error of the look must not hide that of the delete. */
async function lookWhetherGone({ isGone }: Deletion): Promise<boolean | undefined> {
	try {
		return await isGone();
	} catch (error) {
		if (saysUnknown(error)) return true;
		// a pause of Instagram's is no answer either
		if (canBeReworded(error as Error)) return undefined;
		throw error as Error;
	}
}

const saysUnknown = (error: unknown) => error instanceof GraphError && isUnknownObject(error.failure);
