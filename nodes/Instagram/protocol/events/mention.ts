/**
 * `mentions` (Meta: "Instagram webhooks, examples"): somebody names the account in a caption (`media_id`
 * alone) or in a comment (`media_id` and `comment_id`). For Instagram Login Meta says both "included in the
 * comments webhook notification" and a field of its own, so a `comments` event of this shape is treated as a
 * mention, and both fields are subscribed.
 */
import { textAt } from '../json';
import type { EventKind } from './kind';

export const MENTIONS: EventKind = {
	field: 'mentions',
	name: 'Mention',
	description: 'A person mentions the account with @ in a caption or comment',
	permission: 'instagram_business_manage_comments',
	subscribedFields: ['comments', 'mentions'],
	hasText: false,
	hasMedia: true,
	// a comment has an id; a mention names the media, and sometimes a comment
	fits: (mention) => textAt(mention, 'media_id') !== undefined && textAt(mention, 'id') === undefined,
	read: (mention) => ({ mediaId: textAt(mention, 'media_id'), commentId: textAt(mention, 'comment_id') }),
	identify: (mention) => `${textAt(mention, 'media_id')} ${textAt(mention, 'comment_id') ?? 'caption'}`,
};
