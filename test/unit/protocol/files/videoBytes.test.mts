import fc from 'fast-check';

import { readVideoDurationMs } from '../../../../nodes/Instagram/protocol/files/videoBytes';
import { fixture } from '../../../../simulator/state/fixtures.mts';
import { box, longBox, longMovieHeader, movieHeader, TYPE } from '../../../support/fileBytes.mts';

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
		['a size of 64 bits that is 0', box('mdat', Buffer.alloc(40), 1)],
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
