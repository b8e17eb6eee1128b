/**
 * The error of a node that stops. No items come out of such a node, so the error names what was done:
 * otherwise somebody who corrects one item and runs the node again would do the rest twice.
 */
import type { JsonObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { claimsAnAct } from '../transport/errors';
import type { Operation } from './operation';
import type { ItemOutcome } from './schedule';
import type { Standing } from './whatStands';

/** What became of an item, and the operation it belonged to. */
export type Settled = ItemOutcome & { readonly operation: Operation };
export type Failed = Extract<Settled, { readonly error: unknown }>;

type ItemOf<T> = readonly [itemIndex: number, outcome: T];

export const isFailed = (outcome: Settled): outcome is Failed => 'error' in outcome;

/** Writes that are done one by one, so that their outcomes show what is done. */
export const isWrite = ({ overlap }: Operation): boolean =>
	overlap === 'orderedWrite' || overlap === 'writePerKey';

const MAX_NAMED_FAILURES = 3;
const MAX_NAMED_ITEMS = 50;

/**
 * @param outcomes of all items, including those that only an earlier try of the run reached
 * @param toNodeError makes n8n's error of a failed item
 * @param standing what operations know beside the outcomes
 * @returns the error of the item that may have been done, or else of the first one that failed; it names all
 * others
 */
export function stopError(
	outcomes: ReadonlyMap<number, Settled>,
	toNodeError: (itemIndex: number, failed: Failed) => NodeApiError | NodeOperationError,
	{ finished, unsettled }: Standing,
): Error {
	const ordered = [...outcomes].sort(([a], [b]) => a - b);
	const failures = ordered.filter((entry): entry is [number, Failed] => isFailed(entry[1]));
	// what may have been done comes first: it is what must not be overlooked
	const [first, ...rest] = [...failures].sort(([, a], [, b]) => rankOf(a) - rankOf(b));
	if (!first) return new Error('No item has failed');
	const nodeError = toNodeError(...first);
	const written = itemNumbersOf(
		ordered.filter(([, outcome]) => !isFailed(outcome) && isWrite(outcome.operation)),
	);
	const names = new Map([...written.map((itemIndex) => [itemIndex, undefined] as const), ...finished]);
	const done = [...names.keys()].sort((a, b) => a - b);
	const open = [...unsettled].filter(([itemIndex]) => itemIndex !== first[0]);
	const others = rest.filter(([, { operation }]) => isWrite(operation));
	const lines = [
		...doneLines(done, names),
		...open.slice(0, MAX_NAMED_ITEMS).map(([, { remedy }]) => remedy),
		...otherLines(others, toNodeError),
	];
	if (lines.length === 0) return nodeError;
	// a toast and a model see the message only
	const claims = open.slice(0, MAX_NAMED_ITEMS).map(([item, { what }]) => ` Item ${item}, too: ${what}.`);
	if (claims.length > 0) nodeError.message = `${nodeError.message}.${claims.join('')}`;
	nodeError.description = [nodeError.description, ...lines].filter((line) => line).join(' ');
	const data = nodeError.context.data as { error?: JsonObject } | undefined;
	const details = {
		...(done.length > 0 && { doneItems: done.join(',') }),
		...(open.length > 0 && { openItems: open.map(([itemIndex]) => itemIndex).join(',') }),
		...(others.length > 0 && { failedItems: itemNumbersOf(others).join(',') }),
	};
	nodeError.context.data = { error: { ...data?.error, ...details } };
	return nodeError;
}

const rankOf = ({ error }: Failed) => (claimsAnAct(error) ? 0 : 1);

const itemNumbersOf = (entries: ReadonlyArray<ItemOf<Settled>>) =>
	entries.map(([itemIndex]) => itemIndex).sort((a, b) => a - b);

function doneLines(done: readonly number[], names: Standing['finished']): string[] {
	if (done.length === 0) return [];
	return [
		`Done in this run, counted from 0: ${listed(done, names)}. Remove these items before you run it again.`,
	];
}

/** Some are listed with their reason; of the others only those that may have been done are named. */
function otherLines(
	others: ReadonlyArray<ItemOf<Failed>>,
	toNodeError: (itemIndex: number, failed: Failed) => Error,
): string[] {
	const lines = others
		.slice(0, MAX_NAMED_FAILURES)
		.map(([itemIndex, failed]) => `Item ${itemIndex} failed too: ${toNodeError(itemIndex, failed).message}.`);
	const open = others.slice(MAX_NAMED_FAILURES).filter(([, { error }]) => claimsAnAct(error));
	if (open.length === 0) return lines;
	return [...lines, `The same may be true of ${listed(itemNumbersOf(open))}: check these too.`];
}

/** "items 0 (17889615691921648), 2", cut where there are too many. */
function listed(itemIndexes: readonly number[], names: Standing['finished'] = new Map()): string {
	const more = itemIndexes.length - MAX_NAMED_ITEMS;
	const items = itemIndexes.slice(0, MAX_NAMED_ITEMS).map((itemIndex) => {
		const name = names.get(itemIndex);
		return name === undefined ? String(itemIndex) : `${itemIndex} (${name})`;
	});
	const named = `item${itemIndexes.length === 1 ? '' : 's'} ${items.join(', ')}`;
	return more > 0 ? `${named} and ${more} more` : named;
}
