/**
 * Which files Meta takes where ("Media specifications", Content Publishing; "Send Messages"), checked by the
 * bytes before a call. Where Meta's word is doubtful (PNG photos, progressive JPEG, very wide reels), the
 * file goes through and Meta decides.
 */
import { nameOfKind, sniffFile, type FileKind } from './kinds';
import { readJpegSize } from './imageBytes';
import { readVideoDurationMs } from './videoBytes';

/** What a rule has to know about a file. */
export interface FileFacts {
	/** The first bytes of the file: at least {@link HEAD_BYTES}, or all of a smaller file. */
	readonly head: Uint8Array;
	readonly sizeBytes: number;
}

export interface FileProblem {
	/** Goes after the name of the field: "holds a PNG image, …". */
	readonly problem: string;
	readonly remedy: string;
}

export interface FileRule {
	readonly kinds: readonly FileKind[];
	/** As in "Instagram takes JPEG only". */
	readonly accepts: string;
	readonly remedy: string;
	readonly maxBytes: number;
	/** Which aspect ratios Meta takes, in words; absent where it takes any. */
	readonly shape?: string;
	/** How long a video may be, in words; absent where Meta documents nothing. */
	readonly length?: string;
	/** Looks further into a file of an accepted kind. */
	check?(head: Uint8Array): FileProblem | undefined;
}

/** The headers of photos lie behind their metadata, which may be large. */
export const HEAD_BYTES = 512 * 1024;

const MEBIBYTE = 1024 * 1024;
const SHRINK_IMAGE = 'Make it smaller or compress it more, for instance with the Edit Image node.';
const CONVERT_IMAGE = 'Convert it with the Edit Image node (Options > Format > JPEG).';
const SHRINK_VIDEO = 'Compress the video or cut it.';
const VIDEO_REMEDY = 'Use MP4 or MOV with H.264 or HEVC video and AAC audio.';

const MIN_RATIO = 4 / 5;
const MAX_RATIO = 1.91;
const FEED_SHAPE = '4:5 to 1.91:1';
/** Meta may round; a ratio this close to the limit is left to Meta. */
const RATIO_TOLERANCE = 0.01;

const isFeedRatio = (ratio: number) =>
	ratio >= MIN_RATIO - RATIO_TOLERANCE && ratio <= MAX_RATIO + RATIO_TOLERANCE;

function feedRatioProblem(head: Uint8Array): FileProblem | undefined {
	const size = readJpegSize(head);
	if (!size) return undefined;
	const { width, height, mayBeTurned } = size;
	if (isFeedRatio(width / height) || (mayBeTurned && isFeedRatio(height / width))) return undefined;
	return {
		problem: `holds an image of ${width} × ${height} pixels; Instagram takes aspect ratios from ${FEED_SHAPE} in the feed`,
		remedy: 'Crop the image, for instance with the Edit Image node.',
	};
}

/** The part of a rule that a length adds. */
function lasting(minSeconds: number, maxSeconds: number, length: string): Pick<FileRule, 'length' | 'check'> {
	const check = (head: Uint8Array): FileProblem | undefined => {
		const durationMs = readVideoDurationMs(head);
		// half a second of grace: Meta may round
		if (durationMs === undefined) return undefined;
		if (durationMs >= minSeconds * 1000 - 500 && durationMs <= maxSeconds * 1000 + 500) return undefined;
		return {
			problem: `holds a video of ${Math.round(durationMs / 100) / 10} seconds; Instagram takes ${length} here`,
			remedy: 'Cut the video to a length that Instagram takes.',
		};
	};
	return { length, check };
}

/** Meta documents JPEG only; users see PNG photos published. */
const PHOTO_KINDS: readonly FileKind[] = ['jpeg', 'png'];

export const isPhoto = (kind: FileKind | undefined): boolean =>
	kind !== undefined && PHOTO_KINDS.includes(kind);

const PHOTO: Omit<FileRule, 'shape' | 'check'> = {
	kinds: PHOTO_KINDS,
	accepts: 'JPEG images',
	remedy: CONVERT_IMAGE,
	maxBytes: 8 * MEBIBYTE,
};

const video = (maxMebibytes: number): Omit<FileRule, 'length' | 'check'> => ({
	kinds: ['mp4', 'mov'],
	accepts: 'MP4 and MOV videos',
	remedy: VIDEO_REMEDY,
	maxBytes: maxMebibytes * MEBIBYTE,
});

/** A photo of the feed, alone or in a carousel. */
export const FEED_IMAGE: FileRule = { ...PHOTO, shape: FEED_SHAPE, check: feedRatioProblem };
/** Stories and covers are cropped to 9:16, whatever their shape. */
export const STORY_IMAGE: FileRule = PHOTO;
export const COVER_IMAGE: FileRule = PHOTO;
export const REEL_VIDEO: FileRule = {
	...video(300),
	...lasting(3, 15 * 60, '3 seconds to 15 minutes'),
};
export const STORY_VIDEO: FileRule = { ...video(100), ...lasting(3, 60, '3 to 60 seconds') };
/** Meta documents no length for the videos of a carousel. */
export const CAROUSEL_VIDEO: FileRule = video(300);

/** For a carousel item that is neither a photo nor a video. */
export const CAROUSEL_ITEM: FileRule = {
	kinds: [...PHOTO_KINDS, 'mp4', 'mov'],
	accepts: 'JPEG images, MP4 and MOV videos',
	remedy: 'Convert images with the Edit Image node (Options > Format > JPEG), and videos to MP4.',
	maxBytes: 300 * MEBIBYTE,
};

/**
 * Attachments of messages (Meta: "Send Messages", limits; GIF according to the page on attachment upload).
 */
export const MESSAGE_IMAGE: FileRule = {
	kinds: ['jpeg', 'png', 'gif'],
	accepts: 'JPEG, PNG and GIF images',
	remedy: CONVERT_IMAGE,
	maxBytes: 8 * MEBIBYTE,
};
export const MESSAGE_AUDIO: FileRule = {
	kinds: ['aac', 'm4a', 'wav', 'mp4'],
	accepts: 'AAC, M4A, WAV and MP4 sound',
	remedy: 'Convert the sound to M4A.',
	maxBytes: 25 * MEBIBYTE,
};
export const MESSAGE_VIDEO: FileRule = {
	kinds: ['mp4', 'mov', 'ogg', 'avi', 'webm'],
	accepts: 'MP4, MOV, Ogg, AVI and WebM videos',
	remedy: 'Convert the video to MP4.',
	maxBytes: 25 * MEBIBYTE,
};
export const MESSAGE_FILE: FileRule = {
	kinds: ['pdf'],
	accepts: 'PDF documents',
	remedy: 'Convert the file to PDF.',
	maxBytes: 25 * MEBIBYTE,
};

/** @returns what is wrong with a file under a rule, or `undefined` */
export function fileProblem(rule: FileRule, { head, sizeBytes }: FileFacts): FileProblem | undefined {
	const kind = sniffFile(head);
	if (kind === undefined || !rule.kinds.includes(kind)) {
		return {
			problem: `holds ${sizeBytes === 0 ? 'an empty file' : nameOfKind(kind)}; Instagram takes ${rule.accepts} here`,
			remedy: rule.remedy,
		};
	}
	if (sizeBytes > rule.maxBytes) {
		const isImage = kind === 'jpeg' || kind === 'png' || kind === 'gif';
		return {
			problem: `holds a file of ${(sizeBytes / MEBIBYTE).toFixed(1)} MB; Instagram takes at most ${rule.maxBytes / MEBIBYTE} MB here`,
			remedy: isImage ? SHRINK_IMAGE : SHRINK_VIDEO,
		};
	}
	return rule.check?.(head);
}
