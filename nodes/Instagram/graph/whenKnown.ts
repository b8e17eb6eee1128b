/**
 * Seen in production of containers: an object that was just created is unknown (100/33) to the next request,
 * and known to a later one. The same is expected of a post that was just published.
 */
import { isUnknownObject } from '../protocol/errors/classify';
import { clock } from '../transport/clock';
import { GraphError } from '../transport/errors';
import type { Graph } from './graph';

const isUnknownYet = ({ failure }: GraphError) => failure.nothingHappened && isUnknownObject(failure);

/**
 * Makes a call about an object that this run has just created, and makes it again while Meta does not know
 * the object: such a refusal proves that nothing happened, so that this is safe for a write, too.
 * @param delaysMs how long to wait before each further call
 */
export async function whenKnown<T>(
	{ signal }: Pick<Graph, 'signal'>,
	call: () => Promise<T>,
	delaysMs: readonly number[],
): Promise<T> {
	for (const delayMs of delaysMs) {
		try {
			return await call();
		} catch (error) {
			if (!(error instanceof GraphError) || !isUnknownYet(error)) throw error as Error;
		}
		await clock.sleep(delayMs, signal);
	}
	return await call();
}
