/**
 * Meta's time, read from the headers of its answers: dates of posts are Meta's, and the clock of n8n may be
 * minutes off.
 */
import { clock } from '../transport/clock';

export class MetaClock {
	private leadMs?: number;

	/** Takes the time from the headers of an answer that has just come. */
	observe({ date }: Readonly<Record<string, unknown>>): void {
		const dateMs = typeof date === 'string' ? Date.parse(date) : NaN;
		if (!Number.isNaN(dateMs)) this.leadMs = dateMs - clock.now();
	}

	/**
	 * @returns milliseconds since 1970, never ahead of Meta's clock, and behind it by at most a second plus
	 * the travel time of an answer; `undefined` before the first answer
	 */
	now(): number | undefined {
		return this.leadMs === undefined ? undefined : clock.now() + this.leadMs;
	}
}
