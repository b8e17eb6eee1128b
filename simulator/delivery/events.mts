import { lookasideUrl } from '../state/cdnFiles.mts';
import type { Core } from '../state/core.mts';
import { fixture } from '../state/fixtures.mts';
import type { Account, Comment, Conversation, Media, Message } from '../state/model.mts';
import type { WebhookEvent } from './payloads.mts';

/** An event of a thread; sender and recipient as webhooks.md section 3 lists them. */
export function threadEvent(
	core: Core,
	conversation: Conversation,
	given: { field: string; fromAccount: boolean; content: Record<string, unknown>; time?: number },
): WebhookEvent {
	const time = given.time ?? core.clock.now();
	const business = { id: conversation.accountId };
	const person = { id: conversation.igsid };
	return {
		accountId: conversation.accountId,
		field: conversation.standby ? 'standby' : given.field,
		place: conversation.standby ? 'standby' : 'messaging',
		time,
		content: {
			sender: given.fromAccount ? business : person,
			recipient: given.fromAccount ? person : business,
			timestamp: time,
			...given.content,
		},
	};
}

/** The event of a message: text, attachments, replies; `is_echo` for what the account sent itself. */
export function messageEvent(
	core: Core,
	conversation: Conversation,
	message: Message,
	extra: Record<string, unknown> = {},
): WebhookEvent {
	const story = message.replyToStoryId;
	const replyTo =
		story !== undefined
			? {
					story: {
						id: story,
						url: storyUrl(core),
					},
				}
			: message.replyToMid !== undefined
				? { mid: message.replyToMid, is_self_reply: repliesToOwn(conversation, message) }
				: undefined;
	const content: Record<string, unknown> = {
		mid: message.id,
		text: message.text === '' ? undefined : message.text,
		attachments: message.attachments.length === 0 ? undefined : message.attachments,
		reply_to: replyTo,
		is_echo: message.fromAccount ? true : undefined,
		...extra,
	};
	return threadEvent(core, conversation, {
		field: 'messages',
		fromAccount: message.fromAccount,
		content: { message: content },
		time: message.createdAt,
	});
}

/** Where the media of a story lies. */
export function storyUrl(core: Core): string {
	const file = fixture('story.jpg');
	return file === undefined ? '' : lookasideUrl(core, file);
}

function repliesToOwn(conversation: Conversation, message: Message): boolean {
	const parent = conversation.messages.find((one) => one.id === message.replyToMid);
	return parent?.fromAccount === message.fromAccount;
}

/** A message of the account to itself (webhooks.md section 4). */
export function selfMessageEvent(core: Core, account: Account, mid: string, text: string): WebhookEvent {
	const time = core.clock.now();
	return {
		accountId: account.id,
		field: 'messages',
		place: 'messaging',
		time,
		content: {
			sender: { id: account.id },
			recipient: { id: account.selfIgsid },
			timestamp: time,
			message: { mid, text, is_echo: true, is_self: true },
		},
	};
}

/** The content of an edit; the documents print `num_edit` as text (webhooks.md section 4). */
export function editContent(core: Core, mid: string, count: number, text?: string): Record<string, unknown> {
	return { message_edit: { mid, text, num_edit: core.switches.numEdit === 'text' ? String(count) : count } };
}

/** The num_edit 0 notification that stands beside or instead of a message (webhooks.md section 4). */
export function silentEditEvent(core: Core, conversation: Conversation, message: Message): WebhookEvent {
	return threadEvent(core, conversation, {
		field: 'message_edit',
		fromAccount: message.fromAccount,
		content: editContent(core, message.id, 0),
		time: message.createdAt,
	});
}

/**
 * The event of a comment; for an own comment `from.id` is the IG_ID and `self_ig_scoped_id` stands beside it.
 */
export function commentEvent(
	core: Core,
	comment: Comment,
	media: Media,
	adFields: Record<string, unknown> = {},
): WebhookEvent {
	return {
		accountId: comment.accountId,
		field: media.productType === 'LIVE' ? 'live_comments' : 'comments',
		place: 'changes',
		time: comment.timestamp,
		content: {
			from: fromOf(core, comment),
			// "Album ids are never included": the comment id leads to the album.
			media: {
				id: media.mediaType === 'CAROUSEL_ALBUM' ? undefined : media.id,
				media_product_type: media.productType,
				...adFields,
			},
			id: comment.id,
			parent_id: comment.parentId,
			text: comment.text,
		},
	};
}

/** Who wrote a comment, in webhooks and in lists; an own one as the switch spells the account. */
export function fromOf(core: Core, comment: Comment): Record<string, unknown> {
	const { username } = comment;
	if (comment.personId !== undefined) return { id: comment.fromId, username };
	const owner = core.store.accounts.get(comment.accountId);
	switch (core.switches.ownCommentFrom) {
		case 'accountId':
			return { id: comment.fromId, username, self_ig_scoped_id: owner?.selfIgsid };
		case 'appScopedId':
			return { id: owner?.appScopedId, username };
		case 'usernameOnly':
			return { username };
	}
}
