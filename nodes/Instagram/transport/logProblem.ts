/**
 * Writes to n8n's log for nodes that nobody watches while they run: what went wrong, never what was received,
 * and never a secret.
 */
import type { ITriggerFunctions } from 'n8n-workflow';

import { redactSecrets } from '../protocol/secrets';
import type { ApiContext } from './context';

/**
 * @param problem completes the sentence "The Instagram Trigger …", which begins with the name of the node's
 * type
 */
export function logProblem(ctx: ApiContext | ITriggerFunctions, problem: string, error?: unknown): void {
	const reason =
		error === undefined ? '' : `: ${redactSecrets(error instanceof Error ? error.message : String(error))}`;
	const node = ctx.getNode();
	const isPolling = node.type.endsWith('PollingTrigger');
	ctx.logger.warn(`The Instagram ${isPolling ? 'Polling Trigger' : 'Trigger'} ${problem}${reason}`, {
		node: node.name,
		workflowId: ctx.getWorkflow().id,
	});
}
