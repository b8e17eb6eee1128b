/**
 * Recognises a post in the account's list of media. Meta has no idempotency key and names no container there,
 * so caption, kind and time have to be enough.
 */
import { textAt, type JsonRecord } from '../json';

/** What a container becomes once it is published. */
export interface PostKind {
	readonly mediaType: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
	readonly productType: 'FEED' | 'REELS' | 'STORY';
}

/** What is known about a post before Instagram gives it an id. */
export interface PostTraits {
	/** Absent where only the container's id is known. */
	readonly kind?: PostKind;
	readonly caption?: string;
}

/** What comes out about a post. */
export const PUBLISHED_POST_FIELDS = 'id,permalink,shortcode,timestamp,media_type,media_product_type';
/** The same, and what {@link isSamePost} reads. */
export const SEARCH_FIELDS = `${PUBLISHED_POST_FIELDS},caption`;

/** Meta gives captions back without the @ of mentions, and trims them. */
function plainCaption(caption: string | undefined): string {
	return (caption ?? '').replaceAll('@', '').replace(/\s+/g, ' ').trim();
}

/** Whether a media may be the post with these traits. A field that Meta leaves out rules nothing out. */
export function isSamePost(media: JsonRecord, { kind, caption }: PostTraits): boolean {
	if (!kind) return true;
	const [mediaType, productType] = [textAt(media, 'media_type'), textAt(media, 'media_product_type')];
	if (mediaType !== undefined && mediaType !== kind.mediaType) return false;
	if (productType !== undefined && productType !== kind.productType) return false;
	return kind.productType === 'STORY' || plainCaption(textAt(media, 'caption')) === plainCaption(caption);
}

/** When a media was published; `undefined` when Meta does not say. */
export function publishedMs(media: JsonRecord): number | undefined {
	const ms = Date.parse(textAt(media, 'timestamp') ?? '');
	return Number.isNaN(ms) ? undefined : ms;
}

/**
 * Whether a media was published in a span of time by Meta's clock, ends included. Meta gives whole seconds,
 * rounded down. A media without a time counts as not published in it.
 */
export function isPublishedBetween(media: JsonRecord, sinceMs: number, untilMs: number): boolean {
	const ms = publishedMs(media);
	return ms !== undefined && ms >= Math.floor(sinceMs / 1000) * 1000 && ms <= untilMs;
}
