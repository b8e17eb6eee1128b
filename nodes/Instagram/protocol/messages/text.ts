/**
 * Texts that are longer than one message. Instagram counts bytes of UTF-8, 1000 a message (Meta: "Send
 * Messages"), and characters in templates.
 */

/** How long a text is, in whatever Meta counts. */
export type Measure = (text: string) => number;

export const textBytes: Measure = (text) => Buffer.byteLength(text, 'utf8');
export const textCharacters: Measure = (text) => [...text].length;

const SENTENCE_END = /[.!?…]+["'»”’)\]]*(?=\s)|[。！？]+|(?=\n)/g;
const SPACE = /(?=\s)/g;
/** A sentence end before this share of the room is not a good place to cut: the part would be tiny. */
const MIN_SHARE = 1 / 3;

/**
 * Cuts a text at sentence ends, or else between words, or else between characters, never inside one.
 * @returns parts that each measure at most `max`, in order; only white space at the seams is lost
 */
export function splitText(text: string, measure: Measure, max: number): string[] {
	const parts: string[] = [];
	let rest = text.trim();
	while (measure(rest) > max) {
		const room = longestStart(rest, measure, max);
		const cut =
			lastSeam(rest, SENTENCE_END, room * MIN_SHARE, room) ?? lastSeam(rest, SPACE, 1, room) ?? room;
		parts.push(rest.slice(0, cut).trimEnd());
		rest = rest.slice(cut).trimStart();
	}
	if (rest !== '') parts.push(rest);
	return parts;
}

/**
 * Where the longest start that fits ends. A flag or a family emoji is one character to a reader, so it stays
 * whole if possible.
 */
function longestStart(text: string, measure: Measure, max: number): number {
	const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
	return fitting(characters, measure, max) ?? fitting(codePoints(text), measure, max) ?? text.length;
}

function fitting(
	pieces: Iterable<{ readonly segment: string }>,
	measure: Measure,
	max: number,
): number | undefined {
	let [end, size] = [0, 0];
	for (const { segment } of pieces) {
		size += measure(segment);
		if (size > max) break;
		end += segment.length;
	}
	return end === 0 ? undefined : end;
}

function* codePoints(text: string): Generator<{ readonly segment: string }> {
	for (const segment of text) yield { segment };
}

/** The last place to cut between two positions. */
function lastSeam(text: string, seams: RegExp, from: number, to: number): number | undefined {
	// one character more, since a seam is recognized by what comes after it
	const ends = [...text.slice(0, to + 1).matchAll(seams)].map((seam) => seam.index + seam[0].length);
	return ends.filter((end) => end >= from && end <= to).at(-1);
}
