/**
 * Messages, conversations, welcome flows and menus with Simplify: the words of protocol/vocabulary.ts in
 * place of Meta's.
 */
import { isAccount } from '../isAccount';
import { isRecord, parseGraphJson, recordAt, recordsAt, textAt, without, type JsonRecord } from '../json';
import { simplify } from '../simplify';
import type { Account } from '../tokens';
import { inVocabularyOrder, present } from '../vocabulary';
import { timeAtMs } from './reading';

const isConnectedAccount = (participant: JsonRecord, account: Account) =>
	isAccount({ id: textAt(participant, 'id'), username: textAt(participant, 'username') }, account);

const listIn = (record: JsonRecord, key: string) => recordsAt(recordAt(record, key) ?? {}, 'data');

/** For an older message Meta gives only ID and time. */
export function simplifyMessage(message: JsonRecord, account: Account): JsonRecord {
	const rest = without(message, 'from', 'to', 'message', 'created_time', 'attachments', 'reply_to', 'story');
	const from = recordAt(message, 'from');
	const isOwn = from && isConnectedAccount(from, account);
	const person = isOwn === true ? listIn(message, 'to')[0] : from;
	return inVocabularyOrder({
		...simplify(rest),
		...present({
			text: textAt(message, 'message'),
			senderId: from && textAt(from, 'id'),
			senderUsername: from && textAt(from, 'username'),
			personId: person && textAt(person, 'id'),
			isOwn,
			timestamp: isoAt(message, 'created_time'),
			attachments: message.attachments && listIn(message, 'attachments').map(toAttachment),
			replyTo: simplifyReplyTo(message),
		}),
	});
}

function isoAt(record: JsonRecord, key: string): string | undefined {
	const timeMs = timeAtMs(record, key);
	return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}

const FILES = { image_data: 'image', video_data: 'video' } as const;

/** In the shape that the trigger uses for attachments. */
function toAttachment(attachment: JsonRecord): JsonRecord {
	const [key, type] = Object.entries(FILES).find(([name]) => isRecord(attachment[name])) ?? [];
	if (key !== undefined) return present({ type, url: textAt(recordAt(attachment, key) ?? {}, 'url') });
	if (isRecord(attachment.generic_template)) return { type: 'template' };
	const isAudio = textAt(attachment, 'mime_type')?.startsWith('audio/') === true;
	return present({ type: isAudio ? 'audio' : 'file', url: textAt(attachment, 'file_url') });
}

function simplifyReplyTo(message: JsonRecord): JsonRecord | undefined {
	const messageId = textAt(recordAt(message, 'reply_to') ?? {}, 'mid');
	const story = recordAt(recordAt(message, 'story') ?? {}, 'reply_to');
	if (messageId === undefined && story === undefined) return undefined;
	return present({
		messageId,
		storyId: story && textAt(story, 'id'),
		storyUrl: story && textAt(story, 'link'),
	});
}

/** Meta lists the account among the participants; the other one is the person. */
export function simplifyConversation(conversation: JsonRecord, account: Account): JsonRecord {
	const person = listIn(conversation, 'participants').find(
		(participant) => !isConnectedAccount(participant, account),
	);
	return inVocabularyOrder({
		...simplify(without(conversation, 'participants', 'updated_time')),
		...present({
			personId: person && textAt(person, 'id'),
			personUsername: person && textAt(person, 'username'),
			timestamp: isoAt(conversation, 'updated_time'),
		}),
	});
}

/** Meta gives the messages of a flow as JSON inside a text. */
export function simplifyFlow(flow: JsonRecord): JsonRecord {
	const { welcome_message_flow: messages } = flow;
	const parsed = typeof messages === 'string' ? parseGraphJson(messages) : messages;
	return inVocabularyOrder({
		...simplify(without(flow, 'welcome_message_flow', 'last_update_time')),
		...present({
			messages: Array.isArray(parsed) ? parsed.filter(isRecord).map(toFlowMessage) : undefined,
			timestamp: isoAt(flow, 'last_update_time'),
		}),
	});
}

const toFlowMessage = (element: JsonRecord) => simplify(recordAt(element, 'message') ?? element);

/** Ice breakers or a menu as the rows of the panel: one for each question or entry, with its locale. */
export function toRows(groups: readonly JsonRecord[]): JsonRecord[] {
	return groups.flatMap(({ locale, call_to_actions: actions }) =>
		recordsAt({ actions }, 'actions').map((action) => ({ ...simplify(action), locale })),
	);
}
