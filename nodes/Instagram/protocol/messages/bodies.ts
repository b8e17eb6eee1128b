/**
 * The bodies of `POST /<IG_ID>/messages` and its neighbours (Meta: "Send Messages", "Sender Actions",
 * "Attachment Upload"). One image goes as `attachment`, several as `attachments`: the documents show
 * `attachments` with a single object, production uses the older form, and Meta accepts both.
 */

import { isRecord } from '../json';

/** An object of a request, as JSON. */
export type Body = Readonly<Record<string, string | number | boolean | object>>;

/**
 * Who gets a message: a person, by their Instagram-scoped ID, or the author of a comment, by the comment's
 * ID.
 */
export type Recipient =
	| { readonly kind: 'person'; readonly id: string }
	| { readonly kind: 'comment'; readonly id: string };

export type AttachmentKind = 'image' | 'audio' | 'video' | 'file';

/** A file that Meta fetches, or one that was uploaded before. */
export type AttachmentSource = { readonly url: string } | { readonly attachmentId: string };

export const MAX_IMAGES = 10;

export interface MessageOptions {
	/** The message that is answered. */
	readonly replyTo?: string;
	/** A person wrote it: allowed for 7 days instead of one. */
	readonly humanAgent?: boolean;
}

export function recipientBody({ kind, id }: Recipient): Body {
	return kind === 'comment' ? { comment_id: id } : { id };
}

/** Messages with one key keep their order. */
export function recipientKey({ kind, id }: Recipient): string {
	return `${kind}:${id}`;
}

export function messageRequest(
	recipient: Recipient,
	message: Body,
	{ replyTo, humanAgent }: MessageOptions = {},
): Body {
	return {
		recipient: recipientBody(recipient),
		message,
		...(replyTo !== undefined && { reply_to: { mid: replyTo } }),
		...(humanAgent === true && { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }),
	};
}

const payloadOf = (source: AttachmentSource) =>
	'url' in source ? { url: source.url } : { attachment_id: source.attachmentId };

export function attachmentMessage(type: AttachmentKind, source: AttachmentSource): Body {
	return { attachment: { type, payload: payloadOf(source) } };
}

export function imagesMessage(sources: readonly AttachmentSource[]): Body {
	const [first] = sources;
	if (first && sources.length === 1) return attachmentMessage('image', first);
	return { attachments: sources.map((source) => ({ type: 'image', payload: payloadOf(source) })) };
}

/** Whether Meta counts a message as sound or video, for which its limit is lower. */
export function isHeavy({ attachment }: Body): boolean {
	return isRecord(attachment) && (attachment.type === 'audio' || attachment.type === 'video');
}

export const STICKER_MESSAGE: Body = { attachment: { type: 'like_heart' } };

export function sharedPostMessage(mediaId: string): Body {
	return { attachment: { type: 'MEDIA_SHARE', payload: { id: mediaId } } };
}

export function genericTemplateMessage(elements: readonly object[]): Body {
	return { attachment: { type: 'template', payload: { template_type: 'generic', elements } } };
}

export function buttonTemplateMessage(text: string, buttons: readonly object[]): Body {
	return { attachment: { type: 'template', payload: { template_type: 'button', text, buttons } } };
}

export function uploadRequest(type: AttachmentKind, url: string): Body {
	return { message: { attachment: { type, payload: { url, is_reusable: true } } } };
}

export function reactionRequest(recipientId: string, messageId: string, reaction: string): Body {
	const payload = { message_id: messageId, reaction };
	return { recipient: { id: recipientId }, sender_action: 'react', payload };
}

export function unreactRequest(recipientId: string, messageId: string): Body {
	return { recipient: { id: recipientId }, sender_action: 'unreact', payload: { message_id: messageId } };
}

export function senderActionRequest(recipientId: string, senderAction: string): Body {
	return { recipient: { id: recipientId }, sender_action: senderAction };
}
