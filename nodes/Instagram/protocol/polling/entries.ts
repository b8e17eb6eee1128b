/**
 * Turns what was read into the entries of a webhook: the same event becomes the same entry, so that one
 * parser makes the items of both triggers, with the same `eventId`. What an answer does not hold stays out:
 * the payload of a tapped quick reply, the ad or link that a conversation came from, which post was shared.
 */
import { isAccount } from '../isAccount';
import { recordAt, recordsAt, textAt, type JsonRecord } from '../json';
import { parseMetaTime } from '../times';
import type { Account } from '../tokens';
import { present } from '../vocabulary';
import type { Dated } from './seen';

/** Meta: "IG Comment". `from` holds `self_ig_scoped_id` for an own comment. */
export const COMMENT_FIELDS = ['id', 'text', 'timestamp', 'from', 'username', 'parent_id'];

/** The five that Meta documents. */
const DOCUMENTED_MESSAGE_FIELDS = ['id', 'created_time', 'from', 'to', 'message'];
/**
 * Each list is tried when Instagram refuses the one before it: everything beyond the five is documented for
 * Messenger only.
 */
export const MESSAGE_FIELD_LISTS: ReadonlyArray<readonly string[]> = [
	[...DOCUMENTED_MESSAGE_FIELDS, 'attachments', 'shares', 'story', 'reply_to', 'is_unsupported'],
	[...DOCUMENTED_MESSAGE_FIELDS, 'attachments'],
	DOCUMENTED_MESSAGE_FIELDS,
];

/** Own posts and posts in which the account is tagged. */
export const POLLED_POST_FIELDS = [
	'id',
	'caption',
	'media_type',
	'media_product_type',
	'permalink',
	'timestamp',
	'username',
];

/** Something that was read, as the entry that a webhook would have brought. */
export interface FoundEntry extends Dated {
	readonly entry: JsonRecord;
}

function change(accountId: string, field: string, value: JsonRecord, atMs: number): JsonRecord {
	return {
		id: accountId,
		time: Math.floor(atMs / 1000),
		changes: [{ field, value: present(value) }],
	};
}

export interface CommentPlace {
	readonly accountId: string;
	readonly field: 'comments' | 'live_comments';
	readonly mediaId: string;
	readonly productType?: string;
	/** For a reply that does not name its parent in Meta's answer. */
	readonly parentId?: string;
}

/** @returns `undefined` for a comment without id or time */
export function commentEntry(comment: JsonRecord, place: CommentPlace): FoundEntry | undefined {
	const [id, atMs] = [textAt(comment, 'id'), parseMetaTime(textAt(comment, 'timestamp'))];
	if (id === undefined || atMs === undefined) return undefined;
	const value = {
		id,
		from: present({ username: textAt(comment, 'username'), ...recordAt(comment, 'from') }),
		text: textAt(comment, 'text'),
		media: present({ id: place.mediaId, media_product_type: place.productType }),
		parent_id: textAt(comment, 'parent_id') ?? place.parentId,
	};
	return { id, atMs, entry: change(place.accountId, place.field, value, atMs) };
}

/** @returns `undefined` for a message of which only the id can be read */
export function messageEntry(message: JsonRecord, account: Account): FoundEntry | undefined {
	const [id, atMs] = [textAt(message, 'id'), parseMetaTime(textAt(message, 'created_time'))];
	const from = recordAt(message, 'from') ?? {};
	const senderId = textAt(from, 'id');
	if (id === undefined || atMs === undefined || senderId === undefined) return undefined;
	const [to = {}] = recordsAt(recordAt(message, 'to') ?? {}, 'data');
	const attachments = attachmentsOf(message);
	const { accountId } = account;
	const isOwn = isAccount({ id: senderId, username: textAt(from, 'username') }, account);
	const content = {
		mid: id,
		text: textAt(message, 'message'),
		attachments: attachments.length === 0 ? undefined : attachments,
		reply_to: replyToOf(message),
		is_unsupported: message.is_unsupported === true ? true : undefined,
		is_echo: isOwn ? true : undefined,
	};
	const element = {
		sender: { id: isOwn ? accountId : senderId },
		recipient: { id: isOwn ? textAt(to, 'id') : accountId },
		timestamp: atMs,
		message: present(content),
	};
	return { id, atMs, entry: { id: accountId, time: atMs, messaging: [element] } };
}

const BY_MIME_TYPE: ReadonlyArray<readonly [pattern: RegExp, type: string]> = [
	[/^image\//, 'image'],
	[/^video\//, 'video'],
	[/^audio\//, 'audio'],
];

function attachmentsOf(message: JsonRecord): JsonRecord[] {
	const listed = (key: string) => recordsAt(recordAt(message, key) ?? {}, 'data');
	const mention = recordAt(recordAt(message, 'story') ?? {}, 'mention');
	return [
		...(mention ? [{ type: 'story_mention', payload: { url: textAt(mention, 'link') } }] : []),
		...listed('attachments').map(readPolledAttachment),
		...listed('shares').map((share) => ({ type: 'share', payload: { url: textAt(share, 'link') } })),
	];
}

function readPolledAttachment(attachment: JsonRecord): JsonRecord {
	for (const [key, type] of [
		['image_data', 'image'],
		['video_data', 'video'],
	] as const) {
		const data = recordAt(attachment, key);
		if (data) return { type, payload: { url: textAt(data, 'url') } };
	}
	const template = recordAt(attachment, 'generic_template');
	if (template) return { type: 'template', payload: template };
	const mimeType = textAt(attachment, 'mime_type') ?? '';
	const type = BY_MIME_TYPE.find(([pattern]) => pattern.test(mimeType))?.[1] ?? 'file';
	return { type, payload: { url: textAt(attachment, 'file_url') } };
}

function replyToOf(message: JsonRecord): JsonRecord | undefined {
	const story = recordAt(recordAt(message, 'story') ?? {}, 'reply_to');
	if (story) return { story: present({ id: textAt(story, 'id'), url: textAt(story, 'link') }) };
	const replied = recordAt(message, 'reply_to');
	if (!replied) return undefined;
	const mid = textAt(replied, 'mid') ?? textAt(replied, 'id');
	return present({ mid, is_self_reply: replied.is_self_reply });
}

/**
 * An own post, or a post in which the account is tagged: Meta has no webhook for either, the field is the
 * name of the list.
 */
export function postEntry(
	media: JsonRecord,
	{
		accountId,
		field,
		nowMs,
	}: { readonly accountId: string; readonly field: 'media' | 'tags'; readonly nowMs: number },
): FoundEntry | undefined {
	const id = textAt(media, 'id');
	if (id === undefined) return undefined;
	const atMs = parseMetaTime(textAt(media, 'timestamp')) ?? nowMs;
	const value = Object.fromEntries(POLLED_POST_FIELDS.map((name) => [name, media[name]]));
	return { id, atMs, entry: change(accountId, field, value, atMs) };
}
