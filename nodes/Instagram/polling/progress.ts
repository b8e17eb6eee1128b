/**
 * What a process remembers between the polls of a node. n8n stores static data when a poll starts an
 * execution, and keeps it in memory otherwise, until the workflow is published again: without this, an edit
 * would go back to the last event.
 */
import type { IPollFunctions } from 'n8n-workflow';

import { furtherCursor, parseCursor, type Cursor } from '../protocol/polling/cursor';
import { BoundedMap } from '../transport/boundedMap';
import { triggerNameOf } from '../transport/context';

const KEY = 'cursor';
const MOST_NODES = 500;

const quietCursors = new BoundedMap<string, Cursor>(MOST_NODES);
const underWay = new Set<string>();

/** Where the last successful poll stopped. */
export function readProgress(ctx: IPollFunctions): Cursor | undefined {
	const stored = parseCursor(ctx.getWorkflowStaticData('node')[KEY]);
	return furtherCursor(stored, quietCursors.get(triggerNameOf(ctx)));
}

/**
 * Moves on, in one step at the end of a poll: one that fails or is killed on the way leaves no trace.
 * @param isQuiet whether no execution starts. If one does, the progress is kept in n8n's own data only: n8n
 * discards what a poll has found when the workflow was published again meanwhile, and then the next poll has
 * to find it once more.
 */
export function saveProgress(ctx: IPollFunctions, cursor: Cursor, isQuiet: boolean): void {
	// without `undefined`, which n8n would not store
	ctx.getWorkflowStaticData('node')[KEY] = JSON.parse(JSON.stringify(cursor));
	if (isQuiet) quietCursors.set(triggerNameOf(ctx), cursor);
}

/** Runs a poll, unless the one before has not ended; n8n starts them by the clock. */
export async function unlessUnderWay<T>(ctx: IPollFunctions, poll: () => Promise<T>): Promise<T | null> {
	const key = triggerNameOf(ctx);
	if (underWay.has(key)) return null;
	underWay.add(key);
	try {
		return await poll();
	} finally {
		underWay.delete(key);
	}
}
