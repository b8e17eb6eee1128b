/** What bytes really are: Meta looks at them, not at file name or content type (publishing.md section 3). */
export type FileKind =
	| 'jpeg'
	| 'png'
	| 'gif'
	| 'webp'
	| 'mp4'
	| 'mov'
	| 'm4a'
	| 'webm'
	| 'avi'
	| 'ogg'
	| 'wav'
	| 'aac'
	| 'pdf'
	| 'html'
	| 'unknown';

export interface Picture {
	width: number;
	height: number;
	progressive: boolean;
}

export interface Video {
	durationMs: number;
	width: number;
	height: number;
	moovFirst: boolean;
	editList: boolean;
}

export function sniff(bytes: Buffer): FileKind {
	const head = bytes.subarray(0, 16).toString('latin1');
	if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
	if (head.startsWith('\x89PNG')) return 'png';
	if (head.startsWith('GIF8')) return 'gif';
	if (head.startsWith('RIFF')) {
		const form = head.slice(8, 12);
		return form === 'WEBP' ? 'webp' : form === 'WAVE' ? 'wav' : form === 'AVI ' ? 'avi' : 'unknown';
	}
	if (head.slice(4, 8) === 'ftyp')
		return head.slice(8, 12) === 'qt  ' ? 'mov' : head.slice(8, 11) === 'M4A' ? 'm4a' : 'mp4';
	if (head.startsWith('\x1a\x45\xdf\xa3')) return 'webm';
	if (head.startsWith('OggS')) return 'ogg';
	if (head.startsWith('%PDF-')) return 'pdf';
	if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0) return 'aac';
	return /^\s*<(!doctype|html|head|body|\?xml)/i.test(bytes.subarray(0, 200).toString('latin1'))
		? 'html'
		: 'unknown';
}

/** Size of a JPEG from its frame header; undefined when there is none. */
export function readJpeg(bytes: Buffer): Picture | undefined {
	let at = 2;
	while (at + 9 < bytes.length) {
		if (bytes[at] !== 0xff) return undefined;
		const marker = bytes[at + 1] ?? 0;
		if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
			return {
				height: bytes.readUInt16BE(at + 5),
				width: bytes.readUInt16BE(at + 7),
				progressive: marker === 0xc2,
			};
		}
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	return undefined;
}

/** Duration and size of an MP4 or MOV; undefined without a readable `moov`. */
export function readVideo(bytes: Buffer): Video | undefined {
	const top = boxes(bytes, 0, bytes.length);
	const moovIndex = top.findIndex((one) => one.type === 'moov');
	const mdatIndex = top.findIndex((one) => one.type === 'mdat');
	const moov = top[moovIndex];
	if (moov === undefined) return undefined;
	const inside = boxes(bytes, moov.from, moov.to);
	const mvhd = inside.find((one) => one.type === 'mvhd');
	if (mvhd === undefined || mvhd.to - mvhd.from < 20) return undefined;
	const wide = bytes[mvhd.from] === 1;
	const scale = bytes.readUInt32BE(mvhd.from + (wide ? 20 : 12));
	const duration = wide ? Number(bytes.readBigUInt64BE(mvhd.from + 24)) : bytes.readUInt32BE(mvhd.from + 16);
	const video: Video = {
		durationMs: scale === 0 ? 0 : (duration / scale) * 1000,
		width: 0,
		height: 0,
		moovFirst: mdatIndex === -1 || moovIndex < mdatIndex,
		editList: false,
	};
	for (const trak of inside.filter((one) => one.type === 'trak')) {
		const parts = boxes(bytes, trak.from, trak.to);
		const tkhd = parts.find((one) => one.type === 'tkhd');
		if (tkhd === undefined || tkhd.to - tkhd.from < 84) continue;
		video.width = Math.max(video.width, bytes.readUInt32BE(tkhd.to - 8) >>> 16);
		video.height = Math.max(video.height, bytes.readUInt32BE(tkhd.to - 4) >>> 16);
		video.editList ||= parts.some((one) => one.type === 'edts');
	}
	return video;
}

function boxes(bytes: Buffer, from: number, to: number): { type: string; from: number; to: number }[] {
	const found: { type: string; from: number; to: number }[] = [];
	let at = from;
	while (at + 8 <= to) {
		const size = bytes.readUInt32BE(at) || to - at;
		if (size < 8 || at + size > to) break;
		found.push({ type: bytes.toString('latin1', at + 4, at + 8), from: at + 8, to: at + size });
		at += size;
	}
	return found;
}
