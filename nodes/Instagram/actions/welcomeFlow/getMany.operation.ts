/** Welcome Flow: Get Many. Meta: `GET /<IG_ID>/welcome_message_flows` ("Welcome Message Flows"). */
import { LIST_FIELDS, readListLimit } from '../../panel/listFields';
import { toItem, type ReadOperation } from '../../run/operation';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyFlow } from '../../protocol/messages/simplified';
import { readFlag } from '../../panel/parameters';
import { mapElements } from '../../graph/paginate';
import { flowsPath } from './flow';

const PAGE_SIZE = 50;

export const getManyFlows: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [...LIST_FIELDS, SIMPLIFY_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const simple = readFlag({ ctx, itemIndex }, SIMPLIFY);
		const request = { path: flowsPath(graph), limit: readListLimit(ctx, itemIndex), pageSize: PAGE_SIZE };
		return await mapElements(graph, request, (flow) => toItem(simple ? simplifyFlow(flow) : flow));
	},
};
