/**
 * What is added to events after Meta has its answer: the text of an announced message, the profile of the sender, the files.
 * None of it is worth losing an event for: what cannot be had in time is left out, and the log says so.
 */
import type { IBinaryKeyData, IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import type { InstagramEvent } from '../protocol/events/parseDelivery';
import type { SimplifiedEvent } from '../protocol/events/simplified';
import { mapBounded } from '../transport/concurrency';
import { openGraph, type Graph } from '../graph/graph';
import { downloadAttachments } from './attachments';
import { logProblem } from './log';
import { readMessageText } from './messageText';
import { isTextMissing, passesFilters } from '../protocol/events/select';
import { readSenderProfile } from './senderProfile';
import type { TriggerSettings } from './settings';

const PARALLEL_EVENTS = 8;

/** The items of a run: the events that the filters let pass once their text is known, with what the settings ask for. */
export async function toItems(
	ctx: IWebhookFunctions,
	events: readonly InstagramEvent[],
	settings: TriggerSettings,
): Promise<INodeExecutionData[]> {
	const graph = await graphFor(ctx, events, settings);
	const items = await mapBounded(events, PARALLEL_EVENTS, async (event) => {
		try {
			return await toItem(ctx, graph, event, settings);
		} catch (error) {
			logProblem(
				ctx,
				'could not add text, profile or files to an event, so the event is handed on as it came',
				error,
			);
			return { json: bare(event, settings) };
		}
	});
	return items.filter((item) => item !== undefined);
}

async function graphFor(
	ctx: IWebhookFunctions,
	events: readonly InstagramEvent[],
	settings: TriggerSettings,
): Promise<Graph | undefined> {
	const needed = settings.includeSenderProfile || (settings.readMissingText && events.some(isTextMissing));
	if (!needed) return undefined;
	try {
		return await openGraph(ctx);
	} catch (error) {
		logProblem(ctx, 'could not open the credential, so texts and profiles are missing', error);
		return undefined;
	}
}

async function toItem(
	ctx: IWebhookFunctions,
	graph: Graph | undefined,
	event: InstagramEvent,
	settings: TriggerSettings,
): Promise<INodeExecutionData | undefined> {
	const readText = settings.readMissingText && isTextMissing(event) && !event.simplified.isTest;
	const found = readText && graph ? await readMessageText(ctx, graph, event.simplified) : {};
	const complete: InstagramEvent = { ...event, simplified: { ...event.simplified, ...found } };
	if (readText && !passesFilters(complete, settings)) return undefined;

	const [senderProfile, files] = await Promise.all([
		settings.includeSenderProfile && graph ? readSenderProfile(ctx, graph, complete.simplified) : undefined,
		settings.downloadAttachments ? downloadAttachments(ctx, complete.simplified) : undefined,
	]);
	const extra: IDataObject = { ...(senderProfile && { senderProfile: senderProfile as IDataObject }) };
	const simplified: SimplifiedEvent = {
		...complete.simplified,
		...(files && { attachments: files.attachments }),
	};
	const added = settings.simplify ? extra : { ...found, ...extra };
	return { json: { ...bare({ ...complete, simplified }, settings), ...added }, ...withBinary(files?.binary) };
}

function bare({ simplified, entry }: InstagramEvent, { simplify }: TriggerSettings): IDataObject {
	return (simplify ? simplified : entry) as IDataObject;
}

function withBinary(binary: IBinaryKeyData | undefined): Pick<INodeExecutionData, 'binary'> {
	return binary && Object.keys(binary).length > 0 ? { binary } : {};
}
