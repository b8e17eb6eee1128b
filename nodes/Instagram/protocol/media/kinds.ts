/**
 * What kind of post a media is. Meta says it in two fields, of which one calls a reel a VIDEO (Meta: "IG
 * Media").
 */
import { textAt, type JsonRecord } from '../json';

/** Kinds that have different insights. */
export type MediaKind = 'feed' | 'reel' | 'story' | 'live' | 'other';

const BY_PRODUCT: Readonly<Record<string, MediaKind>> = {
	FEED: 'feed',
	REELS: 'reel',
	STORY: 'story',
	LIVE: 'live',
};
const NAMES: Readonly<Record<string, string>> = {
	CAROUSEL_ALBUM: 'Carousel',
	IMAGE: 'Photo',
	VIDEO: 'Video',
};

/** Fields that the functions here read. */
export const MEDIA_KIND_FIELDS = ['media_type', 'media_product_type'];

export function mediaKindOf(media: JsonRecord): MediaKind {
	return BY_PRODUCT[textAt(media, 'media_product_type')?.toUpperCase() ?? ''] ?? 'other';
}

/** "Reel", "Story", "Carousel", "Photo" … */
export function nameOfMedia(media: JsonRecord): string {
	const kind = mediaKindOf(media);
	if (kind === 'reel') return 'Reel';
	if (kind === 'story') return 'Story';
	if (kind === 'live') return 'Live';
	return NAMES[textAt(media, 'media_type')?.toUpperCase() ?? ''] ?? 'Post';
}
