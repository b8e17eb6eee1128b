/** The text of a message, alone or above answers and buttons. */
import type { INodeProperties } from 'n8n-workflow';

export const MESSAGE_TEXT_FIELD: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. Thanks for your message!',
	description:
		'At most 1000 bytes: a letter takes 1 byte, an accented one 2, an emoji 4 or more. Above buttons: at most 640 characters.',
	displayOptions: { show: { messageType: ['text', 'quickReplies', 'buttonTemplate'] } },
};
