/** Rewords an error where a caller knows more than the code that raised it. */
import { ConnectionError, connectionRemedy, GraphError, UserFixableError } from './errors';
import type { Words } from '../protocol/errors/wording';

/** @returns the error with other words and the same details; any other kind of error as it is */
export function reword(error: Error, change: (words: Words) => Words): Error {
	if (error instanceof GraphError) return error.reworded(change(error.failure));
	if (error instanceof ConnectionError) {
		return error.reworded(
			change({ what: error.message, remedy: error.words?.remedy ?? connectionRemedy(error) }),
		);
	}
	if (!(error instanceof UserFixableError)) return error;
	const { what, remedy } = change({ what: error.message, remedy: error.remedy ?? '' });
	return new UserFixableError(what, remedy).with(error.details).claiming(error.claimsAnAct);
}

type Detailed = GraphError | ConnectionError | UserFixableError;

/** Whether {@link reword} changes it. */
export const canBeReworded = (error: Error): error is Detailed =>
	error instanceof GraphError || error instanceof ConnectionError || error instanceof UserFixableError;

/** Adds details to an error that can carry them. */
export function addDetails(error: Error, details: Readonly<Record<string, string | number>>): Error {
	return canBeReworded(error) ? error.with(details) : error;
}

/** Removes a detail from an error that may carry it. */
export function dropDetail(error: Error, name: string): Error {
	return canBeReworded(error) ? error.without(name) : error;
}
