import type { Core } from '../state/core.mts';
import type { Account, Comment, Media, MessageAttachment, Person } from '../state/model.mts';
import { conversationOf } from '../state/people.mts';
import { addComment } from '../state/posts.mts';
import { addMessage } from '../state/threads.mts';
import type { Delivery, Dispatcher } from '../delivery/dispatcher.mts';
import { commentEvent, messageEvent, silentEditEvent } from '../delivery/events.mts';
import type { WebhookEvent } from '../delivery/payloads.mts';

/** What a person does on the other side, and the webhooks it causes. */
export interface DirectMessage {
	from: Person;
	to: Account;
	text?: string;
	/** As in the webhook: `{type:'image', payload:{url}}`. */
	attachments?: MessageAttachment[];
	/** mid of the message this one answers. */
	replyToMid?: string;
	/** Media id of the account's story this one answers. */
	replyToStoryId?: string;
	/** A tapped quick reply. */
	quickReplyPayload?: string;
	/** Click-to-DM ad or ig.me link. */
	referral?: Record<string, unknown>;
	unsupported?: boolean;
}

export interface Sent {
	mid: string;
	/** Undefined when nobody is subscribed. */
	delivery: Delivery | undefined;
}

export async function sendDirectMessage(
	core: Core,
	dispatcher: Dispatcher,
	given: DirectMessage,
): Promise<Sent> {
	const conversation = conversationOf(core, given.from, given.to);
	const message = addMessage(core, conversation, {
		fromAccount: false,
		text: given.text,
		attachments: given.attachments,
		replyToMid: given.replyToMid,
		replyToStoryId: given.replyToStoryId,
		unsupported: given.unsupported,
	});
	// "Allow access to messages" is off: the DM exists, the app hears nothing (webhooks.md section 6).
	if (!given.to.messagesAllowed) return { mid: message.id, delivery: undefined };
	const event = messageEvent(core, conversation, message, {
		quick_reply: given.quickReplyPayload === undefined ? undefined : { payload: given.quickReplyPayload },
		referral: given.referral,
		is_unsupported: given.unsupported === true ? true : undefined,
	});
	const events: WebhookEvent[] = [];
	if (core.switches.messageEdit0 !== 'off') events.push(silentEditEvent(core, conversation, message));
	if (core.switches.messageEdit0 !== 'instead') events.push(event);
	const deliveries = await Promise.all(events.map((one) => dispatcher.dispatch(one)));
	return { mid: message.id, delivery: deliveries[deliveries.length - 1]?.[0] };
}

export interface CommentGiven {
	from: Person | Account;
	media?: Media;
	mediaId?: string;
	/** Absent for a GIF or sticker comment. */
	text?: string;
	parentId?: string;
	/** Extra keys of `value.media` for a comment on an ad: `ad_id`, `ad_title`, `original_media_id`. */
	ad?: Record<string, unknown>;
}

export interface Commented {
	id: string;
	comment: Comment;
	delivery: Delivery | undefined;
}

export async function comment(core: Core, dispatcher: Dispatcher, given: CommentGiven): Promise<Commented> {
	const media = given.media ?? core.store.media(given.mediaId ?? '');
	if (media === undefined) throw new Error(`no media ${given.mediaId ?? ''}`);
	if (!media.commentEnabled) throw new Error(`comments are off on media ${media.id}`);
	const { from, text, parentId, ad } = given;
	const made = addComment(core, { from, media, text, parentId, onAd: ad !== undefined });
	const deliveries = await dispatcher.dispatch(commentEvent(core, made, media, ad));
	return { id: made.id, comment: made, delivery: deliveries[0] };
}
