/** When publishing is asked for once more (Meta: "Error codes" and "Troubleshooting", Content Publishing). */
import { nextWaitMs } from './container';
import type { FailureKind } from '../errors/row';

/** What became of an attempt to publish, when it did not simply succeed. */
export interface PublishFailure {
	/** `lost`: nobody answered, so Meta may still be publishing. `unsent`: the request never left. */
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
/** Even with a shorter waiting time: a publish that was requested is followed to its end. */
const MIN_PUBLISH_LIMIT_MS = 60_000;

const PUBLISH_ATTEMPTS: Readonly<Partial<Record<PublishFailure['kind'], number>>> = {
	lost: Infinity,
	notReady: Infinity,
	retry: 5,
	unsent: 2,
	unknown: 2,
};

/**
 * Whether to ask for publishing once more, when the container says that it is not published. Asking again is
 * safe: Meta publishes a container once at most.
 * @returns how long to wait before, or `undefined` to give up
 */
export function publishRetryDelayMs({
	kind,
	code,
	attempts,
	elapsedMs,
	limitMs,
}: PublishFailure): number | undefined {
	const isGone = kind === 'notReady' && code === CONTAINER_GONE_CODE;
	if (attempts >= (isGone ? 3 : (PUBLISH_ATTEMPTS[kind] ?? 1))) return undefined;
	const remainingMs = Math.max(limitMs, MIN_PUBLISH_LIMIT_MS) - elapsedMs;
	if (remainingMs <= 0) return undefined;
	return Math.min(isGone ? CONTAINER_GONE_WAIT_MS : nextWaitMs(elapsedMs), remainingMs);
}
