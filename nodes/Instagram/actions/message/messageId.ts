/** The field that names a message. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../panel/fieldOf';

export const MESSAGE_ID_FIELD: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3',
	description: 'The message, as the Instagram Trigger gives it in messageId',
};
export const MESSAGE_ID = fieldOf(MESSAGE_ID_FIELD);
