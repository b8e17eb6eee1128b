/** The beginnings of files, as bytes. */
import { solidJpeg } from '../../simulator/state/jpeg.mts';

export const jpeg = (width: number, height: number) => solidJpeg(width, height, [10, 20, 30]);
export const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** Puts a segment behind the start of a JPEG, as cameras do. */
export const withSegment = (bytes: Buffer, marker: number, content: Buffer) => {
	const head = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]);
	return Buffer.concat([bytes.subarray(0, 2), head, content, bytes.subarray(2)]);
};

export const PNG = latin1('\x89PNG\r\n\x1a\n');
export const MP4 = latin1('\0\0\0\x18ftypisom');

/** A box of an MP4 or MOV; `sizeBytes` is what it says of itself. */
export const box = (type: string, content: Buffer, sizeBytes = content.length + 8) => {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(sizeBytes, 0);
	return Buffer.concat([head.fill(type, 4, 8, 'latin1'), content]);
};

/** One whose size takes 64 bits. */
export const longBox = (type: string, content: Buffer) => {
	const size = Buffer.alloc(8);
	size.writeBigUInt64BE(BigInt(content.length + 16));
	return box(type, Buffer.concat([size, content]), 1);
};
/** The header that says how long a video is, of 32 bits and of 64. */
export const movieHeader = (duration: bigint, timescale = 1000) => {
	const header = Buffer.alloc(100);
	header.writeUInt32BE(timescale, 12);
	header.writeUInt32BE(Number(duration), 16);
	return box('mvhd', header);
};
export const longMovieHeader = (duration: bigint, timescale = 1000) => {
	const header = Buffer.alloc(112);
	header[0] = 1;
	header.writeUInt32BE(timescale, 20);
	header.writeBigUInt64BE(duration, 24);
	return box('mvhd', header);
};
export const TYPE = box('ftyp', latin1('isom\0\0\0\0'));
export const video = (durationMs: number) =>
	Buffer.concat([TYPE, box('moov', movieHeader(BigInt(durationMs)))]);
