/** The fields of Message: Send. */
import type { INodeProperties } from 'n8n-workflow';

import { additionalFields } from '../../panel/collections';
import { MEDIA_LOCATOR } from '../../panel/locators';
import { QUICK_REPLIES_FIELD } from '../../panel/messageParts';
import { ATTACHMENT_FIELDS } from './attachments';
import { MESSAGE_TEXT_FIELD } from './textField';
import { RECIPIENT_FIELDS } from './recipient';
import { TEMPLATE_FIELDS } from './templates';

export const MESSAGE_TYPES = [
	'text',
	'image',
	'audio',
	'video',
	'file',
	'sticker',
	'post',
	'quickReplies',
	'genericTemplate',
	'buttonTemplate',
] as const;

export const MESSAGE_TYPE_FIELD: INodeProperties = {
	displayName: 'Message Type',
	name: 'messageType',
	type: 'options',
	options: [
		{ name: 'Audio', value: 'audio', description: 'A sound file: AAC, M4A, WAV or MP4' },
		{
			name: 'Button Template',
			value: 'buttonTemplate',
			description: 'A text with 1 to 3 buttons; phones only',
		},
		{ name: 'File', value: 'file', description: 'A PDF document' },
		{
			name: 'Generic Template',
			value: 'genericTemplate',
			description: 'Up to 10 cards with image, text and buttons; phones only',
		},
		{ name: 'Image', value: 'image', description: '1 to 10 photos' },
		{ name: 'Post', value: 'post', description: 'A post of the connected account' },
		{
			name: 'Quick Replies',
			value: 'quickReplies',
			description: 'A text with up to 13 answers to tap; phones only',
		},
		{ name: 'Sticker', value: 'sticker', description: 'A heart' },
		{ name: 'Text', value: 'text', description: 'A text; links are allowed' },
		{ name: 'Video', value: 'video', description: 'A video file: MP4, MOV, OGG, AVI or WebM' },
	],
	default: 'text',
	description: 'What is sent',
};

export const REPLY_TO_FIELD: INodeProperties = {
	displayName: 'Reply to Message ID',
	name: 'replyTo',
	type: 'string',
	default: '',
	placeholder: 'e.g. aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3',
	description: 'The message that this one answers, shown above it',
};

export const SPLIT_LONG_TEXT_FIELD: INodeProperties = {
	displayName: 'Split Long Text',
	name: 'splitLongText',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a text of more than 1000 bytes as several messages, cut at sentence ends. Not available for private replies, which are one message.',
	displayOptions: { show: { '/messageType': ['text'] } },
};

export const HUMAN_AGENT_FIELD: INodeProperties = {
	displayName: 'Written by a Person',
	name: 'humanAgent',
	type: 'boolean',
	default: false,
	description:
		'Whether to use the HUMAN_AGENT tag, which allows an answer up to 7 days after the last message from the person. Meta allows it only for answers written by people, never for automatic ones, and only for apps with the reviewed feature "Human Agent".',
};

export const SEND_FIELDS: INodeProperties[] = [
	...RECIPIENT_FIELDS,
	MESSAGE_TYPE_FIELD,
	MESSAGE_TEXT_FIELD,
	{
		...QUICK_REPLIES_FIELD,
		default: { quickReply: [{ title: '', payload: '' }] },
		displayOptions: { show: { messageType: ['quickReplies'] } },
	},
	...ATTACHMENT_FIELDS,
	{ ...MEDIA_LOCATOR, displayOptions: { show: { messageType: ['post'] } } },
	...TEMPLATE_FIELDS,
	additionalFields([REPLY_TO_FIELD, SPLIT_LONG_TEXT_FIELD, HUMAN_AGENT_FIELD]),
];
