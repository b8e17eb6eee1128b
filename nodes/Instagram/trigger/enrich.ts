/**
 * What is added to events in the execution that they have started: the profile of the sender, the files. None
 * of it is worth losing an event for: what cannot be read in time is left out, and the log says so.
 */
import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mapBounded } from '../transport/concurrency';
import type { Graph } from '../graph/graph';
import { readAdditions } from '../panel/eventAdditions';
import { downloadAttachments } from '../messaging/downloadAttachments';
import { readEnrichable } from '../messaging/enrichable';
import { logProblem } from '../transport/logProblem';
import { readSenderProfile } from '../messaging/senderProfile';
import { openOrNothing } from './openOrNothing';

const PARALLEL_EVENTS = 8;

/**
 * The trigger's output: the items that started the execution, with what the options ask for. Never throws.
 */
export async function enrich(ctx: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = ctx.getInputData();
	try {
		const {
			simplify,
			includeSenderProfile,
			downloadAttachments: withFiles,
		} = readAdditions({ ctx, itemIndex: 0 });
		if (!includeSenderProfile && !withFiles) return [items];
		const graph = includeSenderProfile ? await openOrNothing(ctx, 'profiles') : undefined;
		const enriched = await mapBounded(items, PARALLEL_EVENTS, async (item) => {
			try {
				return await enrichItem(ctx, item, { graph, withFiles, isSimplified: simplify });
			} catch (error) {
				logProblem(ctx, 'could not add to an event, which is passed on unchanged', error);
				return item;
			}
		});
		return [enriched];
	} catch (error) {
		logProblem(ctx, 'could not add to its events, which are passed on unchanged', error);
		return [items];
	}
}

interface Wishes {
	/** Present when the profile of the sender is wanted. */
	readonly graph?: Graph;
	readonly withFiles: boolean;
	readonly isSimplified: boolean;
}

async function enrichItem(
	ctx: IExecuteFunctions,
	item: INodeExecutionData,
	{ graph, withFiles, isSimplified }: Wishes,
): Promise<INodeExecutionData> {
	const event = readEnrichable(item.json, isSimplified);
	const [senderProfile, files] = await Promise.all([
		graph ? readSenderProfile(ctx, graph, event) : undefined,
		withFiles ? downloadAttachments(ctx, event) : undefined,
	]);
	const added: IDataObject = {
		...(senderProfile && { senderProfile: senderProfile as IDataObject }),
		...(files && isSimplified && { attachments: files.attachments.map((attachment) => ({ ...attachment })) }),
	};
	return { ...item, json: { ...item.json, ...added }, ...withBinary(files?.binary) };
}

function withBinary(binary: IBinaryKeyData | undefined): Pick<INodeExecutionData, 'binary'> {
	return binary && Object.keys(binary).length > 0 ? { binary } : {};
}
