import type { Core } from './core.mts';
import type { Conversation, Message, MessageAttachment } from './model.mts';
import { DAY_MS } from './tokens.mts';

export interface NewMessage {
	fromAccount: boolean;
	text?: string;
	attachments?: MessageAttachment[];
	replyToMid?: string;
	replyToStoryId?: string;
	quickReplies?: unknown[];
	template?: unknown;
	tag?: string;
	unsupported?: boolean;
	at?: number;
}

/** Puts a message into a thread; one from the person opens the 24 h window and counts as consent. */
export function addMessage(core: Core, conversation: Conversation, given: NewMessage): Message {
	const now = given.at ?? core.clock.now();
	const message: Message = {
		id: core.ids.mid(),
		conversationId: conversation.id,
		fromAccount: given.fromAccount,
		text: given.text,
		attachments: given.attachments ?? [],
		createdAt: now,
		replyToMid: given.replyToMid,
		replyToStoryId: given.replyToStoryId,
		quickReplies: given.quickReplies,
		template: given.template,
		tag: given.tag,
		unsupported: given.unsupported,
		deleted: false,
	};
	conversation.messages.push(message);
	conversation.updatedAt = now;
	core.store.put(message.id, { kind: 'message', message, conversation });
	if (given.fromAccount) conversation.folder = 'inbox';
	else touchedByPerson(core, conversation, now);
	return message;
}

/** Message, postback, ice breaker, menu tap, story reply: all open the window (messaging.md section 3). */
export function touchedByPerson(core: Core, conversation: Conversation, at = core.clock.now()): void {
	conversation.lastUserActionAt = at;
	conversation.consent = true;
	conversation.updatedAt = at;
	conversation.unreadCount++;
}

/** Age of the person's last action: within 24 h the standard window is open. */
export function windowAgeMs(core: Core, conversation: Conversation | undefined): number {
	const last = conversation?.lastUserActionAt;
	return last === undefined ? Number.POSITIVE_INFINITY : core.clock.now() - last;
}

export const STANDARD_WINDOW_MS = DAY_MS;
export const HUMAN_AGENT_WINDOW_MS = 7 * DAY_MS;
