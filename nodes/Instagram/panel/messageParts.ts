/** Buttons and quick replies as fields of the panel, for messages, menus and welcome flows. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { JsonRecord } from '../protocol/json';
import { quickRepliesProblem, toQuickReply } from '../protocol/messages/templates';
import { fieldOf } from './fieldOf';
import { readRows } from './lists';
import { refuse } from './source';

/** The fields of one button. */
export const BUTTON_VALUES: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. See prices',
		description: 'The text on the button; at most about 20 characters are shown',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Open a Link', value: 'web_url', description: 'Opens a web page' },
			{
				name: 'Send a Postback',
				value: 'postback',
				description: 'Tells the Instagram Trigger that it was tapped',
			},
		],
		default: 'web_url',
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://example.com/prices',
		displayOptions: { show: { type: ['web_url'] } },
	},
	{
		displayName: 'Payload',
		name: 'payload',
		type: 'string',
		default: '',
		placeholder: 'e.g. SHOW_PRICES',
		description: 'What the Instagram Trigger gets when the button is tapped. If empty, the title.',
		displayOptions: { show: { type: ['postback'] } },
	},
];

export const QUICK_REPLIES_FIELD: INodeProperties = {
	displayName: 'Quick Replies',
	name: 'quickReplies',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Quick Reply',
	default: {},
	description:
		'Up to 13 answers to tap. They are shown only on phones, and disappear after the next message.',
	options: [
		{
			displayName: 'Quick Reply',
			name: 'quickReply',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Medium',
					description: 'The text on the reply; Instagram cuts it off after 20 characters',
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					default: '',
					placeholder: 'e.g. SIZE_M',
					description: 'What the Instagram Trigger gets when the reply is tapped. If empty, the title.',
				},
			],
		},
	],
};
const QUICK_REPLIES = fieldOf(QUICK_REPLIES_FIELD);

/**
 * The quick replies of {@link QUICK_REPLIES_FIELD} in Meta's shape; none when nothing was added.
 * @throws UserFixableError for more than 13, or one without a title
 */
export function readOptionalQuickReplies(ctx: IExecuteFunctions, itemIndex: number): JsonRecord[] {
	const replies = readRows({ ctx, itemIndex }, QUICK_REPLIES, 'quickReply').map(toQuickReply);
	const problem = replies.length === 0 ? undefined : quickRepliesProblem(replies);
	return problem === undefined ? replies : refuse(QUICK_REPLIES, problem);
}

/** {@link readOptionalQuickReplies}, of which there must be at least one. */
export function readQuickReplies(ctx: IExecuteFunctions, itemIndex: number): JsonRecord[] {
	const replies = readOptionalQuickReplies(ctx, itemIndex);
	return replies.length > 0 ? replies : refuse(QUICK_REPLIES, 'is empty; add at least one');
}
