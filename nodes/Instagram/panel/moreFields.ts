/** Which fields of conversations and messages are read: those that always work, and those that are chosen. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fieldOf } from './fieldOf';
import { readTextList } from './lists';

const MORE_FIELDS_FIELD: INodeProperties = {
	displayName: 'More Fields',
	name: 'fields',
	type: 'multiOptions',
	default: [],
	description:
		'Further fields to read. Instagram does not document them for every account, and refuses the call when one is not available.',
};
const MORE_FIELDS = fieldOf(MORE_FIELDS_FIELD, 'additionalFields');

/** Belongs in `additionalFields`. */
const moreFieldsOption = (options: INodeProperties['options']): INodeProperties => ({
	...MORE_FIELDS_FIELD,
	options,
});

export const MORE_MESSAGE_FIELDS = moreFieldsOption([
	{ name: 'Is Unsupported', value: 'is_unsupported' },
	{ name: 'Reactions', value: 'reactions' },
	{ name: 'Reply To', value: 'reply_to' },
	{ name: 'Shares', value: 'shares' },
	{ name: 'Sticker', value: 'sticker' },
	{ name: 'Story', value: 'story' },
	{ name: 'Tags', value: 'tags' },
]);

export const MORE_CONVERSATION_FIELDS = moreFieldsOption([
	{ name: 'Can Reply', value: 'can_reply' },
	{ name: 'Folder', value: 'folder' },
	{ name: 'Is Owner', value: 'is_owner' },
	{ name: 'Link', value: 'link' },
	{ name: 'Message Count', value: 'message_count' },
	{ name: 'Name', value: 'name' },
	{ name: 'Snippet', value: 'snippet' },
	{ name: 'Unread Count', value: 'unread_count' },
]);

/** The parameter `fields`: those that always work, and those that were chosen. */
export function readMoreFields(ctx: IExecuteFunctions, certain: string, itemIndex: number): string {
	return [...new Set([...certain.split(','), ...readTextList({ ctx, itemIndex }, MORE_FIELDS)])].join(',');
}
