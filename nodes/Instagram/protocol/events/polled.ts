/**
 * The events that the polling trigger finds: those of the webhooks that can also be read from a list, and two
 * for which Meta has no webhook. Those two are named after the list they are found in.
 */
import { textAt, type JsonRecord } from '../json';
import { COMMENTS, LIVE_COMMENTS } from './comment';
import type { EventKind } from './kind';
import { MESSAGES } from './message';
import type { EventContent } from './simplified';

const POST = {
	permission: 'instagram_business_basic',
	subscribedFields: [],
	hasText: true,
	hasMedia: false,
	read: readPolledPost,
	identify: (media: JsonRecord) => textAt(media, 'id'),
} as const;

export const OWN_POSTS: EventKind = {
	...POST,
	field: 'media',
	name: 'New Own Post',
	description: 'The account publishes a post or reel, with any app',
	isOwn: () => true,
};

export const TAGGED_POSTS: EventKind = {
	...POST,
	field: 'tags',
	name: 'Tagged Post',
	description: 'A person tags the account in their post',
	permission: 'instagram_business_manage_comments',
};

/** The table of what the polling trigger finds, in the order of its menu. */
export const POLLED_KINDS: readonly EventKind[] = [
	COMMENTS,
	LIVE_COMMENTS,
	MESSAGES,
	OWN_POSTS,
	TAGGED_POSTS,
];

function readPolledPost(media: JsonRecord): EventContent {
	return {
		senderUsername: textAt(media, 'username'),
		caption: textAt(media, 'caption'),
		mediaId: textAt(media, 'id'),
		mediaProductType: textAt(media, 'media_product_type'),
		permalink: textAt(media, 'permalink'),
	};
}
