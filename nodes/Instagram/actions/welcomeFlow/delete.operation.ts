/** Welcome Flow: Delete. Meta: `DELETE /<IG_ID>/welcome_message_flows` with a `flow_id` ("Welcome Message Flows"). */
import { toItem, type OrderedWriteOperation } from '../../shared/operation';
import { readOpaqueId } from '../../shared/parameters';
import { FLOW_ID_FIELD, flowsPath } from './flow';

const FLOW_ID = { name: 'flowId', label: 'Flow ID' };

export const deleteFlow: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [FLOW_ID_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const flowId = readOpaqueId(ctx, FLOW_ID, itemIndex);
		await graph.delete(flowsPath(graph), { flow_id: flowId });
		return [toItem({ success: true, flowId })];
	},
};
