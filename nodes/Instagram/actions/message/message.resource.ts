import type { Resource } from '../../run/operation';
import { getMessage } from './get.operation';
import { react } from './react.operation';
import { removeReaction } from './removeReaction.operation';
import { sendMessage } from './send.operation';
import { sendAction } from './sendAction.operation';
import { sendAndWait } from './sendAndWait.operation';
import { uploadAttachment } from './uploadAttachment.operation';

export const message: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get one of 20 newest messages of conversation',
				description: 'Get one of the 20 newest messages of a conversation',
			},
			{
				name: 'React',
				value: 'react',
				action: 'React to message with heart or emoji',
				description: 'React to a message of a person with a heart or an emoji',
			},
			{
				name: 'Remove Reaction',
				value: 'removeReaction',
				action: 'Remove own reaction from message',
				description: 'Remove your reaction from a message',
			},
			{
				name: 'Send',
				value: 'send',
				action: 'Send direct message to person who wrote within 24 hours',
				description:
					'Send a direct message to a person who has written to the account, or answer a comment privately',
			},
			{
				name: 'Send Action',
				value: 'sendAction',
				action: 'Show person typing or seen',
				description: 'Show the person that somebody is typing, or that the message was seen',
			},
			{
				name: 'Send and Wait for Response',
				value: 'sendAndWait',
				action: 'Send direct message and wait for decision',
				description: 'Send a question with buttons and wait until the person has approved or declined',
			},
			{
				name: 'Upload Attachment',
				value: 'uploadAttachment',
				action: 'Upload attachment for messages',
				description: 'Upload a file once, to send it many times by its attachment ID',
			},
		],
		default: 'send',
	},
	operations: {
		get: getMessage,
		react,
		removeReaction,
		send: sendMessage,
		sendAction,
		sendAndWait,
		uploadAttachment,
	},
};
