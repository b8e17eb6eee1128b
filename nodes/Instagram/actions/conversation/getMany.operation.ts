/** Conversation: Get Many. Meta: `GET /<IG_ID>/conversations?platform=instagram` ("Conversations API"). */
import type { INodeProperties } from 'n8n-workflow';

import { CONVERSATION_FIELDS } from '../../protocol/messages/reading';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { MORE_CONVERSATION_FIELDS, readMoreFields } from '../../panel/moreFields';
import { conversationsOf } from '../../messaging/conversations';
import { LIST_FIELDS, readListLimit } from '../../panel/listFields';
import { toItem, type ReadOperation } from '../../run/operation';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyConversation } from '../../protocol/messages/simplified';
import { readFlag, readOptionalText } from '../../panel/parameters';
import { ANY_PERSON, readOptionalPersonId } from '../../panel/people';
import { mapElements } from '../../graph/paginate';

const PERSON_LOCATOR: INodeProperties = {
	...ANY_PERSON,
	displayName: 'Person',
	name: 'userId',
	description: 'Only the conversation with this person, as the Instagram Trigger gives them in personId',
};

const FOLDER_FIELD: INodeProperties = {
	displayName: 'Folder',
	name: 'folder',
	type: 'string',
	default: '',
	placeholder: 'e.g. inbox',
	description: 'Only conversations of this folder. Instagram does not document the names of its folders.',
};

const PERSON = fieldOf(PERSON_LOCATOR, 'additionalFields');
const FOLDER = fieldOf(FOLDER_FIELD, 'additionalFields');

const PAGE_SIZE = 50;

export const getManyConversations: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [
		...LIST_FIELDS,
		SIMPLIFY_FIELD,
		additionalFields([FOLDER_FIELD, MORE_CONVERSATION_FIELDS, PERSON_LOCATOR]),
	],
	async execute({ ctx, graph }, itemIndex) {
		const personId = readOptionalPersonId({ ctx, itemIndex }, PERSON);
		const simple = readFlag({ ctx, itemIndex }, SIMPLIFY);
		const request = {
			path: [graph.account.accountId, 'conversations'],
			query: {
				// without it Instagram answers with nothing
				platform: 'instagram',
				fields: readMoreFields(ctx, CONVERSATION_FIELDS, itemIndex),
				user_id: personId,
				folder: readOptionalText({ ctx, itemIndex }, FOLDER),
			},
			limit: readListLimit(ctx, itemIndex),
			pageSize: PAGE_SIZE,
		};
		return await mapElements(conversationsOf(graph), request, (conversation) =>
			toItem(simple ? simplifyConversation(conversation, graph.account) : conversation),
		);
	},
};
