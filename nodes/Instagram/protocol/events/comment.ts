/**
 * `comments` and `live_comments` (Meta: "Instagram webhooks, examples", "Webhooks reference"). Two
 * contradictions: the id is `id` in three places and `comment_id` in one; the event stands in `changes[]` in
 * production and flat in the documents. A GIF or sticker comment has no text. For the account's own comment
 * `from.id` is the account, and `self_ig_scoped_id` stands beside it.
 */
import { recordAt, textAt, type JsonRecord } from '../json';
import type { EventKind } from './kind';
import { MENTIONS } from './mention';
import type { EventContent } from './simplified';

const COMMON = {
	permission: 'instagram_business_manage_comments',
	hasText: true,
	hasMedia: true,
	read: readComment,
	identify: commentIdOf,
	mayBe: [MENTIONS],
	fits: (content: JsonRecord) => commentIdOf(content) !== undefined,
	isOwn: (content: JsonRecord) => textAt(recordAt(content, 'from') ?? {}, 'self_ig_scoped_id') !== undefined,
} as const;

export const COMMENTS: EventKind = {
	...COMMON,
	field: 'comments',
	name: 'Comment',
	description: 'A person comments on a post or reel of the account, or answers a comment there',
	subscribedFields: ['comments'],
};

export const LIVE_COMMENTS: EventKind = {
	...COMMON,
	field: 'live_comments',
	name: 'Live Comment',
	description: 'A person comments on a live video while it runs',
	subscribedFields: ['live_comments'],
};

function commentIdOf(comment: JsonRecord): string | undefined {
	return textAt(comment, 'id') ?? textAt(comment, 'comment_id');
}

function readComment(comment: JsonRecord): EventContent {
	const from = recordAt(comment, 'from') ?? {};
	const media = recordAt(comment, 'media') ?? {};
	return {
		senderId: textAt(from, 'id'),
		senderUsername: textAt(from, 'username'),
		text: textAt(comment, 'text'),
		commentId: commentIdOf(comment),
		parentId: textAt(comment, 'parent_id'),
		mediaId: textAt(media, 'id'),
		mediaProductType: textAt(media, 'media_product_type'),
		originalMediaId: textAt(media, 'original_media_id'),
		adId: textAt(media, 'ad_id'),
		adTitle: textAt(media, 'ad_title'),
	};
}
