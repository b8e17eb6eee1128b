/**
 * Fields that name a media, a comment or a conversation: chosen from a list, by ID, or by link. The lists are
 * there to help; an ID always works, also from an expression.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { looksLikeLink, parseCommentLink, parseMediaLink } from '../protocol/media/links';
import type { Run } from '../run/operation';
import { fieldOf } from './fieldOf';
import { findMediaByLink } from './findMediaByLink';
import { checkInstagramId, readLocator } from './parameters';
import { refuse } from './source';

export const MEDIA_LOCATOR: INodeProperties = {
	displayName: 'Post',
	name: 'mediaId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A post, reel or story of the connected account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a post…',
			typeOptions: { searchListMethod: 'searchMedia', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 17895695668004550' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://instagram.com/p/CxYzAbCdEfG/',
		},
	],
};
const MEDIA = fieldOf(MEDIA_LOCATOR);

/** For media of somebody else, which cannot be listed with one's own or found by their link. */
export const MENTIONED_MEDIA_LOCATOR: INodeProperties = {
	...MEDIA_LOCATOR,
	description: 'The post in which the account is mentioned, as the Instagram Trigger gives it in mediaId',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a post…',
			typeOptions: { searchListMethod: 'searchTaggedMedia', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 17895695668004550' },
	],
};

export const COMMENT_LOCATOR: INodeProperties = {
	displayName: 'Comment',
	name: 'commentId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A comment or a reply, as the Instagram Trigger gives it in commentId',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a comment…',
			typeOptions: { searchListMethod: 'searchComments', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 17870913679156914' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://instagram.com/p/CxYzAbCdEfG/c/17870913679156914/',
		},
	],
};
const COMMENT = fieldOf(COMMENT_LOCATOR);

export const CONVERSATION_LOCATOR: INodeProperties = {
	displayName: 'Conversation',
	name: 'conversationId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The conversation of the connected account with a person',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a conversation…',
			typeOptions: { searchListMethod: 'searchConversations', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. aWdfZAG06MTpJR01lc3NhZA2VUaHJlYWQ6',
		},
	],
};
const CONVERSATION = fieldOf(CONVERSATION_LOCATOR);

/**
 * The ID of an item's media. A link is looked up among the media of the account.
 * @throws UserFixableError when it is neither an ID nor a link, or the account has no such media
 */
export async function readMediaId({ ctx, graph }: Run, itemIndex: number): Promise<string> {
	const text = readLocator({ ctx, itemIndex }, MEDIA);
	if (!looksLikeLink(text)) return checkInstagramId(MEDIA, text);
	const link = parseMediaLink(text);
	if (!link)
		return refuse(
			MEDIA,
			`is not a link to a post, reel or story: ${text.slice(0, 100)}`,
			'Use a link with /p/ or /reel/ in it. A link with /share/ does not say which post it leads to: open it in a browser and copy the address from there.',
		);
	const id = await findMediaByLink(graph, link);
	if (id !== undefined) return id;
	const name = graph.account.username === undefined ? 'the connected account' : `@${graph.account.username}`;
	return refuse(
		MEDIA,
		`was not found: ${name} has no such ${link.kind} (${text.slice(0, 100)})`,
		'Only the 10,000 newest posts of the connected account, and stories of the last 24 hours, can be found by their link.',
	);
}

/** The ID of a media that may belong to somebody else. */
export function readForeignMediaId(ctx: IExecuteFunctions, itemIndex: number): string {
	return checkInstagramId(MEDIA, readLocator({ ctx, itemIndex }, MEDIA));
}

/** The ID of an item's comment. */
export function readCommentId(ctx: IExecuteFunctions, itemIndex: number): string {
	const text = readLocator({ ctx, itemIndex }, COMMENT);
	if (!looksLikeLink(text)) return checkInstagramId(COMMENT, text);
	return (
		parseCommentLink(text) ??
		refuse(COMMENT, 'is not a link to a comment', 'Such a link ends in /c/ and the ID of the comment.')
	);
}

/** The ID of an item's conversation: letters, digits, - and _. */
export function readConversationId(ctx: IExecuteFunctions, itemIndex: number): string {
	const text = readLocator({ ctx, itemIndex }, CONVERSATION);
	return /^[\w=-]+$/.test(text) ? text : refuse(CONVERSATION, `must be an ID, not "${text.slice(0, 40)}"`);
}
