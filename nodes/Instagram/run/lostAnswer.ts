/**
 * Writes whose answer was lost: the one rule for whether they may have been done anyway, and the one way to
 * say so.
 */
import { asClause } from '../protocol/errors/wording';
import type { Words } from '../protocol/errors/wording';
import { ConnectionError, GraphError } from '../transport/errors';

/**
 * Whether a write that ended in this error may have had its effect anyway. A fault of Meta's own (HTTP 5xx,
 * or a success that cannot be read) can come before or after the act, whatever its code; a refusal (HTTP 4xx)
 * always comes before it.
 */
export function mayHaveHappened(error: unknown): error is ConnectionError | GraphError {
	if (error instanceof ConnectionError) return error.requestSent;
	if (!(error instanceof GraphError)) return false;
	const { kind, httpStatus, nothingHappened } = error.failure;
	return !nothingHappened && (kind === 'retry' || httpStatus >= 500 || httpStatus < 400);
}

/**
 * Says of a lost write that it may have been done, and how to find out.
 * @param words `what` is the claim, such as "The message may have been sent"; the reason is added to it
 * @returns the error in these words, or unchanged when it proves that nothing was done
 */
export function explainLost(error: Error, { what, remedy }: Words): Error {
	if (!mayHaveHappened(error) || error.claimsAnAct) return error;
	const reason =
		error instanceof ConnectionError
			? `Instagram did not answer (${error.reason})`
			: asClause(error.failure.what);
	return error.reworded({ what: `${what}: ${reason}`, remedy }).claiming();
}
