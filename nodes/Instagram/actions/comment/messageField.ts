/** The text of a comment. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from '../../panel/fieldOf';

export const COMMENT_TEXT_FIELD: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. Thank you!',
};
export const COMMENT_TEXT = fieldOf(COMMENT_TEXT_FIELD);
