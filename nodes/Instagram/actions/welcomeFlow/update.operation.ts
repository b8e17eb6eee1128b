/**
 * Welcome Flow: Update. Meta: `POST /<IG_ID>/welcome_message_flows` with a `flow_id` ("Welcome Message
 * Flows").
 */
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readOpaqueId, readText } from '../../panel/parameters';
import { FLOW_FIELDS, FLOW_ID, FLOW_ID_FIELD, FLOW_NAME, flowsPath, readFlow } from './flow';

export const updateFlow: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [FLOW_ID_FIELD, ...FLOW_FIELDS],
	async execute({ ctx, graph }, itemIndex) {
		const flowId = readOpaqueId({ ctx, itemIndex }, FLOW_ID);
		const name = readText({ ctx, itemIndex }, FLOW_NAME);
		const flow = readFlow(ctx, itemIndex);
		const body = { flow_id: flowId, eligible_platforms: ['instagram'], name, welcome_message_flow: flow };
		await graph.post(flowsPath(graph), body, { repeatable: true });
		return [toItem({ id: flowId, name })];
	},
};
