/** The trigger's lines in n8n's log: what went wrong, never what was received and never a secret. */
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { redactSecrets } from '../protocol/secrets';

/** @param problem completes the sentence "The Instagram Trigger …" */
export function logProblem(
	ctx: IExecuteFunctions | IWebhookFunctions,
	problem: string,
	error?: unknown,
): void {
	const reason =
		error === undefined ? '' : `: ${redactSecrets(error instanceof Error ? error.message : String(error))}`;
	ctx.logger.warn(`The Instagram Trigger ${problem}${reason}`, {
		node: ctx.getNode().name,
		workflowId: ctx.getWorkflow().id,
	});
}
