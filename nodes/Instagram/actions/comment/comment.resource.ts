import type { Resource } from '../../run/operation';
import { createComment } from './create.operation';
import { deleteComment } from './delete.operation';
import { getComment } from './get.operation';
import { getManyComments } from './getMany.operation';
import { getReplies } from './getReplies.operation';
import { hideComment } from './hide.operation';
import { replyToComment } from './reply.operation';
import { replyToMention } from './replyToMention.operation';
import { sendPrivateReply } from './sendPrivateReply.operation';
import { unhideComment } from './unhide.operation';

export const comment: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Comment on post of connected account',
				description: 'Write a comment under a post or reel of the connected account',
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete comment on post of connected account',
				description: 'Delete any comment under a post of the connected account',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get comment',
				description: 'Get a comment or a reply',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many comments on post',
				description: 'Get the comments under a post or reel, newest first',
			},
			{
				name: 'Get Replies',
				value: 'getReplies',
				action: 'Get replies to comment',
				description: 'Get the replies under a comment, newest first',
			},
			{
				name: 'Hide',
				value: 'hide',
				action: 'Hide comment from everybody but its writer',
				description: 'Hide a comment from everybody but its writer; own comments always stay visible',
			},
			{
				name: 'Reply',
				value: 'reply',
				action: 'Reply publicly to comment',
				description: 'Write a public reply under a comment',
			},
			{
				name: 'Reply to Mention',
				value: 'replyToMention',
				action: 'Reply to mention in post or comment of somebody else',
				description: 'Write a comment where somebody mentioned the account in a caption or a comment',
			},
			{
				name: 'Send Private Reply',
				value: 'sendPrivateReply',
				action: 'Send one direct message to writer of comment within 7 days',
				description: 'Send one direct message to the writer of a comment',
			},
			{
				name: 'Unhide',
				value: 'unhide',
				action: 'Unhide comment',
				description: 'Show a hidden comment again',
			},
		],
		default: 'getMany',
	},
	operations: {
		create: createComment,
		delete: deleteComment,
		get: getComment,
		getMany: getManyComments,
		getReplies,
		hide: hideComment,
		reply: replyToComment,
		replyToMention,
		sendPrivateReply,
		unhide: unhideComment,
	},
};
