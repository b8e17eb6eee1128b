/**
 * The states of a media container (Meta: "IG Container"). Meta advises to ask once a minute for at most five minutes;
 * production sees images ready at once or after ten seconds, reels after thirty, so the first looks come sooner.
 */
import type { FailureKind } from './errors/row';
import { textAt, type JsonRecord } from './json';

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

const FIRST_WAIT_MS = 1000;
const MAX_WAIT_MS = 30_000;
/** Looking again after an eighth of the time gone by finds a container at most 12.5 % late. */
const WAIT_SHARE = 0.125;

export function parseContainer(body: JsonRecord): ContainerState {
	return { statusCode: textAt(body, 'status_code') ?? '', status: textAt(body, 'status') };
}

/** What to do with a container in a state, so long after it was created. An unknown state is waited out. */
export function nextContainerStep(state: ContainerState, elapsedMs: number, limitMs: number): ContainerStep {
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
			return { kind: 'wait', waitMs: Math.min(nextWaitMs(elapsedMs), limitMs - elapsedMs) };
	}
}

/** How long to wait before looking again. */
export function nextWaitMs(elapsedMs: number): number {
	return Math.min(MAX_WAIT_MS, Math.max(FIRST_WAIT_MS, elapsedMs * WAIT_SHARE));
}

/** What became of an attempt to publish, when it did not simply succeed. */
export interface PublishFailure {
	/** `lost`: nobody answered, so that Meta may be publishing still. `unsent`: the request never left. */
	readonly kind: FailureKind | 'lost' | 'unsent';
	readonly code?: number;
	/** How many times publishing has been asked for. */
	readonly attempts: number;
	/** Since the first time. */
	readonly elapsedMs: number;
	readonly limitMs: number;
}

/** Meta about 24/2207008: "retry one to two times in 30 seconds to 2 minutes". */
const CONTAINER_GONE_CODE = 24;
const CONTAINER_GONE_WAIT_MS = 30_000;
/** However short the waiting time is: a publish that was asked for is seen through. */
const MIN_PUBLISH_LIMIT_MS = 60_000;

const PUBLISH_ATTEMPTS: Readonly<Partial<Record<PublishFailure['kind'], number>>> = {
	lost: Infinity,
	notReady: Infinity,
	retry: 5,
	unsent: 2,
	unknown: 2,
};

/**
 * Whether to ask for publishing once more, when the container says that it is not published. Asking again is safe: Meta
 * publishes a container once at most.
 * @returns how long to wait before, or `undefined` to give up
 */
export function publishRetryDelayMs({ kind, code, attempts, elapsedMs, limitMs }: PublishFailure): number | undefined {
	const isGone = kind === 'notReady' && code === CONTAINER_GONE_CODE;
	if (attempts >= (isGone ? 3 : (PUBLISH_ATTEMPTS[kind] ?? 1))) return undefined;
	const remainingMs = Math.max(limitMs, MIN_PUBLISH_LIMIT_MS) - elapsedMs;
	if (remainingMs <= 0) return undefined;
	return Math.min(isGone ? CONTAINER_GONE_WAIT_MS : nextWaitMs(elapsedMs), remainingMs);
}

/** "Error: Media upload has failed with error code 2207076" → 2207076 */
export function subcodeIn(status: string | undefined): number | undefined {
	const digits = /\b(\d{7})\b/.exec(status ?? '')?.[1];
	return digits === undefined ? undefined : Number(digits);
}
