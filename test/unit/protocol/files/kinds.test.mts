import {
	isTypeOf,
	mimeTypeOf,
	nameOfKind,
	sniffFile,
	type FileKind,
} from '../../../../nodes/Instagram/protocol/files/kinds';
import { jpeg, latin1, MP4, PNG } from '../../../support/fileBytes.mts';

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
