import { fixture } from '../state/fixtures.mts';
import { lookasideUrl } from '../state/cdnFiles.mts';
import type { Core } from '../state/core.mts';
import type { Account, Conversation, Media, Message, MessageAttachment, Person } from '../state/model.mts';
import { conversationOf } from '../state/people.mts';
import { addMessage, touchedByPerson } from '../state/threads.mts';
import type { Sent } from './actors.mts';
import type { Dispatcher } from '../delivery/dispatcher.mts';
import { editContent, messageEvent, selfMessageEvent, threadEvent } from '../delivery/events.mts';
import type { WebhookEvent } from '../delivery/payloads.mts';

/** The other things people do in a thread, with the payloads of webhooks.md section 4. */
export interface InThread {
	from: Person;
	to: Account;
}

interface Hands {
	core: Core;
	dispatcher: Dispatcher;
}

async function tell({ dispatcher }: Hands, account: Account, event: WebhookEvent, mid = ''): Promise<Sent> {
	if (!account.messagesAllowed) return { mid, delivery: undefined };
	const deliveries = await dispatcher.dispatch(event);
	return { mid, delivery: deliveries[0] };
}

function messageOf(conversation: Conversation, mid: string): Message {
	const message = conversation.messages.find((one) => one.id === mid);
	if (message === undefined) throw new Error(`no message ${mid} in this thread`);
	return message;
}

/**
 * A tapped button, ice breaker or menu item; opens the window. On first contact it may carry the referral.
 */
export function postback(
	hands: Hands,
	given: InThread & {
		title: string;
		payload: string;
		mid?: string;
		referral?: Record<string, unknown>;
		self?: boolean;
	},
): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.from, given.to);
	touchedByPerson(hands.core, conversation);
	const mid = given.mid ?? hands.core.ids.mid();
	const content = {
		postback: { mid, title: given.title, payload: given.payload, referral: given.referral },
		is_self: given.self === true ? true : undefined,
	};
	const event = threadEvent(hands.core, conversation, {
		field: 'messaging_postbacks',
		fromAccount: false,
		content,
	});
	return tell(hands, given.to, event, mid);
}

const KNOWN_REACTIONS: Record<string, string> = { '\u2764\ufe0f': 'love', '\u2764': 'love' };

/** A reaction; without emoji it is taken back. Emojis other than the heart come as `other`. */
export function react(hands: Hands, given: InThread & { mid: string; emoji?: string }): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.from, given.to);
	const message = messageOf(conversation, given.mid);
	const { emoji } = given;
	message.reaction = { ...message.reaction, byPerson: emoji };
	const reaction =
		emoji === undefined
			? { mid: given.mid, action: 'unreact' }
			: { mid: given.mid, action: 'react', reaction: KNOWN_REACTIONS[emoji] ?? 'other', emoji };
	const event = threadEvent(hands.core, conversation, {
		field: 'message_reactions',
		fromAccount: false,
		content: { reaction },
	});
	return tell(hands, given.to, event, given.mid);
}

/** The person has read up to a message of the account. */
export function seen(hands: Hands, given: InThread & { mid?: string }): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.from, given.to);
	const last = conversation.messages.filter((one) => one.fromAccount).pop();
	const mid = given.mid ?? last?.id ?? '';
	const event = threadEvent(hands.core, conversation, {
		field: 'messaging_seen',
		fromAccount: false,
		content: { read: { mid } },
	});
	return tell(hands, given.to, event, mid);
}

/** An edited message; documented events have num_edit >= 1 and the text. */
export function edit(
	hands: Hands,
	given: InThread & { mid: string; text: string; numEdit?: number },
): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.from, given.to);
	messageOf(conversation, given.mid).text = given.text;
	const content = editContent(hands.core, given.mid, given.numEdit ?? 1, given.text);
	const event = threadEvent(hands.core, conversation, { field: 'message_edit', fromAccount: false, content });
	return tell(hands, given.to, event, given.mid);
}

/** The person takes a message back. */
export function unsend(hands: Hands, given: InThread & { mid: string }): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.from, given.to);
	messageOf(conversation, given.mid).deleted = true;
	const content = { message: { mid: given.mid, is_deleted: true } };
	return tell(
		hands,
		given.to,
		threadEvent(hands.core, conversation, { field: 'messages', fromAccount: false, content }),
		given.mid,
	);
}

/** An ig.me link opened in an existing thread. */
export function referral(hands: Hands, given: InThread & { ref: string; source?: string }): Promise<Sent> {
	if (hands.core.store.conversation(given.to.id, given.from.id) === undefined) {
		throw new Error(
			'messaging_referral fires only in an existing thread; on first contact use postback with referral',
		);
	}
	const conversation = conversationOf(hands.core, given.from, given.to);
	touchedByPerson(hands.core, conversation);
	const content = {
		referral: { ref: given.ref, source: given.source ?? 'IGME-SOURCE-LINK', type: 'OPEN_THREAD' },
	};
	return tell(
		hands,
		given.to,
		threadEvent(hands.core, conversation, { field: 'messaging_referral', fromAccount: false, content }),
	);
}

/** No Instagram payload is documented: Messenger's shape, or whatever is given. */
export function optin(hands: Hands, given: InThread & { optin?: Record<string, unknown> }): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.from, given.to);
	const content = { optin: given.optin ?? { type: 'notification_messages', payload: 'PAYLOAD' } };
	return tell(
		hands,
		given.to,
		threadEvent(hands.core, conversation, { field: 'messaging_optins', fromAccount: false, content }),
	);
}

/** Legacy handover events; the thread then belongs, or not, to another app. */
export function handover(
	hands: Hands,
	given: InThread & {
		kind: 'pass_thread_control' | 'take_thread_control' | 'request_thread_control' | 'app_roles';
		content?: Record<string, unknown>;
	},
): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.from, given.to);
	const apps = {
		previous_owner_app_id: hands.core.ids.app(),
		new_owner_app_id: hands.core.ids.app(),
		metadata: '',
	};
	const content = { [given.kind]: given.content ?? apps };
	return tell(
		hands,
		given.to,
		threadEvent(hands.core, conversation, { field: 'messaging_handover', fromAccount: false, content }),
	);
}

/** The account writes from the Instagram app: only the echo tells. */
export function sendFromInstagramApp(
	hands: Hands,
	given: { from: Account; to: Person; text?: string; attachments?: MessageAttachment[] },
): Promise<Sent> {
	const conversation = conversationOf(hands.core, given.to, given.from);
	const message = addMessage(hands.core, conversation, { ...given, fromAccount: true });
	return tell(hands, given.from, messageEvent(hands.core, conversation, message), message.id);
}

/** A message of the account to itself: `is_echo` and `is_self`. */
export function selfMessage(hands: Hands, given: { account: Account; text: string }): Promise<Sent> {
	const mid = hands.core.ids.mid();
	return tell(hands, given.account, selfMessageEvent(hands.core, given.account, mid, given.text), mid);
}

/** Attachment of a DM with real bytes behind its lookaside URL. */
export function attachmentOf(core: Core, type: string, fixtureName: string): MessageAttachment {
	const file = fixture(fixtureName);
	if (file === undefined) throw new Error(`no fixture file ${fixtureName}`);
	return { type, payload: { url: lookasideUrl(core, file) } };
}

/** A shared post or reel, in the current or the legacy form. */
export function sharedPost(core: Core, media: Media): MessageAttachment {
	const { payload } = attachmentOf(core, 'image', 'photo.jpg');
	const url = payload?.['url'];
	if (core.switches.sharedPost === 'share') return { type: 'share', payload: { url } };
	if (media.productType === 'REELS')
		return { type: 'ig_reel', payload: { reel_video_id: media.id, title: media.caption, url } };
	if (media.productType === 'STORY')
		return { type: 'ig_story', payload: { story_media_id: media.id, story_media_url: url } };
	return { type: 'ig_post', payload: { ig_post_media_id: media.id, title: media.caption, url } };
}
