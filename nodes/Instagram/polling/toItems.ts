/** The items of an execution, in the shape of the Instagram Trigger's, with what the options ask for. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { entryOf, type InstagramEvent } from '../protocol/events/parseDelivery';
import { mapBounded } from '../transport/concurrency';
import type { Graph } from '../graph/graph';
import { downloadAttachments } from '../messaging/downloadAttachments';
import { readSenderProfile } from '../messaging/senderProfile';
import type { PollingSettings } from './settings';

const PARALLEL_EVENTS = 8;

/** A profile or file that cannot be read is left out, and the log says so. */
export async function toItems(
	ctx: IPollFunctions,
	graph: Graph,
	events: readonly InstagramEvent[],
	{ simplify, includeSenderProfile, downloadAttachments: isDownloading }: PollingSettings,
): Promise<INodeExecutionData[]> {
	return await mapBounded(events, PARALLEL_EVENTS, async (event) => {
		const { simplified } = event;
		const [senderProfile, files] = await Promise.all([
			includeSenderProfile ? readSenderProfile(ctx, graph, simplified) : undefined,
			isDownloading ? downloadAttachments(ctx, simplified) : undefined,
		]);
		const item = simplify
			? { ...simplified, ...(files && { attachments: files.attachments }) }
			: entryOf(event);
		const json: IDataObject = { ...item, ...(senderProfile && { senderProfile }) } as IDataObject;
		return Object.keys(files?.binary ?? {}).length > 0 ? { json, binary: files?.binary } : { json };
	});
}
