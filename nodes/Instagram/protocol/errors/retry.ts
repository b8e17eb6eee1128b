/**
 * When a request is sent once more. Reads and other repeatable requests: on faults that pass. Writes: only
 * when nothing happened, because Instagram has no idempotency key (Meta: "Handle errors", "Rate limits").
 */
import type { FailureKind } from './row';
import { isRecord, numberAt, parseGraphJson } from '../json';

export interface RetryQuestion {
	readonly kind: FailureKind;
	/** Whether the request certainly had no effect. */
	readonly nothingHappened: boolean;
	/** Whether sending twice does no harm. */
	readonly repeatable: boolean;
	/** How many times it has been sent. */
	readonly attempts: number;
	/** Between 0 and 1, to spread clients. */
	readonly random: number;
}

export const MAX_ATTEMPTS = 4;
const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

/** Meta gives no time for most throttle answers, and calls while throttled extend the wait. */
const FIRST_THROTTLE_DELAY_MS = 15_000;
const MAX_THROTTLE_DELAY_MS = 5 * 60_000;

/** A longer wait than this is reported to the user instead of being waited out. */
export const MAX_PAUSE_MS = 60 * 60_000;

/** Meta's limits are counted over 24 hours at most; a header that asks for more cannot be right. */
const LONGEST_BLOCK_MS = 24 * 60 * 60_000;

/**
 * @returns the delay in milliseconds after which to send again, or `undefined` to give up
 */
export function retryDelayMs(question: RetryQuestion): number | undefined {
	const { kind, nothingHappened, repeatable, attempts, random } = question;
	if (attempts >= MAX_ATTEMPTS) return undefined;
	if (!repeatable && !nothingHappened) return undefined;
	if (kind === 'retry') return backOff(FIRST_DELAY_MS, MAX_DELAY_MS, attempts, random);
	if (kind === 'wait') return backOff(FIRST_THROTTLE_DELAY_MS, MAX_THROTTLE_DELAY_MS, attempts, random);
	return undefined;
}

function backOff(firstMs: number, maxMs: number, attempts: number, random: number): number {
	const fullMs = Math.min(maxMs, firstMs * 2 ** (attempts - 1));
	return Math.round(fullMs * (0.75 + 0.5 * random));
}

const FULL_PERCENT = 100;
const FULL_WITHOUT_TIME_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

function headerText(headers: Record<string, unknown>, name: string): string {
	const value = headers[name];
	return typeof value === 'string' ? value : '';
}

/** For how long Meta asks to stop calling, and which limit was reached, as a clause. */
export interface UsagePause {
	readonly pauseMs: number;
	readonly because: string;
}

/**
 * Reads the usage headers (percent of each limit; `estimated_time_to_regain_access` in minutes).
 * @returns the longest pause that they ask for; 0 milliseconds while there is room
 */
export function usagePause(headers: Record<string, unknown>): UsagePause {
	const app = parseGraphJson(headerText(headers, 'x-app-usage'));
	const business = parseGraphJson(headerText(headers, 'x-business-use-case-usage'));
	const ofAccount = isRecord(business) ? Object.values(business).flat() : [];
	const [appMs, accountMs] = [longestMs([app]), longestMs(ofAccount)];
	const whose = appMs > accountMs ? 'app' : 'account';
	const pauseMs = Math.min(LONGEST_BLOCK_MS, Math.max(appMs, accountMs));
	return { pauseMs, because: `the ${whose} has made too many calls` };
}

function longestMs(usages: readonly unknown[]): number {
	const pauses = usages.filter(isRecord).map((usage) => {
		const percent = ['call_count', 'total_cputime', 'total_time'].map((name) => numberAt(usage, name) ?? 0);
		const minutes = numberAt(usage, 'estimated_time_to_regain_access') ?? 0;
		if (minutes > 0) return minutes * MINUTE_MS;
		return Math.max(...percent) >= FULL_PERCENT ? FULL_WITHOUT_TIME_MS : 0;
	});
	return Math.max(0, ...pauses);
}
