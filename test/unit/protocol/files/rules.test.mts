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
import { fixture } from '../../../../simulator/state/fixtures.mts';
import { jpeg, latin1, MP4, PNG, video, withSegment } from '../../../support/fileBytes.mts';

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
