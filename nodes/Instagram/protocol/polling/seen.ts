/**
 * What has been seen of a list: a time before which nothing is new, and the ids of what was seen since.
 * Instagram's times are whole seconds, and things can show up late (a comment that waited for approval), so
 * neither the time nor the ids are enough alone. The ids are kept short: a message's has more than 150
 * characters, and all of this stands in n8n's database.
 */
import { createHash } from 'crypto';

import { isRecord, numberAt, recordAt } from '../json';

export interface SeenIds {
	/** In seconds since 1970; whatever is older is not new. */
	readonly sinceS: number;
	/** Short id → when it happened, in seconds since 1970. */
	readonly ids: Readonly<Record<string, number>>;
}

/** A comment, a message, a post: anything with an id and a time. */
export interface Dated {
	readonly id: string;
	readonly atMs: number;
}

const ID_LENGTH = 11;

/** 66 bits of a hash: the chance that two of a million ids collide is about one in 10^8. */
export function shortId(id: string): string {
	return createHash('sha256').update(id).digest('base64url').slice(0, ID_LENGTH);
}

export const toSeconds = (ms: number): number => Math.floor(ms / 1000);

/** Nothing seen yet; everything from `sinceMs` on is new. */
export function seenNothing(sinceMs: number): SeenIds {
	return { sinceS: toSeconds(sinceMs), ids: {} };
}

export function isUnseen({ sinceS, ids }: SeenIds, { id, atMs }: Dated): boolean {
	return toSeconds(atMs) >= sinceS && !Object.hasOwn(ids, shortId(id));
}

/**
 * Adds what was seen. When there are more than `most` ids, the oldest are dropped and their time becomes too
 * old to be new; ids of the same second stay together.
 */
export function addSeen(seen: SeenIds, things: readonly Dated[], most: number): SeenIds {
	const added = things
		.map(({ id, atMs }) => [shortId(id), toSeconds(atMs)] as const)
		.filter(([, atS]) => atS >= seen.sinceS);
	const ids = { ...seen.ids, ...Object.fromEntries(added) };
	const times = Object.values(ids).sort((a, b) => b - a);
	const oldestKept = times[most - 1];
	if (times.length <= most || oldestKept === undefined) return { sinceS: seen.sinceS, ids };
	// a crowd within one second must not grow without bound
	const sinceS = times.filter((atS) => atS >= oldestKept).length > 2 * most ? oldestKept + 1 : oldestKept;
	return { sinceS, ids: Object.fromEntries(Object.entries(ids).filter(([, atS]) => atS >= sinceS)) };
}

/** Reads what {@link addSeen} gave, from n8n's static data; `undefined` for anything else. */
export function parseSeen(value: unknown): SeenIds | undefined {
	if (!isRecord(value)) return undefined;
	const sinceS = numberAt(value, 'sinceS');
	const ids = recordAt(value, 'ids');
	if (sinceS === undefined || ids === undefined) return undefined;
	const times = Object.entries(ids).filter(
		(entry): entry is [string, number] => typeof entry[1] === 'number',
	);
	return { sinceS, ids: Object.fromEntries(times) };
}
