/** The size of a JPEG, read from its header: the frame marker of ITU-T T.81, B.2.2. */

export interface ImageSize {
	readonly width: number;
	readonly height: number;
	/** An Exif block may turn the picture by 90°, so that width and height change places. */
	readonly mayBeTurned: boolean;
}

const EXIF_MARKER = 0xe1;
/** Markers in the range of the frame markers that are tables (DHT, JPG, DAC). */
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc]);
/** Markers without a length: TEM, restart, start and end of image. */
const hasNoLength = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);

/**
 * @returns the size of the JPEG that starts with `head`; `undefined` when its frame header is not in there
 */
export function readJpegSize(head: Uint8Array): ImageSize | undefined {
	const wordAt = (offset: number) => ((head[offset] ?? 0) << 8) | (head[offset + 1] ?? 0);
	let mayBeTurned = false;
	let offset = 2;
	while (offset + 9 <= head.length) {
		if (head[offset] !== 0xff) return undefined;
		const marker = head[offset + 1] ?? 0;
		// any number of fill bytes may stand before a marker
		if (marker === 0xff) {
			offset += 1;
			continue;
		}
		if (hasNoLength(marker)) {
			offset += 2;
			continue;
		}
		if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker)) {
			const height = wordAt(offset + 5);
			const width = wordAt(offset + 7);
			return height > 0 && width > 0 ? { width, height, mayBeTurned } : undefined;
		}
		mayBeTurned ||= marker === EXIF_MARKER;
		offset += 2 + wordAt(offset + 2);
	}
	return undefined;
}
