import { invalidParameter } from '../state/errors.mts';
import type { GraphError } from '../state/envelope.mts';
import { isRecord } from '../state/json.mts';
import type { MessageAttachment } from '../state/model.mts';
import { fetchAttachment, knownAttachment } from './attachments.mts';
import type { GraphCall } from './context.mts';
import { readTemplate } from './templates.mts';

/** What `message` holds, after the limits of messaging.md section 2. */
export interface MessageBody {
	text?: string;
	attachments: MessageAttachment[];
	quickReplies?: unknown[];
	template?: unknown;
	/** Sends with audio or video have a limit of their own. */
	heavy: boolean;
}

const TEXT_BYTES = 1000;
const IMAGES = 10;
const QUICK_REPLIES = 13;
const QUICK_REPLY_TITLE = 20;
const QUICK_REPLY_PAYLOAD = 1000;

/**
 * The generic answer to a body that breaks a limit; the exact texts are not recorded (messaging.md section
 * 12).
 */
export function invalidMessage(): GraphError {
	return invalidParameter('Invalid message data', 2534015);
}

export async function readMessage(call: GraphCall, message: Record<string, unknown>): Promise<MessageBody> {
	const attachment = message['attachment'] ?? message['attachments'];
	const text = message['text'];
	if (message['attachment'] !== undefined && message['attachments'] !== undefined) throw invalidMessage();
	if ((text === undefined) === (attachment === undefined)) throw invalidMessage();
	const body: MessageBody = { attachments: [], heavy: false };
	if (text !== undefined) {
		if (typeof text !== 'string' || text === '' || Buffer.byteLength(text, 'utf8') > TEXT_BYTES)
			throw invalidMessage();
		body.text = text;
	} else {
		await readAttachments(call, attachment, body);
	}
	if (message['quick_replies'] !== undefined)
		body.quickReplies = readQuickReplies(message['quick_replies'], body);
	return body;
}

/** One object (documented and used in production), or an array of 1 to 10 images. */
async function readAttachments(call: GraphCall, given: unknown, body: MessageBody): Promise<void> {
	const list: unknown[] = Array.isArray(given) ? given : [given];
	if (list.length === 0 || list.length > IMAGES) throw invalidMessage();
	for (const item of list) {
		if (!isRecord(item) || typeof item['type'] !== 'string') throw invalidMessage();
		if (Array.isArray(given) && list.length > 1 && item['type'] !== 'image') throw invalidMessage();
		await readAttachment(call, item['type'], isRecord(item['payload']) ? item['payload'] : {}, body);
	}
}

async function readAttachment(
	call: GraphCall,
	type: string,
	payload: Record<string, unknown>,
	body: MessageBody,
): Promise<void> {
	switch (type) {
		case 'like_heart':
			body.attachments.push({ type: 'like_heart' });
			return;
		case 'MEDIA_SHARE':
			body.attachments.push(sharedMedia(call, payload));
			return;
		case 'template':
			body.template = readTemplate(payload);
			body.attachments.push({ type: 'template', payload: { generic: body.template } });
			return;
		case 'image':
		case 'audio':
		case 'video':
		case 'file':
			body.heavy ||= type === 'audio' || type === 'video';
			body.attachments.push(
				payload['attachment_id'] === undefined
					? await fetchAttachment(call, type, payload['url'])
					: knownAttachment(call, type, payload['attachment_id']),
			);
			return;
		default:
			throw invalidMessage();
	}
}

/** Only own media can be shared. */
function sharedMedia(call: GraphCall, payload: Record<string, unknown>): MessageAttachment {
	const id = payload['id'];
	const media = typeof id === 'string' ? call.core.store.media(id) : undefined;
	if (media === undefined || media.accountId !== call.caller.account.id || media.parentId !== undefined)
		throw invalidMessage();
	return { type: 'share', payload: { url: `https://www.instagram.com/p/${media.shortcode}/` } };
}

/** Titles are truncated; contact-information replies are dropped since 2026-10-05. */
function readQuickReplies(given: unknown, body: MessageBody): unknown[] {
	if (!Array.isArray(given) || given.length === 0 || given.length > QUICK_REPLIES || body.text === undefined)
		throw invalidMessage();
	return given.flatMap((reply: unknown) => {
		if (!isRecord(reply)) throw invalidMessage();
		const { content_type: contentType, title, payload } = reply;
		if (contentType === 'user_phone_number' || contentType === 'user_email') return [];
		const valid =
			contentType === 'text' && typeof title === 'string' && title !== '' && typeof payload === 'string';
		if (!valid || payload === '' || payload.length > QUICK_REPLY_PAYLOAD) throw invalidMessage();
		return [{ content_type: 'text', title: [...title].slice(0, QUICK_REPLY_TITLE).join(''), payload }];
	});
}
