/** Welcome Flow: Delete. Meta: `DELETE /<IG_ID>/welcome_message_flows` with a `flow_id` ("Welcome Message Flows"). */
import { writeOnce } from '../../run/writeOnce';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readOpaqueId } from '../../panel/parameters';
import { FLOW_ID_FIELD, flowsPath } from './flow';

const FLOW_ID = { name: 'flowId', label: 'Flow ID' };

export const deleteFlow: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [FLOW_ID_FIELD],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const flowId = readOpaqueId(ctx, FLOW_ID, itemIndex);
		const remove = async () => await graph.delete(flowsPath(graph), { flow_id: flowId });
		// a repetition of the run does not delete what it has deleted
		await writeOnce(run, itemIndex, flowId, remove, () => false);
		return [toItem({ success: true, flowId })];
	},
};
