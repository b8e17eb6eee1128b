/** Welcome Flow: Get. Meta: `GET /<IG_ID>/welcome_message_flows?flow_id=…` ("Welcome Message Flows"). */
import { toItem, type ReadOperation } from '../../run/operation';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyFlow } from '../../protocol/messages/simplified';
import { readFlag, readOpaqueId } from '../../panel/parameters';
import { UserFixableError } from '../../transport/errors';
import { findFlow, FLOW_ID, FLOW_ID_FIELD } from './flow';

export const getFlow: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [FLOW_ID_FIELD, SIMPLIFY_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const flowId = readOpaqueId({ ctx, itemIndex }, FLOW_ID);
		const flow = await findFlow(graph, flowId);
		if (!flow) {
			throw new UserFixableError(
				`Instagram does not know the welcome flow ${flowId}`,
				'Welcome Flow > Get Many lists the flows of the account.',
			);
		}
		return [toItem(readFlag({ ctx, itemIndex }, SIMPLIFY) ? simplifyFlow(flow) : flow)];
	},
};
