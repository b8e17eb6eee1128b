/** The field that names a message. */
import type { INodeProperties } from 'n8n-workflow';

export const MESSAGE_ID_FIELD: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3',
	description: 'The message, as the Instagram Trigger gives it in messageId',
};
