import fc from 'fast-check';

import { nameOfKind, sniffFile, type FileKind } from '../../../../nodes/Instagram/protocol/files/kinds';
import {
	CAROUSEL_VIDEO,
	FEED_IMAGE,
	fileProblem,
	MESSAGE_AUDIO,
	MESSAGE_FILE,
	MESSAGE_IMAGE,
	REEL_VIDEO,
	STORY_IMAGE,
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

describe('sniffFile', () => {
	it.each<[FileKind, Buffer]>([
		['jpeg', jpeg(16, 16)],
		['png', latin1('\x89PNG\r\n\x1a\n')],
		['gif', latin1('GIF89a')],
		['webp', latin1('RIFF\0\0\0\0WEBPVP8 ')],
		['wav', latin1('RIFF\0\0\0\0WAVEfmt ')],
		['avi', latin1('RIFF\0\0\0\0AVI LIST')],
		['heic', latin1('\0\0\0\x18ftypheic')],
		['heic', latin1('\0\0\0\x18ftypmif1')],
		['avif', latin1('\0\0\0\x18ftypavif')],
		['mp4', latin1('\0\0\0\x18ftypisom')],
		['mp4', latin1('\0\0\0\x18ftypmp42')],
		['mov', latin1('\0\0\0\x14ftypqt  ')],
		['mov', latin1('\0\0\0\x08wide\0\0\0\0')],
		['m4a', latin1('\0\0\0\x18ftypM4A ')],
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
		expect(nameOfKind(kind)).toMatch(/^an? /);
	});

	it.each([latin1(''), latin1('hello'), latin1('RIFF\0\0\0\0????'), latin1('\xff\xd8')])(
		'does not know %j',
		(bytes) => {
			expect(sniffFile(bytes)).toBeUndefined();
		},
	);
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

	it('reads the long form of the header', () => {
		const box = (type: string, content: Buffer) => {
			const head = Buffer.alloc(8);
			head.writeUInt32BE(content.length + 8, 0);
			return Buffer.concat([head.fill(type, 4, 8, 'latin1'), content]);
		};
		const header = Buffer.alloc(108);
		header[0] = 1;
		header.writeUInt32BE(600, 20);
		header.writeBigUInt64BE(6000n, 24);
		expect(
			readVideoDurationMs(Buffer.concat([box('ftyp', latin1('qt  ')), box('moov', box('mvhd', header))])),
		).toBe(10_000);
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
		const sideways = withSegment(jpeg(400, 300), 0xe1, latin1('Exif\0\0'));
		expect(problem(FEED_IMAGE, sideways)).toBeUndefined();
		const neither = withSegment(jpeg(400, 100), 0xe1, latin1('Exif\0\0'));
		expect(problem(FEED_IMAGE, neither)).toMatch(/400 × 100/);
	});

	it.each([
		[FEED_IMAGE, jpeg(100, 100), 8],
		[MESSAGE_IMAGE, latin1('\x89PNG\r\n\x1a\n'), 8],
		[CAROUSEL_VIDEO, latin1('\0\0\0\x18ftypisom'), 300],
		[MESSAGE_AUDIO, latin1('\0\0\0\x18ftypM4A '), 25],
		[MESSAGE_FILE, latin1('%PDF-1.7'), 25],
	])('knows the limit of size', (rule, bytes, mebibytes) => {
		expect(problem(rule, bytes, mebibytes * 1024 * 1024)).toBeUndefined();
		expect(problem(rule, bytes, mebibytes * 1024 * 1024 + 1)).toContain(`at most ${mebibytes} MB`);
	});

	it('knows how long a reel may be', () => {
		expect(problem(REEL_VIDEO, fixture('reel.mp4')!.bytes)).toBeUndefined();
		expect(problem(REEL_VIDEO, fixture('short.mp4')!.bytes)).toContain('1 seconds');
	});
});
