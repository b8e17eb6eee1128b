/** Welcome Flow: Create. Meta: `POST /<IG_ID>/welcome_message_flows` ("Welcome Message Flows"). */
import { textAt } from '../../protocol/json';
import { writeOnce } from '../../run/writeOnce';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readText } from '../../panel/parameters';
import { FLOW_FIELDS, FLOW_NAME, flowsPath, readFlow } from './flow';

const LOST = {
	what: 'The welcome flow may have been created',
	remedy: 'Check with Welcome Flow > Get Many whether it exists before you create it again.',
};

export const createFlow: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: FLOW_FIELDS,
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const name = readText({ ctx, itemIndex }, FLOW_NAME);
		const flow = readFlow(ctx, itemIndex);
		const body = { eligible_platforms: ['instagram'], name, welcome_message_flow: flow };
		const write = async () => await graph.post(flowsPath(graph), body);
		const created = await writeOnce(run, itemIndex, { write, lost: LOST });
		return [toItem({ id: textAt(created, 'flow_id') ?? textAt(created, 'id'), name })];
	},
};
