/**
 * A baseline JPEG encoder for one-colour pictures: the fixture files are real pictures that any decoder
 * opens, without an image library and without binary files in the repository.
 */
const DC_BITS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_VALUES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/** Standard luminance DC codes by category. */
const DC_CODES = [
	'00',
	'010',
	'011',
	'100',
	'101',
	'110',
	'1110',
	'11110',
	'111110',
	'1111110',
	'11111110',
	'111111110',
];
/** An AC table that knows one symbol, end of block, with the code 0. */
const AC_BITS = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** A picture of one colour; 4:2:0, 16 x 16 pixels per unit. */
export function solidJpeg(width: number, height: number, rgb: readonly [number, number, number]): Buffer {
	const [r, g, b] = rgb;
	const levels = [
		0.299 * r + 0.587 * g + 0.114 * b - 128,
		-0.1687 * r - 0.3313 * g + 0.5 * b,
		0.5 * r - 0.4187 * g - 0.0813 * b,
	].map((level) => Math.max(-1023, Math.min(1023, Math.round(level))));
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
		segment(0xdb, [0, ...new Array<number>(64).fill(8)]),
		segment(0xc0, [
			8,
			height >> 8,
			height & 255,
			width >> 8,
			width & 255,
			3,
			1,
			0x22,
			0,
			2,
			0x11,
			0,
			3,
			0x11,
			0,
		]),
		segment(0xc4, [0x00, ...DC_BITS, ...DC_VALUES]),
		segment(0xc4, [0x10, ...AC_BITS, 0x00]),
		segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
		scan(Math.ceil(width / 16) * Math.ceil(height / 16), levels),
		Buffer.from([0xff, 0xd9]),
	]);
}

function segment(marker: number, bytes: number[]): Buffer {
	const length = bytes.length + 2;
	return Buffer.from([0xff, marker, length >> 8, length & 255, ...bytes]);
}

function scan(units: number, levels: number[]): Buffer {
	const [y = 0, cb = 0, cr = 0] = levels;
	const first = dc(y) + dc(0).repeat(3) + dc(cb) + dc(cr);
	const rest = dc(0).repeat(6);
	const bits = first + rest.repeat(units - 1);
	const bytes: number[] = [];
	for (let at = 0; at < bits.length; at += 8) {
		const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, '1'), 2);
		bytes.push(byte);
		if (byte === 0xff) bytes.push(0);
	}
	return Buffer.from(bytes);
}

/** One block: the difference of the DC level, then end of block. */
function dc(difference: number): string {
	const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
	const value = difference < 0 ? difference + (1 << size) - 1 : difference;
	const magnitude = size === 0 ? '' : value.toString(2).padStart(size, '0');
	return `${DC_CODES[size] ?? ''}${magnitude}0`;
}
