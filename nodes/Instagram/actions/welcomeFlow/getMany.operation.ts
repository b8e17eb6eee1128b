/** Welcome Flow: Get Many. Meta: `GET /<IG_ID>/welcome_message_flows` ("Welcome Message Flows"). */
import { LIST_FIELDS, readListLimit } from '../../shared/lists';
import { toItem, type ReadOperation } from '../../shared/operation';
import { SIMPLIFY, SIMPLIFY_FIELD, simplify } from '../../shared/output';
import { readFlag } from '../../shared/parameters';
import { mapElements } from '../../transport/paginate';
import { flowsPath } from './flow';

const PAGE_SIZE = 50;

export const getManyFlows: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [...LIST_FIELDS, SIMPLIFY_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const simple = readFlag(ctx, SIMPLIFY, itemIndex);
		const request = { path: flowsPath(graph), limit: readListLimit(ctx, itemIndex), pageSize: PAGE_SIZE };
		return await mapElements(graph, request, (flow) => toItem(simple ? simplify(flow) : flow));
	},
};
