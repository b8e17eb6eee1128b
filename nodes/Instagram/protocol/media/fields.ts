/**
 * The fields of each kind of object that exist for Instagram Login (Meta's SDK spec, IGMediaForIGOnlyAPI, IGComment and
 * IGUserForIGOnlyAPI; changelog of 2026-06-22). One field of Facebook Login in a list fails the whole call.
 */

export interface FieldList {
	/** What a simplified answer is made of. */
	readonly simple: readonly string[];
	/** Everything that can be asked for. */
	readonly all: readonly string[];
}

const SIMPLE_MEDIA = [
	'id',
	'caption',
	'media_type',
	'media_product_type',
	'media_url',
	'thumbnail_url',
	'permalink',
	'timestamp',
	'like_count',
	'comments_count',
];

export const MEDIA: FieldList = {
	simple: SIMPLE_MEDIA,
	all: [
		...SIMPLE_MEDIA,
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

/** Photos and videos of a carousel have neither caption nor permalink, counts or comments. */
const SIMPLE_CHILD = ['id', 'media_type', 'media_url', 'thumbnail_url'];

export const CHILD: FieldList = {
	simple: SIMPLE_CHILD,
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
	simple: SIMPLE_COMMENT,
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

/** `id` is the app-scoped ID, which no webhook carries; `user_id` is the account's ID. */
export const ACCOUNT: FieldList = { simple: SIMPLE_ACCOUNT, all: ['id', ...SIMPLE_ACCOUNT] };

/** A field with the fields of what it leads to: `children{id,media_url}`. */
export function expand(field: string, inner: readonly string[], limit?: number): string {
	return `${field}${limit === undefined ? '' : `.limit(${limit})`}{${inner.join(',')}}`;
}

/** The parameter `fields` for a list of them, each once. */
export function fieldsParameter(fields: readonly string[]): string {
	return [...new Set(fields)].join(',');
}
