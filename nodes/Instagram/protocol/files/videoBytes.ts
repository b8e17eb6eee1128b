/** The length of a video, read from the movie header of an MP4 or MOV (ISO 14496-12, 8.2.2). */

interface Box {
	readonly type: string;
	readonly from: number;
	readonly to: number;
}

/** The boxes between two offsets, as far as their headers lie inside `head`. */
function* boxesIn(head: Buffer, from: number, to: number): Generator<Box> {
	let offset = from;
	while (offset + 8 <= Math.min(to, head.length)) {
		const shortSize = head.readUInt32BE(offset);
		const type = head.toString('latin1', offset + 4, offset + 8);
		const isLong = shortSize === 1;
		if (isLong && offset + 16 > head.length) return;
		const size = isLong ? Number(head.readBigUInt64BE(offset + 8)) : shortSize || to - offset;
		const headerSize = isLong ? 16 : 8;
		if (size < headerSize) return;
		yield { type, from: offset + headerSize, to: offset + size };
		offset += size;
	}
}

function findBox(boxes: Iterable<Box>, type: string): Box | undefined {
	for (const box of boxes) if (box.type === type) return box;
	return undefined;
}

/** @returns the length in milliseconds, or `undefined` when the movie header is not in the first bytes */
export function readVideoDurationMs(bytes: Uint8Array): number | undefined {
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const movie = findBox(boxesIn(head, 0, Number.MAX_SAFE_INTEGER), 'moov');
	const header = movie && findBox(boxesIn(head, movie.from, movie.to), 'mvhd');
	if (!header || header.from + 32 > head.length) return undefined;
	const isLong = head[header.from] === 1;
	const timescale = head.readUInt32BE(header.from + (isLong ? 20 : 12));
	const duration = isLong
		? Number(head.readBigUInt64BE(header.from + 24))
		: head.readUInt32BE(header.from + 16);
	// all bits set: the writer did not know the length
	const unknown = duration >= (isLong ? 2 ** 63 : 0xffffffff);
	return timescale === 0 || duration === 0 || unknown ? undefined : (duration / timescale) * 1000;
}
