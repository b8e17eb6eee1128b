/**
 * The last word is the true one: whatever fails, its error says what is done and what may be done already, in
 * this run or in an earlier try of it. Somebody who reads only the last error would otherwise do it a second
 * time.
 */
import type { IExecuteFunctions } from 'n8n-workflow';

import { asClause, type Words } from '../protocol/errors/wording';
import { cancelSignalOf } from '../transport/context';
import { UserFixableError } from '../transport/errors';
import { addDetails, canBeReworded, reword } from '../transport/rewording';
import type { FinishedItem, Operation, UnsettledItem } from './operation';

/** Adds to the error of an item what has been, or may have been, done for it. */
export function sayWhatStands(
	ctx: IExecuteFunctions,
	operation: Operation,
	itemIndex: number,
	error: unknown,
): unknown {
	if (cancelSignalOf(ctx)?.aborted || !(error instanceof Error)) return error;
	const open = operation.unsettled?.(ctx).get(itemIndex);
	if (open) return explainOpen(error, open);
	const name = operation.finished?.(ctx).get(itemIndex);
	return name === undefined ? error : explainFinished(error, name);
}

function explainOpen(error: Error, { what, remedy, details }: UnsettledItem): Error {
	if (error.message.startsWith(what)) return error;
	return addDetails(withWords(error, { what: `${what}: ${asClause(error.message)}`, remedy }), details);
}

function explainFinished(error: Error, name: FinishedItem): Error {
	const what = `This item is done already (${name}), but the run failed afterwards: ${asClause(error.message)}`;
	return withWords(error, { what, remedy: 'Do not run this item again.' });
}

function withWords(error: Error, words: Words): Error {
	return canBeReworded(error) ? reword(error, () => words) : new UserFixableError(words.what, words.remedy);
}

/** What operations know about each item beyond the outcomes of the run. */
export interface Standing {
	readonly finished: ReadonlyMap<number, FinishedItem | undefined>;
	readonly unsettled: ReadonlyMap<number, UnsettledItem>;
}

/** Asks the operations of a run what is done, and what may be. */
export function whatStands(ctx: IExecuteFunctions, operations: Iterable<Operation>): Standing {
	const finished = new Map<number, FinishedItem>();
	const unsettled = new Map<number, UnsettledItem>();
	for (const operation of operations) {
		for (const [itemIndex, name] of operation.finished?.(ctx) ?? []) finished.set(itemIndex, name);
		for (const [itemIndex, item] of operation.unsettled?.(ctx) ?? []) unsettled.set(itemIndex, item);
	}
	return { finished, unsettled };
}
