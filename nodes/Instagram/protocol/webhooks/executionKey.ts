/** The key under which n8n's database knows the execution that an event, or a group of events, started. */
import { createHash } from 'crypto';

/**
 * The same for the same events in any order: Meta may pack them differently when it sends them again.
 * @param trigger names workflow and node: keys are shared by all executions of an n8n
 * @returns 64 characters; n8n's column takes 255
 */
export function executionKey(trigger: string, eventIds: readonly string[]): string {
	return createHash('sha256')
		.update([trigger, ...[...eventIds].sort()].join(' '))
		.digest('hex');
}
