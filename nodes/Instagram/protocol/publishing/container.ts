/**
 * The states of a media container (Meta: "IG Container"). Meta advises to ask once a minute for at most five
 * minutes; in production images are ready at once or after ten seconds and reels after thirty, so the first
 * looks come sooner.
 */
import { textAt, type JsonRecord } from '../json';

export interface ContainerState {
	readonly statusCode: string;
	/** Carries the error subcode when the status is ERROR. */
	readonly status?: string;
}

export type ContainerStep =
	| { readonly kind: 'wait'; readonly waitMs: number }
	| { readonly kind: 'publish' }
	| { readonly kind: 'published' }
	| {
			readonly kind: 'failed';
			readonly reason: 'error' | 'expired' | 'timeout';
			readonly subcode?: number;
			/** What Meta says of an error without a subcode. */
			readonly text?: string;
	  };

/** Fields of a container that {@link parseContainer} reads. */
export const CONTAINER_FIELDS = 'status_code,status';

/** A container that is not published by then expires. */
export const CONTAINER_LIFETIME_MS = 24 * 60 * 60_000;

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;
/**
 * However many containers are waited for at the same time, together they are looked at at most twenty times a
 * second.
 */
const WAIT_PER_CONTAINER_MS = 50;
/** Waiting a tenth of the elapsed time before the next look finds a container at most 10 % late. */
const WAIT_SHARE = 0.1;

/**
 * The leading word of `status`, for an answer without `status_code`: "Error: Media download has failed. …".
 */
const CODES_IN_WORDS: ReadonlyArray<[RegExp, string]> = [
	[/^error/i, 'ERROR'],
	[/^finished/i, 'FINISHED'],
	[/^published/i, 'PUBLISHED'],
	[/^expired/i, 'EXPIRED'],
	[/^in[ _]progress/i, 'IN_PROGRESS'],
];

/** Production sometimes answers with `status` alone, contrary to Meta's page "IG Container". */
export function parseContainer(body: JsonRecord): ContainerState {
	const status = textAt(body, 'status');
	const inWords = CODES_IN_WORDS.find(([words]) => words.test(status?.trim() ?? ''))?.[1];
	return { statusCode: textAt(body, 'status_code') ?? inWords ?? '', status };
}

export interface ContainerTimes {
	/** Since the container was first looked at. */
	readonly ageMs: number;
	/** Since work on the post began, of which the container may be a later part. */
	readonly elapsedMs: number;
	/** How long all of it may take. */
	readonly limitMs: number;
	/** How many containers the run waits for at the same time, this one included. */
	readonly inParallel?: number;
}

/** What to do with a container in a state. In an unknown state it is to wait. */
export function nextContainerStep(
	state: ContainerState,
	{ ageMs, elapsedMs, limitMs, inParallel }: ContainerTimes,
): ContainerStep {
	switch (state.statusCode) {
		case 'FINISHED':
			return { kind: 'publish' };
		case 'PUBLISHED':
			return { kind: 'published' };
		case 'ERROR':
			return { kind: 'failed', reason: 'error', ...causeIn(state.status) };
		case 'EXPIRED':
			return { kind: 'failed', reason: 'expired' };
		default:
			if (elapsedMs >= limitMs) return { kind: 'failed', reason: 'timeout' };
			return { kind: 'wait', waitMs: Math.min(nextWaitMs(ageMs, inParallel), limitMs - elapsedMs) };
	}
}

/** How long to wait before the next look, by how long ago the first one was. */
export function nextWaitMs(ageMs: number, inParallel = 1): number {
	return Math.min(
		MAX_WAIT_MS,
		Math.max(FIRST_WAIT_MS, inParallel * WAIT_PER_CONTAINER_MS, ageMs * WAIT_SHARE),
	);
}

/** "Error: Media upload has failed with error code 2207076" → 2207076 */
export function subcodeIn(status: string | undefined): number | undefined {
	const digits = /\b(\d{7})\b/.exec(status ?? '')?.[1];
	return digits === undefined ? undefined : Number(digits);
}

/** The subcode, or the text where it holds none. */
function causeIn(status: string | undefined): { readonly subcode?: number; readonly text?: string } {
	const subcode = subcodeIn(status);
	return subcode === undefined ? { text: status } : { subcode };
}
