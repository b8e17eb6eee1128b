import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Graph } from '../graph/graph';
import { openGraph } from '../graph/openGraph';
import { logProblem } from '../transport/logProblem';

/**
 * Opens the credential for what is read beside an event, which is not lost without it.
 * @param missing what the log says is missing, such as "profiles"
 */
export async function openOrNothing(
	ctx: IExecuteFunctions | IWebhookFunctions,
	missing: string,
): Promise<Graph | undefined> {
	try {
		return await openGraph(ctx);
	} catch (error) {
		logProblem(ctx, `could not open the credential, so ${missing} are missing`, error);
		return undefined;
	}
}
