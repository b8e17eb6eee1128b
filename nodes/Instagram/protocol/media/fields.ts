/**
 * The fields of each kind of object that exist for Instagram Login (Meta's SDK spec, IGMediaForIGOnlyAPI,
 * IGComment and IGUserForIGOnlyAPI; changelog of 2026-06-22). One field of Facebook Login in a list fails the
 * whole call.
 */

import type { JsonRecord } from '../json';
import { simplifyAccount, simplifyComment, simplifyMedia } from './simplified';

export interface FieldList {
	/** The object's own ID, which comes with whatever is chosen. */
	readonly id: string;
	/** What a simplified answer is made of. */
	readonly simple: readonly string[];
	/** Every field that can be requested. */
	readonly all: readonly string[];
	/** Meta's answer in our words. */
	readonly simplify: (record: JsonRecord) => JsonRecord;
}

const SIMPLE_MEDIA = [
	'id',
	'caption',
	'media_type',
	'media_product_type',
	'permalink',
	'timestamp',
	'like_count',
	'comments_count',
];

/**
 * The URLs of files are long and work for a short time only, so lists come without them unless they are
 * chosen.
 */
const FILE_ADDRESSES = ['media_url', 'thumbnail_url'];

/** For lists of media. */
export const MEDIA: FieldList = {
	id: 'id',
	simple: SIMPLE_MEDIA,
	simplify: simplifyMedia,
	all: [
		...SIMPLE_MEDIA,
		...FILE_ADDRESSES,
		'alt_text',
		'current_live_viewer_count',
		'is_ai_generated',
		'is_comment_enabled',
		'is_shared_to_feed',
		'owner',
		'shortcode',
		'username',
	],
};

/** For one media, with the photos and videos of a carousel. */
export const MEDIA_WITH_CHILDREN: FieldList = {
	...MEDIA,
	simple: [...SIMPLE_MEDIA, ...FILE_ADDRESSES, 'children'],
	all: [...MEDIA.all, 'children'],
};

/** Photos and videos of a carousel have neither caption nor permalink, counts or comments. */
const SIMPLE_CHILD = ['id', 'media_type', ...FILE_ADDRESSES];

export const CHILD: FieldList = {
	id: 'id',
	simple: SIMPLE_CHILD,
	simplify: simplifyMedia,
	all: [...SIMPLE_CHILD, 'alt_text', 'owner', 'timestamp', 'username'],
};

const SIMPLE_COMMENT = [
	'id',
	'text',
	'username',
	'from',
	'timestamp',
	'like_count',
	'hidden',
	'parent_id',
	'media',
];

export const COMMENT: FieldList = {
	id: 'id',
	simple: SIMPLE_COMMENT,
	simplify: simplifyComment,
	all: [...SIMPLE_COMMENT, 'legacy_instagram_comment_id', 'user'],
};

const SIMPLE_ACCOUNT = [
	'user_id',
	'username',
	'name',
	'account_type',
	'profile_picture_url',
	'followers_count',
	'follows_count',
	'media_count',
	'biography',
	'website',
];

/** `id` is the app-scoped ID, which occurs in no webhook; `user_id` is the account's ID. */
export const ACCOUNT: FieldList = {
	id: 'user_id',
	simple: SIMPLE_ACCOUNT,
	simplify: simplifyAccount,
	all: ['id', ...SIMPLE_ACCOUNT],
};

/** A field together with the fields of the object it leads to: `children{id,media_url}`. */
export function expand(field: string, inner: readonly string[], limit?: number): string {
	return `${field}${limit === undefined ? '' : `.limit(${limit})`}{${inner.join(',')}}`;
}

/** The parameter `fields` for a list of them, each once. */
export function fieldsParameter(fields: readonly string[]): string {
	return [...new Set(fields)].join(',');
}
