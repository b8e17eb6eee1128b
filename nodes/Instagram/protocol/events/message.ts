/**
 * `messages`: text, attachments, answers to messages and stories, taps on quick replies, deleted and
 * unsupported messages, and echoes of what the account sent (Meta: "Instagram webhooks, examples"; attachment
 * payloads: "Webhooks reference").
 */
import { isRecord, recordAt, recordsAt, textAt, type JsonRecord } from '../json';
import type { EventKind, ReadContent } from './kind';
import { readParticipants, readReferral } from './participants';
import type { SimplifiedAttachment, SimplifiedReplyTo } from './simplified';

export const MESSAGES: EventKind = {
	field: 'messages',
	name: 'Message',
	description: 'A person writes to the account: text, photo, story reply, story mention, shared post',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['messages'],
	hasText: true,
	hasMedia: false,
	messagingKeys: ['message'],
	read: readMessage,
	// a deletion comes with the id of the message it deletes
	identify(content) {
		const message = recordAt(content, 'message') ?? {};
		const messageId = textAt(message, 'mid');
		return messageId !== undefined && message.is_deleted === true ? `${messageId} deleted` : messageId;
	},
	isOwn: (content) => {
		const message = recordAt(content, 'message') ?? {};
		return message.is_echo === true || message.is_self === true;
	},
};

function readMessage(content: JsonRecord): ReadContent {
	const message = recordAt(content, 'message') ?? {};
	const { senderId, recipientId } = readParticipants(content);
	// no spreads: a delivery may hold a thousand messages
	return {
		senderId,
		recipientId,
		messageId: textAt(message, 'mid'),
		text: textAt(message, 'text'),
		attachments: recordsAt(message, 'attachments').map(readDeliveredAttachment),
		replyTo: readReplyTo(message),
		quickReplyPayload: textAt(recordAt(message, 'quick_reply') ?? {}, 'payload'),
		referral: readReferral(message),
		deleted: message.is_deleted === true || undefined,
		isUnsupported: message.is_unsupported === true || undefined,
	};
}

/** The keys of a payload differ by type: posts, reels and stories each have their own. */
function readDeliveredAttachment(attachment: JsonRecord): SimplifiedAttachment {
	const payload = recordAt(attachment, 'payload') ?? {};
	return {
		type: textAt(attachment, 'type') ?? 'unknown',
		url: textAt(payload, 'url') ?? textAt(payload, 'story_media_url') ?? textAt(attachment, 'url'),
		mediaId: firstText(payload, ['ig_post_media_id', 'reel_video_id', 'story_media_id']),
		title: textAt(payload, 'title'),
	};
}

function firstText(record: JsonRecord, keys: readonly string[]): string | undefined {
	return keys.map((key) => textAt(record, key)).find((text) => text !== undefined);
}

function readReplyTo(message: JsonRecord): SimplifiedReplyTo | undefined {
	const replyTo = recordAt(message, 'reply_to');
	if (!replyTo) return undefined;
	const story = recordAt(replyTo, 'story');
	if (isRecord(story)) {
		return {
			storyId: textAt(story, 'id'),
			storyUrl: textAt(story, 'url'),
			linkStickerUrl: textAt(story, 'link_sticker_url'),
		};
	}
	return {
		messageId: textAt(replyTo, 'mid'),
		...(typeof replyTo.is_self_reply === 'boolean' && { isSelfReply: replyTo.is_self_reply }),
	};
}
