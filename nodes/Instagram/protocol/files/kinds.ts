/** What a file is, recognized by its first bytes: names and MIME types can be wrong. */

export type FileKind =
	| 'aac'
	| 'avi'
	| 'avif'
	| 'bmp'
	| 'gif'
	| 'heic'
	| 'html'
	| 'jpeg'
	| 'm4a'
	| 'mov'
	| 'mp3'
	| 'mp4'
	| 'ogg'
	| 'pdf'
	| 'png'
	| 'tiff'
	| 'wav'
	| 'webm'
	| 'webp';

const NAMES: Readonly<Record<FileKind, string>> = {
	aac: 'an AAC sound file',
	avi: 'an AVI video',
	avif: 'an AVIF image',
	bmp: 'a BMP image',
	gif: 'a GIF image',
	heic: 'a HEIC image',
	html: 'a web page',
	jpeg: 'a JPEG image',
	m4a: 'an M4A sound file',
	mov: 'a MOV video',
	mp3: 'an MP3 sound file',
	mp4: 'an MP4 video',
	ogg: 'an Ogg file',
	pdf: 'a PDF document',
	png: 'a PNG image',
	tiff: 'a TIFF image',
	wav: 'a WAV sound file',
	webm: 'a WebM video',
	webp: 'a WebP image',
};

const MIME_TYPES: Readonly<Record<FileKind, string>> = {
	aac: 'audio/aac',
	avi: 'video/x-msvideo',
	avif: 'image/avif',
	bmp: 'image/bmp',
	gif: 'image/gif',
	heic: 'image/heic',
	html: 'text/html',
	jpeg: 'image/jpeg',
	m4a: 'audio/mp4',
	mov: 'video/quicktime',
	mp3: 'audio/mpeg',
	mp4: 'video/mp4',
	ogg: 'audio/ogg',
	pdf: 'application/pdf',
	png: 'image/png',
	tiff: 'image/tiff',
	wav: 'audio/wav',
	webm: 'video/webm',
	webp: 'image/webp',
};

/** Other MIME types in use for the same kind; MP4, Ogg and WebM hold sound as well as video. */
const ALIASES: Partial<Readonly<Record<FileKind, readonly string[]>>> = {
	aac: ['audio/aacp', 'audio/x-aac'],
	avi: ['video/avi', 'video/msvideo'],
	bmp: ['image/x-ms-bmp'],
	heic: ['image/heif'],
	jpeg: ['image/jpg', 'image/pjpeg'],
	m4a: ['audio/m4a', 'audio/x-m4a'],
	mp3: ['audio/mp3'],
	mp4: ['audio/mp4', 'video/x-m4v'],
	ogg: ['application/ogg', 'video/ogg'],
	pdf: ['application/x-pdf'],
	wav: ['audio/vnd.wave', 'audio/wave', 'audio/x-wav'],
	webm: ['audio/webm', 'video/x-matroska'],
};

/** Whether a declared content type, parameters and all, names the kind. */
export function isTypeOf(kind: FileKind, contentType: string): boolean {
	const declared = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
	return declared === MIME_TYPES[kind] || (ALIASES[kind]?.includes(declared) ?? false);
}

/** @returns `undefined` for a file of unknown kind */
export function mimeTypeOf(kind: FileKind | undefined): string | undefined {
	return kind && MIME_TYPES[kind];
}

/** "a PNG image" */
export function nameOfKind(kind: FileKind | undefined): string {
	return kind === undefined ? 'a file of unknown kind' : NAMES[kind];
}

/** The text that a file starts with, one character for each byte. */
const STARTS: ReadonlyArray<readonly [start: string, kind: FileKind]> = [
	['\xff\xd8\xff', 'jpeg'],
	['\x89PNG\r\n\x1a\n', 'png'],
	['GIF8', 'gif'],
	['BM', 'bmp'],
	['II*\0', 'tiff'],
	['MM\0*', 'tiff'],
	['%PDF-', 'pdf'],
	['\x1a\x45\xdf\xa3', 'webm'],
	['OggS', 'ogg'],
	['ID3', 'mp3'],
];

/** The form of a RIFF file, at byte 8. */
const RIFF_FORMS: Readonly<Record<string, FileKind>> = { WEBP: 'webp', WAVE: 'wav', 'AVI ': 'avi' };

const HEIC_BRANDS: ReadonlySet<string> = new Set(['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1']);

/** @returns the kind of the file that starts with `head`, or `undefined` for one that is not known here */
export function sniffFile(head: Uint8Array): FileKind | undefined {
	const text = Buffer.from(head.subarray(0, 512)).toString('latin1');
	const start = STARTS.find(([prefix]) => text.startsWith(prefix));
	if (start) return start[1];
	if (text.startsWith('RIFF')) return RIFF_FORMS[text.slice(8, 12)];
	if (text.slice(4, 8) === 'ftyp') return isoKind(text.slice(8, 12));
	// QuickTime files of old cameras begin without a type box
	if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(text.slice(4, 8))) return 'mov';
	if (/^\s*<(!doctype|html|head|body|\?xml)/i.test(text)) return 'html';
	return soundFrame(head);
}

function isoKind(brand: string): FileKind {
	if (brand === 'qt  ') return 'mov';
	if (brand.startsWith('M4A') || brand.startsWith('M4B')) return 'm4a';
	if (brand === 'avif' || brand === 'avis') return 'avif';
	return HEIC_BRANDS.has(brand) ? 'heic' : 'mp4';
}

/** AAC and MP3 without a header both start with twelve set bits; the layer, 0 for AAC, tells them apart. */
function soundFrame([first, second = 0]: Uint8Array): FileKind | undefined {
	if (first !== 0xff || (second & 0xf0) !== 0xf0) return undefined;
	return (second & 0x06) === 0 ? 'aac' : 'mp3';
}
