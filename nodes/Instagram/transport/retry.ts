/**
 * When a failed request is sent once more: the rule of `protocol/errors/retry`, asked about an error of the
 * transport.
 */
import { retryDelayMs } from '../protocol/errors/retry';
import { clock } from './clock';
import { ConnectionError, GraphError } from './errors';

/**
 * @param attempts how many times it was sent
 * @returns after how many milliseconds to send again, or `undefined` to give up
 */
export function delayBeforeRetry(error: unknown, repeatable: boolean, attempts: number): number | undefined {
	const random = clock.random();
	if (error instanceof GraphError) {
		const { kind, nothingHappened } = error.failure;
		return retryDelayMs({ kind, nothingHappened, repeatable, attempts, random });
	}
	// what n8n refuses to send, it refuses again
	if (!(error instanceof ConnectionError) || !error.isNetwork) return undefined;
	return retryDelayMs({ kind: 'retry', nothingHappened: !error.requestSent, repeatable, attempts, random });
}
