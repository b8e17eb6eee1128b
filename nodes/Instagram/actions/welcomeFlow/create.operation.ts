/** Welcome Flow: Create. Meta: `POST /<IG_ID>/welcome_message_flows` ("Welcome Message Flows"). */
import { textAt } from '../../protocol/json';
import { writeOnce } from '../../run/writeOnce';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { FLOW_FIELDS, flowsPath, readFlow } from './flow';

const NAME = { name: 'name', label: 'Name' };

export const createFlow: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: FLOW_FIELDS,
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const name = readText(ctx, NAME, itemIndex);
		const flow = readFlow(ctx, itemIndex);
		const body = { eligible_platforms: ['instagram'], name, welcome_message_flow: flow };
		const created = await writeOnce(
			run,
			itemIndex,
			body,
			async () => await graph.post(flowsPath(graph), body),
		);
		return [toItem({ flowId: textAt(created, 'flow_id') ?? textAt(created, 'id'), name })];
	},
};
