/** A keyword of the trigger's filter: a word or phrase, or a regular expression between slashes. */
import { compilePattern } from './matchPattern';
import { PatternError } from './parsePattern';

export type Keyword = { readonly matches: (text: string) => boolean } | { readonly problem: string };

/** Commas and line breaks separate keywords, but not inside a pattern such as `/a{1,3}/`. */
export function splitKeywords(text: string): string[] {
	return text.match(/\/.+?\/[a-z]*(?=\s*(?:[,\n]|$))|[^,\n\s][^,\n]*/g) ?? [];
}

const LONGEST_PATTERN = 500;
const WITH_SLASHES = /^\/(.+)\/([a-z]*)$/s;
const LETTER = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that write words without spaces between them. */
const WITHOUT_SPACES =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Reads a keyword; for one that cannot be used the problem comes back, as a clause that follows the keyword.
 */
export function readKeyword(text: string): Keyword {
	const [, source, flags] = WITH_SLASHES.exec(text) ?? [];
	if (source === undefined || flags === undefined) {
		const phrase = plainKeyword(text);
		if (phrase === '') return { problem: 'has no visible character' };
		return { matches: (given) => hasPhrase(plainKeyword(given), phrase) };
	}
	const strange = /[^gimsu]/.exec(flags)?.[0];
	if (strange !== undefined) return { problem: `has the flag ${strange}; i, m and s are supported` };
	if (source.length > LONGEST_PATTERN) return { problem: `is longer than ${LONGEST_PATTERN} characters` };
	try {
		const has = (flag: string) => flags.includes(flag);
		return {
			matches: compilePattern(source, { ignoreCase: has('i'), multiline: has('m'), dotAll: has('s') }),
		};
	} catch (error) {
		if (!(error instanceof PatternError)) throw error as Error;
		return { problem: `cannot be used: it has ${error.message}` };
	}
}

/**
 * Invisible characters: zero-width ones, soft hyphens, direction marks, and the selectors that decide whether
 * an emoji is drawn in colour.
 */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Compares capitals, because several small letters can share one: ſ and s, ς and σ, the Turkish ı and i. */
const withoutCase = (text: string) =>
	text
		.toUpperCase()
		.toLowerCase()
		.replace(/i\u0307/g, 'i')
		.replace(/ς/g, 'σ');

const plainKeyword = (text: string) =>
	withoutCase(text.normalize('NFKC').replace(UNSEEN, '')).normalize('NFC').replace(/\s+/g, ' ').trim();

/** Whole words only: "hi" does not occur in "this". */
function hasPhrase(text: string, phrase: string): boolean {
	const characters = [...phrase];
	const [opensWithLetter, closesWithLetter] = [isBound(characters[0]), isBound(characters.at(-1))];
	for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
		const before = [...text.slice(Math.max(0, at - 2), at)].at(-1);
		const [after] = text.slice(at + phrase.length, at + phrase.length + 2);
		if (!(opensWithLetter && isLetter(before)) && !(closesWithLetter && isLetter(after))) return true;
	}
	return false;
}

const isLetter = (character: string | undefined) => character !== undefined && LETTER.test(character);
const isBound = (character: string | undefined) =>
	isLetter(character) && !WITHOUT_SPACES.test(character ?? '');
