/**
 * What is new among the posts in which the account is tagged (Meta: "Mentions", `GET /<IG_ID>/tags`). A post
 * from last year can be tagged today, and Meta does not say when: so what is new shows in its id and its
 * place in the list, not in its time.
 */
import { isRecord } from '../json';
import { shortId } from './seen';

export interface TagsCursor {
	/** Short ids of what has been listed, the latest listed first. */
	readonly ids: readonly string[];
}

/**
 * One call reads this many; an unknown one among them is new only near the top: others moved up because posts
 * above were removed.
 */
export const TAGS_LISTED = 100;
const TOP = 50;
const IDS_KEPT = 300;

export function parseTagsCursor(value: unknown): TagsCursor | undefined {
	if (!isRecord(value) || !Array.isArray(value.ids)) return undefined;
	return { ids: value.ids.filter((id) => typeof id === 'string') };
}

/** @param ids of the list, newest first */
export function newTags(cursor: TagsCursor, ids: readonly string[]): string[] {
	const known = new Set(cursor.ids);
	const firstKnown = ids.findIndex((id) => known.has(shortId(id)));
	const reach = Math.max(TOP, firstKnown < 0 ? ids.length : firstKnown);
	return ids.slice(0, reach).filter((id) => !known.has(shortId(id)));
}

/** Whether to read another page: nothing that was read is known. */
export function needsMoreTags(cursor: TagsCursor, ids: readonly string[]): boolean {
	const known = new Set(cursor.ids);
	return known.size > 0 && !ids.some((id) => known.has(shortId(id)));
}

export function advanceTags(cursor: TagsCursor, ids: readonly string[]): TagsCursor {
	return { ids: [...new Set([...ids.map(shortId), ...cursor.ids])].slice(0, IDS_KEPT) };
}
