/** The only source of time and chance. Rules in `protocol/` take both as arguments. */
import { sleep } from 'n8n-workflow';

export const clock = {
	/** Milliseconds since 1970. */
	now: (): number => Date.now(),

	/** Between 0 (included) and 1. */
	random: (): number => Math.random(),

	/** A text that does not occur twice. It is not a secret: nobody may gain anything by guessing it. */
	randomKey: (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`,

	/**
	 * Waits, or ends at once when the execution is cancelled.
	 * @throws the signal's reason on cancellation
	 */
	async sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (durationMs <= 0) return;
		if (!signal) return await sleep(durationMs);
		let onAbort = () => {};
		const aborted = new Promise<never>((_resolve, reject) => {
			onAbort = () => reject(signal.reason as Error);
			signal.addEventListener('abort', onAbort, { once: true });
		});
		try {
			await Promise.race([sleep(durationMs), aborted]);
		} finally {
			signal.removeEventListener('abort', onAbort);
		}
	},
};
