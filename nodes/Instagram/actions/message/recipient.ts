/** Who gets a message. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Recipient } from '../../protocol/messages/bodies';
import { fieldOf } from '../../panel/fieldOf';
import { readChoice, readInstagramId } from '../../panel/parameters';

const RECIPIENT_TYPE_FIELD: INodeProperties = {
	displayName: 'Send To',
	name: 'recipientType',
	type: 'options',
	options: [
		{
			name: 'Commenter (Private Reply)',
			value: 'comment',
			description: 'The writer of a comment: one message per comment, within 7 days',
		},
		{ name: 'Person', value: 'person', description: 'Somebody who has written to the account' },
	],
	default: 'person',
};

const COMMENT_ID_FIELD: INodeProperties = {
	displayName: 'Comment ID',
	name: 'commentId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 17870913679156914',
	description:
		'The comment that is answered privately. Needs the permission Manage Comments. More messages may follow once the person has answered.',
	displayOptions: { show: { recipientType: ['comment'] } },
};

const RECIPIENT_TYPE = fieldOf(RECIPIENT_TYPE_FIELD);
const COMMENT_ID = fieldOf(COMMENT_ID_FIELD);

/** The person, in operations that take no comment instead. */
export const RECIPIENT_ID_FIELD: INodeProperties = {
	displayName: 'Recipient ID',
	name: 'recipientId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1234567890123456',
	description:
		'The Instagram-scoped ID (IGSID) of the person, as the Instagram Trigger gives it in senderId. The account may write within 24 hours after the last message from the person.',
};
const RECIPIENT_ID = fieldOf(RECIPIENT_ID_FIELD);

export const RECIPIENT_FIELDS: INodeProperties[] = [
	RECIPIENT_TYPE_FIELD,
	{ ...RECIPIENT_ID_FIELD, displayOptions: { show: { recipientType: ['person'] } } },
	COMMENT_ID_FIELD,
];

export function readRecipient(ctx: IExecuteFunctions, itemIndex: number): Recipient {
	const kind = readChoice({ ctx, itemIndex }, RECIPIENT_TYPE, ['person', 'comment'] as const);
	if (kind === 'comment') return { kind, id: readInstagramId({ ctx, itemIndex }, COMMENT_ID) };
	return { kind, id: readRecipientId(ctx, itemIndex) };
}

export function readRecipientId(ctx: IExecuteFunctions, itemIndex: number): string {
	return readInstagramId({ ctx, itemIndex }, RECIPIENT_ID);
}
