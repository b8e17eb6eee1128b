/** Welcome message flows (Meta: "Welcome Message Flows"), which greet people who come from an ad. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isRecord, recordsAt, textAt, unwrapSingle, type JsonRecord } from '../../protocol/json';
import { messageTextProblem } from '../../protocol/limits';
import { fieldOf } from '../../panel/fieldOf';
import { QUICK_REPLIES_FIELD, readOptionalQuickReplies } from '../../panel/messageParts';
import { readChoice, readText } from '../../panel/parameters';
import { readJson } from '../../panel/lists';
import { refuse } from '../../panel/source';
import type { Graph } from '../../graph/graph';

const DEFINE_FLOW_FIELD: INodeProperties = {
	displayName: 'Define Flow',
	name: 'defineFlow',
	type: 'options',
	options: [
		{ name: 'Using Fields Below', value: 'fields' },
		{ name: 'Using JSON', value: 'json' },
	],
	default: 'fields',
};

const TEXT_FIELD: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. Hi! What are you looking for?',
	description: 'The greeting; at most 1000 bytes',
	displayOptions: { show: { defineFlow: ['fields'] } },
};

const WELCOME_MESSAGE_FLOW_FIELD: INodeProperties = {
	displayName: 'Flow (JSON)',
	name: 'welcomeMessageFlow',
	type: 'json',
	default:
		'[\n  {\n    "message": {\n      "text": "Hi! What are you looking for?",\n      "quick_replies": [{ "content_type": "text", "title": "Prices", "payload": "PRICES" }]\n    }\n  }\n]',
	description: "The messages in the form of Meta's documentation (welcome_message_flow)",
	displayOptions: { show: { defineFlow: ['json'] } },
};

const DEFINE_FLOW = fieldOf(DEFINE_FLOW_FIELD);
const TEXT = fieldOf(TEXT_FIELD);
const WELCOME_MESSAGE_FLOW = fieldOf(WELCOME_MESSAGE_FLOW_FIELD);

export const FLOW_ID_FIELD: INodeProperties = {
	displayName: 'Flow ID',
	name: 'flowId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1234567890123456',
	description: 'The ID that Create gave back, or that Get Many lists',
};
export const FLOW_ID = fieldOf(FLOW_ID_FIELD);

const NAME_FIELD: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Summer ads',
	description: "The name under which Meta's ads manager lists the flow",
};
export const FLOW_NAME = fieldOf(NAME_FIELD);

export const FLOW_FIELDS: INodeProperties[] = [
	NAME_FIELD,
	DEFINE_FLOW_FIELD,
	TEXT_FIELD,
	{ ...QUICK_REPLIES_FIELD, displayOptions: { show: { defineFlow: ['fields'] } } },
	WELCOME_MESSAGE_FLOW_FIELD,
];

/** The messages of a flow in Meta's shape. */
export function readFlow(ctx: IExecuteFunctions, itemIndex: number): object[] {
	if (readChoice({ ctx, itemIndex }, DEFINE_FLOW, ['fields', 'json'] as const) === 'json') {
		const flow = readJson({ ctx, itemIndex }, WELCOME_MESSAGE_FLOW);
		if (Array.isArray(flow) && flow.length > 0 && flow.every(isRecord)) return flow;
		return refuse(WELCOME_MESSAGE_FLOW, 'must be a list of messages in square brackets');
	}
	const text = readText({ ctx, itemIndex }, TEXT);
	const problem = messageTextProblem(text);
	if (problem !== undefined) refuse(TEXT, problem);
	const quickReplies = readOptionalQuickReplies(ctx, itemIndex);
	return [{ message: { text, ...(quickReplies.length > 0 && { quick_replies: quickReplies }) } }];
}

export function flowsPath(graph: Graph): string[] {
	return [graph.account.accountId, 'welcome_message_flows'];
}

/**
 * A flow of the account, in whatever form Instagram returns it; `undefined` when there is none with this ID.
 * @throws GraphError | ConnectionError
 */
export async function findFlow(graph: Graph, flowId: string): Promise<JsonRecord | undefined> {
	const answer = await graph.get(flowsPath(graph), { flow_id: flowId });
	return [...recordsAt(answer, 'data'), unwrapSingle(answer)].find((flow) => textAt(flow, 'id') === flowId);
}
