/**
 * Refusals of a file that Meta could not fetch. Some of them are temporary although the URL stays the same,
 * and what helps depends on where the file is.
 */
import type { Words } from '../errors/wording';
import { isOfN8n, MAY_BE_PAGE, mustOpen } from '../ownFile';

const FETCH_CODE = 9004;
/** Subcodes of "could not be fetched", "could not be downloaded" and "could not be processed". */
const FETCH_SUBCODES: readonly number[] = [2207003, 2207052, 2207053, 2207076, 2207077];

export interface FetchRefusal {
	readonly code?: number;
	readonly subcode?: number;
}

/** Seen in production for carousel items: refused once, and accepted a moment later. */
export const isFetchRefusal = ({ code, subcode }: FetchRefusal): boolean =>
	code === FETCH_CODE || (subcode !== undefined && FETCH_SUBCODES.includes(subcode));

/** "Could not download the video", as of a server that ignores HTTP Range requests. */
const NO_VIDEO = 2207077;
/** Subcodes whose remedies in the table are about the address, not about the file. */
const ABOUT_THE_ADDRESS: ReadonlySet<number | undefined> = new Set([undefined, 2207003, 2207052, NO_VIDEO]);

const RANGE = 'The server must answer HTTP Range requests.';
const NO_PNG =
	'If the photo is a PNG, convert it to JPEG with the Edit Image node (Options > Format > JPEG).';

/** The parameters of a container that name files. */
const ADDRESSES = ['image_url', 'video_url', 'cover_url'] as const;

/**
 * @param parameters those of the container
 * @returns the words of a {@link isFetchRefusal} with what helps where the file came from; any other words as
 * they are
 */
export function explainFetch(
	{ what, remedy }: Words,
	refusal: FetchRefusal,
	parameters: Readonly<Record<string, unknown>>,
): Words {
	const names =
		refusal.subcode === NO_VIDEO && parameters.video_url !== undefined ? (['video_url'] as const) : ADDRESSES;
	const addresses = names.map((name) => parameters[name]).filter((value) => typeof value === 'string');
	if (!isFetchRefusal(refusal) || addresses.length === 0) return { what, remedy };
	const own = addresses.find(isOfN8n);
	const hasOthers = addresses.some((address) => !isOfN8n(address));
	const parts = [
		hasOthers || !ABOUT_THE_ADDRESS.has(refusal.subcode) ? remedy : '',
		hasOthers ? MAY_BE_PAGE : '',
		hasOthers && refusal.subcode === NO_VIDEO && parameters.video_url !== undefined ? RANGE : '',
		own === undefined ? '' : ownRemedy(own, parameters),
	];
	return { what, remedy: parts.filter((part) => part !== '').join(' ') };
}

function ownRemedy(address: string, parameters: Readonly<Record<string, unknown>>): string {
	const { video_url: video, is_carousel_item: isCarouselItem } = parameters;
	const isOwnVideo = video === address;
	const upload =
		isOwnVideo && !isCarouselItem
			? 'set Upload Type to Resumable, so that n8n sends the video itself, or '
			: '';
	return [
		mustOpen(address),
		`Otherwise ${upload}use the URL of a file on a public web server.`,
		...(isOwnVideo ? [] : [NO_PNG]),
	].join(' ');
}
