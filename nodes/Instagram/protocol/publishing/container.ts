/**
 * The states of a media container (Meta: "IG Container"). Meta advises to ask once a minute for at most five minutes;
 * production sees images ready at once or after ten seconds, reels after thirty, so the first looks come sooner.
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
	| { readonly kind: 'failed'; readonly reason: 'error' | 'expired' | 'timeout'; readonly subcode?: number };

/** Fields of a container that {@link parseContainer} reads. */
export const CONTAINER_FIELDS = 'status_code,status';

/** A container that is not published by then expires. */
export const CONTAINER_LIFETIME_MS = 24 * 60 * 60_000;

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;
/** However many containers are waited for side by side, they are looked at twenty times a second together. */
const WAIT_PER_CONTAINER_MS = 50;
/** Looking again after a tenth of the time gone by finds a container at most 10 % late. */
const WAIT_SHARE = 0.1;

export function parseContainer(body: JsonRecord): ContainerState {
	return { statusCode: textAt(body, 'status_code') ?? '', status: textAt(body, 'status') };
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

/** What to do with a container in a state. An unknown state is waited out. */
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
			return { kind: 'failed', reason: 'error', subcode: subcodeIn(state.status) };
		case 'EXPIRED':
			return { kind: 'failed', reason: 'expired' };
		default:
			if (elapsedMs >= limitMs) return { kind: 'failed', reason: 'timeout' };
			return { kind: 'wait', waitMs: Math.min(nextWaitMs(ageMs, inParallel), limitMs - elapsedMs) };
	}
}

/** How long to wait before looking again at something that has been looked at for so long. */
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
