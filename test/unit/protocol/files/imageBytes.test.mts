import fc from 'fast-check';

import { readJpegSize } from '../../../../nodes/Instagram/protocol/files/imageBytes';
import { jpeg, latin1, withSegment } from '../../../support/fileBytes.mts';

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
		['no marker where one belongs', behindStart(0x00, 0xfe, 0, 2)],
		['a segment shorter than its length', behindStart(0xff, 0xfe, 0, 1)],
		['a segment of no length', behindStart(0xff, 0xfe, 0, 0)],
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
