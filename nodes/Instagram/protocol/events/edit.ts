/**
 * `message_edit`. Documented: the new text, and `num_edit` of at least 1 (printed as text). Measured:
 * `num_edit` 0 without text, at times without sender, as the announcement of a new message, whose text is
 * then read by its id (trigger/messageText).
 */
import { numberAt, recordAt, textAt } from '../json';
import type { EventKind } from './kind';
import { readParticipants } from './participants';

export const MESSAGE_EDIT: EventKind = {
	field: 'message_edit',
	name: 'Message Edit',
	description: 'A person changes a message they have sent',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['message_edit'],
	hasText: true,
	hasMedia: false,
	messagingKeys: ['message_edit'],
	read: (content) => {
		const edit = recordAt(content, 'message_edit') ?? {};
		return {
			...readParticipants(content),
			messageId: textAt(edit, 'mid'),
			text: textAt(edit, 'text'),
			numEdit: numberAt(edit, 'num_edit'),
		};
	},
	identify: (content) => {
		const edit = recordAt(content, 'message_edit') ?? {};
		const [messageId, numEdit] = [textAt(edit, 'mid'), textAt(edit, 'num_edit')];
		// without a number only text and time tell two edits of a message apart
		return messageId === undefined || numEdit === undefined ? undefined : `${messageId} ${numEdit}`;
	},
};
