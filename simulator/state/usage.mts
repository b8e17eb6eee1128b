import type { Clock } from './clock.mts';
import type { Switches } from './switches.mts';

const DAY_MS = 86_400_000;

/**
 * The Business Use Case limit, rolling 24 h per app and account (limits-errors.md section 2), and its
 * headers, which are absent until enough calls have been made.
 */
export class Usage {
	private readonly calls = new Map<string, { times: number[]; from: number }>();

	constructor(
		private readonly clock: Clock,
		private readonly switches: Switches,
	) {}

	reset(): void {
		this.calls.clear();
	}

	/** Counts a call. Gives back the headers, and whether the limit is reached. */
	count(appId: string, accountId: string): { headers: Record<string, string>; throttled: boolean } {
		const now = this.clock.now();
		const key = `${appId}/${accountId}`;
		const log = this.calls.get(key) ?? { times: [], from: 0 };
		this.calls.set(key, log);
		log.times.push(now);
		while ((log.times[log.from] ?? now) <= now - DAY_MS) log.from++;
		if (log.from > 10_000) {
			log.times = log.times.slice(log.from);
			log.from = 0;
		}
		const count = log.times.length - log.from;
		if (count < this.switches.usageHeadersAfterCalls) return { headers: {}, throttled: false };
		const percent = Math.floor((count / this.switches.callsPer24h) * 100);
		const throttled = percent >= 100;
		const oldest = log.times[log.from] ?? now;
		const minutes = throttled ? Math.max(1, Math.ceil((oldest + DAY_MS - now) / 60_000)) : 0;
		const share = {
			call_count: percent,
			total_cputime: Math.floor(percent / 4),
			total_time: Math.floor(percent / 4),
		};
		return {
			throttled,
			headers: {
				'x-app-usage': JSON.stringify({ ...share, call_count: Math.floor(percent / 10) }),
				'x-business-use-case-usage': JSON.stringify({
					[accountId]: [{ type: 'instagram', ...share, estimated_time_to_regain_access: minutes }],
				}),
			},
		};
	}
}

/** A rolling window per key, for the messaging limits (messaging.md section 10). */
export class RateWindows {
	private readonly hits = new Map<string, number[]>();

	constructor(private readonly clock: Clock) {}

	reset(): void {
		this.hits.clear();
	}

	/** Counts a hit; false when there were already `limit` hits in the last `windowMs`. */
	allow(key: string, limit: number, windowMs: number): boolean {
		const now = this.clock.now();
		const recent = (this.hits.get(key) ?? []).filter((at) => at > now - windowMs);
		if (recent.length >= limit) return false;
		recent.push(now);
		this.hits.set(key, recent);
		return true;
	}
}
