/**
 * Links that people copy from Instagram. The API has no look-up by link; a post is found by the shortcode in
 * the link (`/p/<shortcode>/`, `/reel/<shortcode>/`, with or without the user's name in front).
 */

export type MediaLink =
	| { readonly kind: 'post'; readonly shortcode: string }
	/** A story has no shortcode in its link; the whole path tells it. */
	| { readonly kind: 'story'; readonly path: string };

const HOST = /^(www\.|m\.)?instagram\.com$/;
// what follows /share/ is not a shortcode; it leads to one in the Instagram app only
const POST_PATH = /^\/(?!share\/)(?:[\w.]+\/)?(?:p|reel|reels|tv)\/([\w-]+)(?:\/|$)/;
const COMMENT_PATH = /\/c\/(\d+)(?:\/|$)/;

function pathOfLink(text: string): string | undefined {
	const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
	if (!URL.canParse(address)) return undefined;
	const { hostname, pathname } = new URL(address);
	return HOST.test(hostname) ? pathname : undefined;
}

/** True for what somebody pasted as a link, even if it leads nowhere. */
export function looksLikeLink(text: string): boolean {
	return /^https?:\/\//i.test(text) || /^(www\.)?instagram\.com\//i.test(text);
}

/** @returns what a link leads to, or `undefined` when it is not a link to a post or story */
export function parseMediaLink(text: string): MediaLink | undefined {
	const path = pathOfLink(text);
	if (path === undefined) return undefined;
	const shortcode = POST_PATH.exec(path)?.[1];
	if (shortcode !== undefined) return { kind: 'post', shortcode };
	return path.startsWith('/stories/') ? { kind: 'story', path: withoutSlash(path) } : undefined;
}

/** True when a permalink of Meta's leads to the story of a link. */
export function isSameStory(
	permalink: string | undefined,
	link: Extract<MediaLink, { kind: 'story' }>,
): boolean {
	const path = permalink === undefined ? undefined : pathOfLink(permalink);
	return path !== undefined && withoutSlash(path) === link.path;
}

/** @returns the ID of the comment that a link leads to (`/p/<shortcode>/c/<comment>/`), or `undefined` */
export function parseCommentLink(text: string): string | undefined {
	return COMMENT_PATH.exec(pathOfLink(text) ?? '')?.[1];
}

const withoutSlash = (path: string) => path.replace(/\/+$/, '');
