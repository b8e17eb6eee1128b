/** Who gets a message. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Recipient } from '../../protocol/messages/bodies';
import { fieldOf } from '../../panel/fieldOf';
import { COMMENT_LOCATOR, readCommentId } from '../../panel/locators';
import { readChoice } from '../../panel/parameters';
import { readRecipientId, RECIPIENT_LOCATOR } from '../../panel/people';
import { readRaw } from '../../panel/source';

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

const COMMENT_FIELD: INodeProperties = {
	...COMMENT_LOCATOR,
	description:
		'The comment that is answered privately. Needs the permission Manage Comments. More messages may follow once the person has answered.',
	displayOptions: { show: { recipientType: ['comment'] } },
};

const RECIPIENT_TYPE = fieldOf(RECIPIENT_TYPE_FIELD);

export const RECIPIENT_FIELDS: INodeProperties[] = [
	RECIPIENT_TYPE_FIELD,
	{ ...RECIPIENT_LOCATOR, displayOptions: { show: { recipientType: ['person'] } } },
	COMMENT_FIELD,
];

/** Whether the message answers a comment; for the words of an error, so it never throws. */
export const isPrivateReply = (ctx: IExecuteFunctions, itemIndex: number): boolean =>
	readRaw({ ctx, itemIndex }, RECIPIENT_TYPE) === 'comment';

export function readRecipient(ctx: IExecuteFunctions, itemIndex: number): Recipient {
	const kind = readChoice({ ctx, itemIndex }, RECIPIENT_TYPE, ['person', 'comment'] as const);
	if (kind === 'comment') return { kind, id: readCommentId(ctx, itemIndex) };
	return { kind, id: readRecipientId({ ctx, itemIndex }) };
}
