/** Sets of characters as a pattern names them: `a`, `[a-z]`, `\d`, `.`. */

export type CodePointRange = readonly [first: number, last: number];

export interface CharacterSet {
	readonly ranges: readonly CodePointRange[];
	readonly negated: boolean;
}

const LAST_CODE_POINT = 0x10ffff;
const point = (text: string) => text.codePointAt(0) ?? 0;
const range = (text: string): CodePointRange => [point(text), point(text.at(-1) ?? text)];

const DIGITS = [range('09')];
const WORD = [range('09'), range('AZ'), range('az'), range('__')];
const LINE_ENDS = [range('\n\n'), range('\r\r'), range('\u2028\u2029')];
const SPACES = [
	range('\t\r'),
	range('  '),
	range('\u00a0\u00a0'),
	range('\u1680\u1680'),
	range('\u2000\u200a'),
	range('\u2028\u2029'),
	range('\u202f\u202f'),
	range('\u205f\u205f'),
	range('\u3000\u3000'),
	range('\ufeff\ufeff'),
];

/** `\d`, `\w`, `\s` and their opposites. */
export const CLASS_ESCAPES: Readonly<Record<string, CharacterSet>> = {
	d: { ranges: DIGITS, negated: false },
	D: { ranges: DIGITS, negated: true },
	w: { ranges: WORD, negated: false },
	W: { ranges: WORD, negated: true },
	s: { ranges: SPACES, negated: false },
	S: { ranges: SPACES, negated: true },
};

export const ANY_CHARACTER: CharacterSet = { ranges: [[0, LAST_CODE_POINT]], negated: false };
export const NOT_A_LINE_END: CharacterSet = { ranges: LINE_ENDS, negated: true };

export const isWordCharacter = (codePoint: number | undefined) =>
	codePoint !== undefined && isInRanges(WORD, codePoint);
export const isLineEnd = (codePoint: number | undefined) =>
	codePoint !== undefined && isInRanges(LINE_ENDS, codePoint);

/**
 * The ranges of one of {@link CLASS_ESCAPES} without its negation. None of them reaches the last character.
 */
export function plainRanges({ ranges, negated }: CharacterSet): readonly CodePointRange[] {
	if (!negated) return ranges;
	const gaps: CodePointRange[] = [];
	let next = 0;
	for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
		gaps.push([next, first - 1]);
		next = last + 1;
	}
	return [...gaps, [next, LAST_CODE_POINT]];
}

/** Whether a set holds a character, in any case of letters when `ignoreCase`. */
export function holds({ ranges, negated }: CharacterSet, codePoint: number, ignoreCase: boolean): boolean {
	const found =
		isInRanges(ranges, codePoint) ||
		(ignoreCase && otherCases(codePoint).some((other) => isInRanges(ranges, other)));
	return found !== negated;
}

function isInRanges(ranges: readonly CodePointRange[], codePoint: number): boolean {
	return ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

function otherCases(codePoint: number): number[] {
	const text = String.fromCodePoint(codePoint);
	return [text.toLowerCase(), text.toUpperCase()].filter((other) => [...other].length === 1).map(point);
}
