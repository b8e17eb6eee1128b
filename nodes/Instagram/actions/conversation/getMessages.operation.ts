/** Conversation: Get Messages. Meta: `GET /<CONVERSATION_ID>/messages` ("Conversations API"). */
import { textAt, type JsonRecord } from '../../protocol/json';
import { READABLE_MESSAGES } from '../../protocol/limits';
import { MESSAGE_FIELDS, MESSAGE_LIST_FIELDS } from '../../protocol/messages/reading';
import { additionalFields } from '../../panel/collections';
import { MORE_MESSAGE_FIELDS, readMoreFields } from '../../panel/moreFields';
import { conversationsOf } from '../../messaging/conversations';
import { recipientKey } from '../../protocol/messages/bodies';
import { noteLook } from '../../run/doubt';
import { LIST_FIELDS, readListLimit } from '../../panel/listFields';
import { CONVERSATION_LOCATOR, readConversationId } from '../../panel/locators';
import { toItem, type ReadOperation } from '../../run/operation';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyMessage } from '../../protocol/messages/simplified';
import { readFlag } from '../../panel/parameters';
import type { Graph } from '../../graph/graph';
import { mapElements } from '../../graph/paginate';

const PAGE_SIZE = 100;

export const getConversationMessages: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [
		CONVERSATION_LOCATOR,
		{
			displayName:
				'Instagram lets only the 20 newest messages of a conversation be read. Of older ones it gives the ID and the time.',
			name: 'readableNotice',
			type: 'notice',
			default: '',
		},
		...LIST_FIELDS,
		SIMPLIFY_FIELD,
		additionalFields([MORE_MESSAGE_FIELDS]),
	],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const conversationId = readConversationId(ctx, itemIndex);
		const limit = readListLimit(ctx, itemIndex);
		const fields = readMoreFields(ctx, MESSAGE_FIELDS, itemIndex);
		const messages = await readMessagePages(conversationsOf(graph), [conversationId, 'messages'], {
			fields,
			limit,
		});
		const simplified = messages.map((message) => simplifyMessage(message, graph.account));
		const [personId] = simplified.flatMap((message) => textAt(message, 'personId') ?? []);
		if (personId !== undefined) noteLook(run, recipientKey({ kind: 'person', id: personId }));
		return (readFlag({ ctx, itemIndex }, SIMPLIFY) ? simplified : messages).map(toItem);
	},
};

/**
 * The newest messages in full; of older ones only the ID and the time, because asking for more fails the
 * whole call.
 */
async function readMessagePages(
	graph: Graph,
	path: readonly string[],
	{ fields, limit = Infinity }: { readonly fields: string; readonly limit?: number },
): Promise<JsonRecord[]> {
	const newestRequest = {
		path,
		query: { fields },
		limit: Math.min(limit, READABLE_MESSAGES),
		pageSize: READABLE_MESSAGES,
	};
	const newest = await mapElements(graph, newestRequest, (message) => message);
	if (newest.length < READABLE_MESSAGES || limit <= READABLE_MESSAGES) return newest;
	const known = new Map(newest.map((message) => [textAt(message, 'id'), message]));
	const allRequest = { path, query: { fields: MESSAGE_LIST_FIELDS }, limit, pageSize: PAGE_SIZE };
	return await mapElements(graph, allRequest, (message) => known.get(textAt(message, 'id')) ?? message);
}
