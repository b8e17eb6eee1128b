import fc from 'fast-check';

import {
	isTypeOf,
	mimeTypeOf,
	nameOfKind,
	sniffFile,
	type FileKind,
} from '../../../../nodes/Instagram/protocol/files/kinds';
import {
	CAROUSEL_ITEM,
	CAROUSEL_VIDEO,
	COVER_IMAGE,
	FEED_IMAGE,
	fileProblem,
	MESSAGE_AUDIO,
	MESSAGE_FILE,
	MESSAGE_IMAGE,
	MESSAGE_VIDEO,
	REEL_VIDEO,
	STORY_IMAGE,
	STORY_VIDEO,
} from '../../../../nodes/Instagram/protocol/files/rules';
import { readJpegSize } from '../../../../nodes/Instagram/protocol/files/imageBytes';
import { readVideoDurationMs } from '../../../../nodes/Instagram/protocol/files/videoBytes';
import { fixture } from '../../../../simulator/state/fixtures.mts';
import { solidJpeg } from '../../../../simulator/state/jpeg.mts';

const jpeg = (width: number, height: number) => solidJpeg(width, height, [10, 20, 30]);
const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** Puts a segment behind the start of a JPEG, as cameras do. */
const withSegment = (bytes: Buffer, marker: number, content: Buffer) => {
	const head = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]);
	return Buffer.concat([bytes.subarray(0, 2), head, content, bytes.subarray(2)]);
};
const PNG = latin1('\x89PNG\r\n\x1a\n');
const MP4 = latin1('\0\0\0\x18ftypisom');

/** A box of an MP4 or MOV. A longer size says that the rest of it is not here. */
const box = (type: string, content: Buffer, sizeBytes = content.length + 8) => {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(sizeBytes, 0);
	return Buffer.concat([head.fill(type, 4, 8, 'latin1'), content]);
};
/** One whose size takes 64 bits. */
const longBox = (type: string, content: Buffer) => {
	const size = Buffer.alloc(8);
	size.writeBigUInt64BE(BigInt(content.length + 16));
	return box(type, Buffer.concat([size, content]), 1);
};
const movieHeader = (duration: bigint, timescale = 1000) => {
	const header = Buffer.alloc(100);
	header.writeUInt32BE(timescale, 12);
	header.writeUInt32BE(Number(duration), 16);
	return box('mvhd', header);
};
const longMovieHeader = (duration: bigint, timescale = 1000) => {
	const header = Buffer.alloc(112);
	header[0] = 1;
	header.writeUInt32BE(timescale, 20);
	header.writeBigUInt64BE(duration, 24);
	return box('mvhd', header);
};
const TYPE = box('ftyp', latin1('isom\0\0\0\0'));
const video = (durationMs: number) => Buffer.concat([TYPE, box('moov', movieHeader(BigInt(durationMs)))]);

describe('sniffFile', () => {
	it.each<[FileKind, Buffer]>([
		['jpeg', jpeg(16, 16)],
		['png', PNG],
		['gif', latin1('GIF89a')],
		['webp', latin1('RIFF\0\0\0\0WEBPVP8 ')],
		['wav', latin1('RIFF\0\0\0\0WAVEfmt ')],
		['avi', latin1('RIFF\0\0\0\0AVI LIST')],
		['heic', latin1('\0\0\0\x18ftypheic')],
		['heic', latin1('\0\0\0\x18ftypmif1')],
		['avif', latin1('\0\0\0\x18ftypavif')],
		['avif', latin1('\0\0\0\x1cftypavis')],
		['mp4', MP4],
		['mp4', latin1('\0\0\0\x18ftypmp42')],
		['mov', latin1('\0\0\0\x14ftypqt  ')],
		['mov', latin1('\0\0\0\x08wide\0\0\0\0')],
		['m4a', latin1('\0\0\0\x18ftypM4A ')],
		['m4a', latin1('\0\0\0\x18ftypM4B ')],
		['tiff', latin1('II*\0')],
		['tiff', latin1('MM\0*')],
		['bmp', latin1('BM\0\0')],
		['pdf', latin1('%PDF-1.7')],
		['webm', latin1('\x1a\x45\xdf\xa3')],
		['ogg', latin1('OggS')],
		['mp3', latin1('ID3\x04')],
		['mp3', latin1('\xff\xfb\x90\x00')],
		['aac', latin1('\xff\xf1\x50\x80')],
		['html', latin1('\n <!DOCTYPE html><html>')],
	])('knows %s', (kind, bytes) => {
		expect(sniffFile(bytes)).toBe(kind);
		expect(nameOfKind(kind)).toMatch(/^an? (?!file of unknown)/);
		expect(isTypeOf(kind, mimeTypeOf(kind) ?? '')).toBe(true);
	});

	it.each([
		latin1(''),
		latin1('hello'),
		latin1('RIFF\0\0\0\0????'),
		latin1('\xff\xd8'),
		latin1('See <html>'),
		latin1('\x01\xfb\x90\x00'),
	])('does not know %j', (bytes) => {
		expect(sniffFile(bytes)).toBeUndefined();
		expect(nameOfKind(undefined)).toBe('a file of unknown kind');
		expect(mimeTypeOf(undefined)).toBeUndefined();
	});
});

describe('the type that a file is said to have', () => {
	it.each<[FileKind, string]>([
		['aac', 'audio/x-aac'],
		['avi', 'video/avi'],
		['bmp', 'image/x-ms-bmp'],
		['heic', 'image/heif'],
		['jpeg', 'image/jpg'],
		['jpeg', ' IMAGE/JPEG ; charset=binary'],
		['m4a', 'audio/x-m4a'],
		['mp3', 'audio/mp3'],
		['mp4', 'audio/mp4'],
		['ogg', 'video/ogg'],
		['pdf', 'application/x-pdf'],
		['wav', 'audio/x-wav'],
		['webm', 'audio/webm'],
	])('may be, of %s, %s', (kind, contentType) => expect(isTypeOf(kind, contentType)).toBe(true));

	it.each<[FileKind, string]>([
		['jpeg', 'image/png'],
		['png', 'image/jpeg'],
		['png', 'application/octet-stream'],
		['gif', ''],
	])('is wrong, of %s, as %j', (kind, contentType) => expect(isTypeOf(kind, contentType)).toBe(false));
});

describe('readJpegSize', () => {
	it('reads any size', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 }), (width, height) => {
				expect(readJpegSize(jpeg(width, height))).toEqual({ width, height, mayBeTurned: false });
			}),
			{ numRuns: 50 },
		);
	});

	it('looks behind large metadata, and notices an Exif block', () => {
		const large = [1, 2, 3].reduce(
			(bytes) => withSegment(bytes, 0xe2, Buffer.alloc(60_000, 0xff)),
			jpeg(320, 200),
		);
		expect(readJpegSize(withSegment(large, 0xe1, latin1('Exif\0\0')))).toEqual({
			width: 320,
			height: 200,
			mayBeTurned: true,
		});
	});

	const behindStart = (...bytes: number[]) => {
		const picture = jpeg(320, 200);
		return Buffer.concat([picture.subarray(0, 2), Buffer.from(bytes), picture.subarray(2)]);
	};
	/** Where the frame marker stands; height and width are its bytes 5 to 8. */
	const FRAME = jpeg(320, 200).indexOf(Buffer.from([0xff, 0xc0]));
	const withFrame = (...bytes: Array<[at: number, byte: number]>) => {
		const picture = jpeg(320, 200);
		for (const [at, byte] of bytes) picture[FRAME + at] = byte;
		return picture;
	};

	it.each([
		['a Huffman table', withSegment(jpeg(320, 200), 0xc4, Buffer.alloc(20, 9))],
		['an extension', withSegment(jpeg(320, 200), 0xc8, Buffer.alloc(20, 9))],
		['arithmetic conditioning', withSegment(jpeg(320, 200), 0xcc, Buffer.alloc(20, 9))],
		['a reserved marker', withSegment(jpeg(320, 200), 0x02, Buffer.alloc(20, 9))],
		['a comment', withSegment(jpeg(320, 200), 0xfe, Buffer.alloc(20, 9))],
		['a segment without content', withSegment(jpeg(320, 200), 0xfe, Buffer.alloc(0))],
		['a marker without a length', behindStart(0xff, 0x01)],
		['the first restart', behindStart(0xff, 0xd0)],
		['another start', behindStart(0xff, 0xd8)],
		['an end', behindStart(0xff, 0xd9)],
		['fill bytes', behindStart(0xff, 0xff, 0xff)],
	])('looks behind %s', (_what, bytes) => {
		expect(readJpegSize(bytes)).toEqual({ width: 320, height: 200, mayBeTurned: false });
	});

	it.each([0xc0, 0xc2, 0xcf])('knows the frame marker %#', (marker) => {
		expect(readJpegSize(withFrame([1, marker]))).toMatchObject({ width: 320, height: 200 });
	});

	it('needs the header up to the size, and no more', () => {
		expect(readJpegSize(jpeg(320, 200).subarray(0, FRAME + 9))).toMatchObject({ width: 320 });
		expect(readJpegSize(jpeg(320, 200).subarray(0, FRAME + 8))).toBeUndefined();
	});

	it.each([
		['no marker where one belongs', behindStart(0x00, 0x02)],
		['a segment shorter than its length', behindStart(0xff, 0xfe, 0, 1)],
		['a height that comes later', withFrame([5, 0], [6, 0])],
		['no width', withFrame([7, 0], [8, 0])],
	])('gives no size for %s', (_what, bytes) => expect(readJpegSize(bytes)).toBeUndefined());

	it('never fails on any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (noise, cut) => {
				const bytes = Buffer.concat([jpeg(32, 32).subarray(0, cut), noise]);
				const size = readJpegSize(bytes);
				return size === undefined || (size.width > 0 && size.height > 0);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('readVideoDurationMs', () => {
	it.each([
		['reel.mp4', 15_000],
		['clip-1.mp4', 8000],
		['short.mp4', 1000],
	])('%s lasts %i ms', (name, durationMs) => {
		expect(readVideoDurationMs(fixture(name)!.bytes)).toBe(durationMs);
	});

	const mdat = Buffer.alloc(50);

	it.each([
		['the long form of the header', box('moov', longMovieHeader(10_000n))],
		['a scale of its own', box('moov', movieHeader(6000n, 600))],
		['other boxes before it', box('moov', Buffer.concat([box('udta', mdat), movieHeader(10_000n)]))],
		['the file itself behind it', Buffer.concat([box('moov', movieHeader(10_000n)), box('mdat', mdat)])],
		['the file itself before it', Buffer.concat([box('mdat', mdat), box('moov', movieHeader(10_000n))])],
		[
			'a file so long that its size takes 64 bits',
			Buffer.concat([longBox('mdat', mdat), box('moov', movieHeader(10_000n))]),
		],
		[
			'a box without content',
			Buffer.concat([box('free', mdat.subarray(0, 0)), box('moov', movieHeader(10_000n))]),
		],
		['a box that goes to the end of the file', box('moov', movieHeader(10_000n), 0)],
		['no more than the header', box('moov', movieHeader(10_000n)).subarray(0, 8 + 8 + 32)],
	])('reads %s', (_what, bytes) => {
		expect(readVideoDurationMs(Buffer.concat([TYPE, bytes]))).toBe(10_000);
	});

	it.each([
		['a length that its writer did not know', box('moov', movieHeader(0xffff_ffffn))],
		['the same in the long form', box('moov', longMovieHeader(0xffff_ffff_ffff_ffffn))],
		['a length of 0', box('moov', movieHeader(0n))],
		['a scale of 0', box('moov', movieHeader(10_000n, 0))],
		['a box smaller than its own header', box('free', box('moov', movieHeader(10_000n)), 4)],
		['a size of 64 bits that is cut off', box('mdat', Buffer.alloc(4), 1)],
		['a header that is cut off', box('moov', movieHeader(10_000n)).subarray(0, 8 + 8 + 31)],
	])('says nothing about %s', (_what, bytes) => {
		expect(readVideoDurationMs(Buffer.concat([TYPE, bytes]))).toBeUndefined();
	});

	it('says nothing about a file whose header is elsewhere, cut off or senseless', () => {
		const bytes = fixture('reel.mp4')!.bytes;
		expect(readVideoDurationMs(bytes.subarray(0, 40))).toBeUndefined();
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (noise, cut) => {
				const durationMs = readVideoDurationMs(Buffer.concat([bytes.subarray(0, cut), noise]));
				return durationMs === undefined || durationMs > 0;
			}),
			{ numRuns: 500 },
		);
	});
});

describe('fileProblem', () => {
	const problem = (rule: Parameters<typeof fileProblem>[0], bytes: Buffer, sizeBytes = bytes.length) =>
		fileProblem(rule, { head: bytes, sizeBytes })?.problem;

	it.each([
		[800, 1000, true],
		[400, 500, true],
		[1080, 1350, true],
		[1910, 1000, true],
		[1000, 1000, true],
		[780, 1000, false],
		[1000, 2000, false],
		[1940, 1000, false],
	])('takes a feed photo of %i × %i: %s', (width, height, taken) => {
		expect(problem(FEED_IMAGE, jpeg(width / 10, height / 10)) === undefined).toBe(taken);
		expect(problem(STORY_IMAGE, jpeg(width / 10, height / 10))).toBeUndefined();
	});

	it('lets a photo through that may be shown turned', () => {
		const sideways = withSegment(jpeg(300, 500), 0xe1, latin1('Exif\0\0'));
		expect(problem(FEED_IMAGE, sideways)).toBeUndefined();
		const neither = withSegment(jpeg(400, 100), 0xe1, latin1('Exif\0\0'));
		expect(problem(FEED_IMAGE, neither)).toMatch(/400 × 100/);
	});

	it.each([
		['smaller', FEED_IMAGE, jpeg(100, 100), 8],
		['smaller', STORY_IMAGE, PNG, 8],
		['smaller', COVER_IMAGE, jpeg(100, 100), 8],
		['smaller', MESSAGE_IMAGE, PNG, 8],
		['smaller', MESSAGE_IMAGE, latin1('GIF89a'), 8],
		['cut', REEL_VIDEO, video(10_000), 300],
		['cut', STORY_VIDEO, video(10_000), 100],
		['cut', CAROUSEL_VIDEO, MP4, 300],
		['cut', CAROUSEL_ITEM, MP4, 300],
		['cut', MESSAGE_VIDEO, MP4, 25],
		['cut', MESSAGE_AUDIO, latin1('\0\0\0\x18ftypM4A '), 25],
		['cut', MESSAGE_FILE, latin1('%PDF-1.7'), 25],
	])('knows the limit of size, and that a file can be made %s: %#', (remedy, rule, bytes, mebibytes) => {
		const limitBytes = mebibytes * 1024 * 1024;
		expect(problem(rule, bytes, limitBytes)).toBeUndefined();
		expect(fileProblem(rule, { head: bytes, sizeBytes: limitBytes + 1 })).toEqual({
			problem: `holds a file of ${mebibytes}.0 MB; Instagram takes at most ${mebibytes} MB here`,
			remedy: expect.stringContaining(remedy) as string,
		});
	});

	it.each([
		[FEED_IMAGE, latin1('GIF89a'), 'holds a GIF image; Instagram takes JPEG images here'],
		[FEED_IMAGE, latin1('hello'), 'holds a file of unknown kind; Instagram takes JPEG images here'],
		[FEED_IMAGE, latin1(''), 'holds an empty file; Instagram takes JPEG images here'],
		[REEL_VIDEO, PNG, 'holds a PNG image; Instagram takes MP4 and MOV videos here'],
		[CAROUSEL_ITEM, latin1('%PDF-1.7'), 'holds a PDF document; Instagram takes JPEG images, MP4 and MOV'],
		[MESSAGE_VIDEO, PNG, 'holds a PNG image; Instagram takes MP4, MOV, Ogg, AVI and WebM videos here'],
	])('names what a file is, and what is taken: %#', (rule, bytes, words) => {
		expect(problem(rule, bytes)).toContain(words);
	});

	it.each<[string, Parameters<typeof fileProblem>[0], Buffer]>([
		['a PNG photo', FEED_IMAGE, PNG],
		['a carousel item', CAROUSEL_ITEM, PNG],
		['a carousel item', CAROUSEL_ITEM, latin1('\0\0\0\x14ftypqt  ')],
		['a video whose length is not in its first bytes', REEL_VIDEO, MP4],
		['a carousel video of any length', CAROUSEL_VIDEO, video(3_600_000)],
		['an Ogg video in a message', MESSAGE_VIDEO, latin1('OggS')],
		['a WebM video in a message', MESSAGE_VIDEO, latin1('\x1a\x45\xdf\xa3')],
		['an AVI video in a message', MESSAGE_VIDEO, latin1('RIFF\0\0\0\0AVI LIST')],
	])('leaves %s to Meta: %#', (_what, rule, bytes) => expect(problem(rule, bytes)).toBeUndefined());

	it.each([
		[REEL_VIDEO, 2400, false],
		[REEL_VIDEO, 2600, true],
		[REEL_VIDEO, 900_400, true],
		[REEL_VIDEO, 900_600, false],
		[STORY_VIDEO, 2400, false],
		[STORY_VIDEO, 60_400, true],
		[STORY_VIDEO, 60_600, false],
	])('knows how long a video may be, and that Meta may round: %#', (rule, durationMs, taken) => {
		expect(problem(rule, video(durationMs))).toEqual(
			taken ? undefined : expect.stringContaining(`holds a video of ${durationMs / 1000} seconds`),
		);
	});

	it('knows how long a reel may be', () => {
		expect(problem(REEL_VIDEO, fixture('reel.mp4')!.bytes)).toBeUndefined();
		expect(problem(REEL_VIDEO, fixture('short.mp4')!.bytes)).toContain('1 seconds');
	});
});
