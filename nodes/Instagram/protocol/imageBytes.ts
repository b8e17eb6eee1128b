/** What a file is, told by its bytes: names and MIME types lie. */

const JPEG_START = [0xff, 0xd8, 0xff];

export function isJpeg(bytes: Uint8Array): boolean {
	return JPEG_START.every((byte, position) => bytes[position] === byte);
}
