import { deflateSync } from 'node:zlib';

import { solidJpeg } from './jpeg.mts';
import type { StoredFile } from './model.mts';

/** Files of the customer's media server, media.example.test: real bytes, made on demand. */
const makers: Record<string, () => StoredFile> = {
	'photo.jpg': () => jpeg(1080, 1080, [193, 53, 132]),
	'story.jpg': () => jpeg(1080, 1920, [64, 93, 230]),
	'cover.jpg': () => jpeg(1080, 1920, [20, 20, 20]),
	/** 3:1, outside 4:5 .. 1.91:1. */
	'wide.jpg': () => jpeg(1440, 480, [225, 48, 108]),
	/** A valid picture followed by padding, over 8 MB. */
	'huge.jpg': () => ({
		contentType: 'image/jpeg',
		bytes: Buffer.concat([solidJpeg(1080, 1080, [1, 2, 3]), Buffer.alloc(8 * 1024 * 1024 + 1)]),
	}),
	'image.png': () => ({ contentType: 'image/png', bytes: png() }),
	'animation.gif': () => ({
		contentType: 'image/gif',
		bytes: Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
	}),
	'reel.mp4': () => video(15_000, 1080, 1920),
	'story.mp4': () => video(12_000, 1080, 1920),
	'clip-1.mp4': () => video(8_000, 1080, 1080),
	'clip-2.mp4': () => video(9_000, 1080, 1080),
	/** Shorter than the 3 seconds of the specification. */
	'short.mp4': () => video(1_000, 1080, 1920),
	'long-story.mp4': () => video(75_000, 1080, 1920),
	'voice.m4a': () => ({ contentType: 'audio/mp4', bytes: mp4('M4A ', 4_000, 0, 0) }),
	'document.pdf': () => ({
		contentType: 'application/pdf',
		bytes: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
	}),
	'page.html': () => ({
		contentType: 'text/html; charset=utf-8',
		bytes: Buffer.from('<!doctype html><title>Sign in</title><p>Please sign in to see this picture.'),
	}),
};
for (let i = 2; i <= 12; i++)
	makers[`photo-${i}.jpg`] = () => jpeg(1080, 1080, [(i * 37) % 256, (i * 91) % 256, 120]);

const made = new Map<string, StoredFile>();

export const FIXTURE_NAMES: readonly string[] = Object.keys(makers);

/** A fixture file by its name. */
export function fixture(name: string): StoredFile | undefined {
	const known = made.get(name);
	if (known !== undefined) return known;
	const file = Object.hasOwn(makers, name) ? makers[name]?.() : undefined;
	if (file !== undefined) made.set(name, file);
	return file;
}

function jpeg(width: number, height: number, rgb: [number, number, number]): StoredFile {
	return { contentType: 'image/jpeg', bytes: solidJpeg(width, height, rgb) };
}

function video(durationMs: number, width: number, height: number): StoredFile {
	return { contentType: 'video/mp4', bytes: mp4('isom', durationMs, width, height) };
}

/**
 * The boxes of an MP4 with `moov` first; enough for whoever reads duration and size, without a picture in it.
 */
function mp4(brand: string, durationMs: number, width: number, height: number): Buffer {
	const mvhd = Buffer.alloc(100);
	mvhd.writeUInt32BE(1000, 12);
	mvhd.writeUInt32BE(durationMs, 16);
	mvhd.writeUInt32BE(0x00010000, 20);
	mvhd.writeUInt32BE(2, 96);
	const tkhd = Buffer.alloc(84);
	tkhd.writeUInt32BE(3, 0);
	tkhd.writeUInt32BE(1, 12);
	tkhd.writeUInt32BE(durationMs, 20);
	tkhd.writeUInt32BE((width << 16) >>> 0, 76);
	tkhd.writeUInt32BE((height << 16) >>> 0, 80);
	const ftyp = Buffer.concat([Buffer.from(brand), Buffer.alloc(4), Buffer.from(`${brand}mp42`)]);
	return Buffer.concat([
		box('ftyp', ftyp),
		box('moov', Buffer.concat([box('mvhd', mvhd), box('trak', box('tkhd', tkhd))])),
		box('mdat', Buffer.alloc(2048, 7)),
	]);
}

function box(type: string, content: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(content.length + 8, 0);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, content]);
}

/** A 320 x 320 grey PNG. */
function png(): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(320, 0);
	header.writeUInt32BE(320, 4);
	header.set([8, 0, 0, 0, 0], 8);
	const rows = Buffer.alloc(321 * 320, 128);
	for (let row = 0; row < 320; row++) rows[row * 321] = 0;
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, content: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(content.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

function crc32(bytes: Buffer): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	return (crc ^ 0xffffffff) >>> 0;
}
