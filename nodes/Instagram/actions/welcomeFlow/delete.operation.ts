/**
 * Welcome Flow: Delete. Meta: `DELETE /<IG_ID>/welcome_message_flows` with a `flow_id` ("Welcome Message
 * Flows").
 */
import { readOpaqueId } from '../../panel/parameters';
import { deleteOnce } from '../../run/deleteOnce';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { FLOW_ID, FLOW_ID_FIELD, findFlow, flowsPath } from './flow';

const LOST = {
	what: 'The welcome flow may have been deleted',
	remedy: 'Check with Welcome Flow > Get Many whether it still exists.',
};

export const deleteFlow: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [FLOW_ID_FIELD],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const flowId = readOpaqueId({ ctx, itemIndex }, FLOW_ID);
		await deleteOnce(run, itemIndex, {
			remove: async () => await graph.delete(flowsPath(graph), { flow_id: flowId }),
			isGone: async () => (await findFlow(graph, flowId)) === undefined,
			lost: LOST,
		});
		return [toItem({ id: flowId, deleted: true })];
	},
};
