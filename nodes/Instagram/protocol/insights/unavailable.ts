/**
 * Refusals that say "there are no numbers" rather than "you did something wrong": a report goes on, and says
 * why.
 */
import type { GraphFailure } from '../errors/classify';
import type { MediaKind } from '../media/kinds';

export const BEFORE_CONVERSION =
	'The post was published before the account became professional. Instagram has no insights of it.';
export const NOT_ENOUGH_VIEWERS =
	'Fewer than five people have seen the story. Instagram gives no insights of it until then.';
export const LIVE_HAS_NONE = 'Instagram has no insights of live videos.';
export const CHILD_HAS_NONE =
	'Photos and videos inside a carousel have no insights of their own. Ask for those of the carousel.';
export const STORY_IS_OVER = 'Instagram keeps the insights of a story for 24 hours.';

const NO_INSIGHTS_BEFORE_CONVERSION = 2108006;
const PERMISSION = 10;
const VIEWERS = /viewers/i;

/**
 * Why Meta refused the insights of a media, if the media itself is the reason.
 * @param permitted whether the permission for insights was granted; `undefined` when that is not known. Meta
 * refuses a story with few viewers with the number of a missing permission, and only then its text has to
 * tell.
 */
export function unavailableReason(
	{ code, subcode, metaMessage }: Pick<GraphFailure, 'code' | 'subcode' | 'metaMessage'>,
	kind: MediaKind,
	permitted: boolean | undefined,
): string | undefined {
	if (subcode === NO_INSIGHTS_BEFORE_CONVERSION) return BEFORE_CONVERSION;
	if (code !== PERMISSION || subcode !== undefined || kind !== 'story') return undefined;
	return (permitted ?? VIEWERS.test(metaMessage ?? '')) ? NOT_ENOUGH_VIEWERS : undefined;
}
