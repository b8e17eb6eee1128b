import { callOutside, OutsideError } from '../delivery/outside.mts';
import type { OutsideAnswer } from '../delivery/outside.mts';
import type { Core } from '../state/core.mts';
import type { GraphError } from '../state/envelope.mts';
import { publishError } from '../state/errors.mts';
import type { Container, StoredFile } from '../state/model.mts';
import { readJpeg, readVideo, sniff } from '../state/sniff.mts';

const MEGABYTE = 1024 * 1024;
/** "It should be less than 8 MiB" (publishing.md section 8). */
const IMAGE_BYTES = 8 * MEGABYTE;
const REEL_BYTES = 300 * MEGABYTE;
const STORY_BYTES = 100 * MEGABYTE;
const IMAGE_RATIO = { least: 4 / 5, most: 1.91, slack: 0.01 };

function failure(
	core: Core,
	code: number,
	subcode: number,
	message: string,
	title: string,
	userMessage: string,
): GraphError {
	return publishError(subcode, { code, message, title, userMessage }, core.switches.publishErrorType);
}

function fetchFailed(core: Core, uri: string): GraphError {
	return failure(
		core,
		9004,
		2207052,
		'Only photo or video can be accepted as media type.',
		'Media fetch failed',
		`The media could not be fetched from this uri: ${uri}`,
	);
}

/** Meta's downloader: US-ASCII URLs, no credentials, a few redirects (publishing.md section 1). */
function download(core: Core, url: string, maxBytes: number): Promise<OutsideAnswer> {
	if (!/^https?:\/\/[\x21-\x7e]+$/.test(url))
		throw new OutsideError('unreachable', `not a public URL: ${url}`);
	return callOutside(core, {
		url,
		headers: { 'user-agent': 'facebookexternalhit/1.1', accept: '*/*', range: 'bytes=0-' },
		maxBytes,
		redirects: 3,
		timeoutMs: core.switches.downloadTimeoutMs,
	});
}

const refusals = new WeakMap<Core, Map<string, number>>();

/** The first fetches of a URL may be refused although the file is good. */
function isRefusedAtFirst(core: Core, url: string): boolean {
	const counts = refusals.get(core) ?? new Map<string, number>();
	refusals.set(core, counts);
	const refused = counts.get(url) ?? 0;
	if (refused >= core.switches.refusedFetches) return false;
	counts.set(url, refused + 1);
	return true;
}

/**
 * "We cURL your image": fetches and checks an image while the container is created; `feed` adds the ratio
 * rule.
 */
export async function fetchImage(core: Core, url: string, feed: boolean): Promise<StoredFile> {
	if (isRefusedAtFirst(core, url)) throw fetchFailed(core, url);
	let answer: OutsideAnswer;
	try {
		answer = await download(core, url, IMAGE_BYTES);
	} catch (error) {
		if (!(error instanceof OutsideError)) throw error;
		if (error.kind === 'timeout') {
			throw failure(core, -2, 2207003, 'Timeout', 'Timeout', 'It takes too long to download the media.');
		}
		if (error.kind === 'tooLarge') {
			const text = 'The image is too large to download. It should be less than 8 MiB.';
			throw failure(core, 36000, 2207004, 'The image size is too large.', 'Image size too large', text);
		}
		throw fetchFailed(core, url);
	}
	if (answer.status !== 200 && answer.status !== 206) throw fetchFailed(core, url);
	return { bytes: answer.bytes, contentType: checkImage(core, url, answer.bytes, feed) };
}

function checkImage(core: Core, url: string, bytes: Buffer, feed: boolean): string {
	const kind = sniff(bytes);
	if (kind === 'png' && core.switches.png === 'accepted') return 'image/png';
	if (kind === 'png' || kind === 'gif' || kind === 'webp') {
		const text = `The image format ${kind} is not supported. Supported formats are: JPEG.`;
		throw failure(core, 36001, 2207005, 'The image format is not supported.', 'Unsupported format', text);
	}
	const picture = kind === 'jpeg' ? readJpeg(bytes) : undefined;
	if (picture === undefined) throw fetchFailed(core, url);
	if (picture.progressive && core.switches.progressiveJpeg === 'refused') throw fetchFailed(core, url);
	const ratio = picture.width / picture.height;
	if (
		feed &&
		(ratio < IMAGE_RATIO.least - IMAGE_RATIO.slack || ratio > IMAGE_RATIO.most + IMAGE_RATIO.slack)
	) {
		const text = `The submitted image with aspect ratio ('${picture.width}/${picture.height}',) cannot be published. Please submit an image with a valid aspect ratio.`;
		throw failure(core, 36003, 2207009, 'The aspect ratio is not supported.', 'Invalid aspect ratio', text);
	}
	return 'image/jpeg';
}

/**
 * Videos are fetched while the container is IN_PROGRESS; what goes wrong shows in `status`
 * ("Media upload has failed with error code 2207077").
 */
export async function fetchVideo(core: Core, container: Container, url: string): Promise<void> {
	const story = container.kind === 'STORIES';
	try {
		const answer = await download(core, url, story ? STORY_BYTES : REEL_BYTES);
		if (answer.status !== 206 && (answer.status !== 200 || core.switches.videoNeedsRange))
			container.failure = 2207077;
		else acceptVideo(container, answer.bytes);
	} catch (error) {
		container.failure = error instanceof OutsideError && error.kind === 'tooLarge' ? 2207026 : 2207077;
	}
	container.readyAt = Math.max(core.clock.now(), container.createdAt + core.switches.processing.videoMs);
}

/** Checks video bytes against the specification of their kind (publishing.md section 3). */
export function acceptVideo(container: Container, bytes: Buffer): void {
	const kind = sniff(bytes);
	const video = kind === 'mp4' || kind === 'mov' ? readVideo(bytes) : undefined;
	if (video === undefined) {
		container.failure = kind === 'html' ? 2207077 : 2207026;
		return;
	}
	const longest = container.kind === 'REELS' ? 15 * 60_000 : 60_000;
	const ratio = video.height === 0 ? 1 : video.width / video.height;
	const ratioFits = ratio >= (container.kind === 'REELS' ? 0.01 : 0.1) && ratio <= 10;
	const timeFits = video.durationMs >= 3_000 && video.durationMs <= longest;
	if (!timeFits || !ratioFits || video.width > 1920 || !video.moovFirst || video.editList)
		container.failure = 2207026;
	if (container.thumbOffsetMs !== undefined && container.thumbOffsetMs >= video.durationMs)
		container.failure = 2207057;
	container.file = { bytes, contentType: kind === 'mov' ? 'video/quicktime' : 'video/mp4' };
}
