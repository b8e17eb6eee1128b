/** Conversation: Get. Meta: `GET /<CONVERSATION_ID>?fields=…` ("Conversations API"). */
import { CONVERSATION_FIELDS } from '../../protocol/messages/reading';
import { additionalFields } from '../../panel/collections';
import { MORE_CONVERSATION_FIELDS, readMoreFields } from '../../panel/moreFields';
import { conversationsOf } from '../../messaging/conversations';
import { CONVERSATION_LOCATOR, readConversationId } from '../../panel/locators';
import { toItem, type ReadOperation } from '../../run/operation';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyConversation } from '../../protocol/messages/simplified';
import { readFlag } from '../../panel/parameters';

export const getConversation: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [CONVERSATION_LOCATOR, SIMPLIFY_FIELD, additionalFields([MORE_CONVERSATION_FIELDS])],
	async execute({ ctx, graph }, itemIndex) {
		const conversationId = readConversationId(ctx, itemIndex);
		const fields = readMoreFields(ctx, CONVERSATION_FIELDS, itemIndex);
		const conversation = await conversationsOf(graph).get([conversationId], { fields });
		const simple = readFlag({ ctx, itemIndex }, SIMPLIFY);
		return [toItem(simple ? simplifyConversation(conversation, graph.account) : conversation)];
	},
};
