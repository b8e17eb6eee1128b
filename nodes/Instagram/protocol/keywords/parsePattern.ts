/**
 * Reads the part of JavaScript's regular expressions that can be matched in linear time: no lookaround, no
 * back reference. A user's pattern meets texts that strangers write, and JavaScript's own engine can be made
 * to run for hours by a pattern such as `(a+)+$`; n8n gives a node no way to stop it.
 */
import {
	ANY_CHARACTER,
	CLASS_ESCAPES,
	NOT_A_LINE_END,
	plainRanges,
	type CharacterSet,
	type CodePointRange,
} from './characters';

export type AssertionKind = 'start' | 'end' | 'boundary' | 'notBoundary';

export type PatternNode =
	| { readonly kind: 'set'; readonly set: CharacterSet }
	| { readonly kind: 'assert'; readonly assertion: AssertionKind }
	| { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
	| { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
	| { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number };

/** The pattern cannot be used; the message is a clause for "… in the pattern". */
export class PatternError extends Error {}

const LITERAL_ESCAPES: Readonly<Record<string, string>> = {
	n: '\n',
	r: '\r',
	t: '\t',
	f: '\f',
	v: '\v',
	0: '\0',
};
const DEEPEST_GROUP = 50;

/**
 * @param dotAll whether `.` stands for line ends too (flag s)
 * @throws PatternError for what is not supported, and for what is not a pattern
 */
export function parsePattern(source: string, dotAll: boolean): PatternNode {
	const parser = new Parser([...source], dotAll);
	const node = parser.choice(0);
	if (!parser.atEnd()) throw new PatternError('a ) without its (');
	return node;
}

class Parser {
	private position = 0;

	constructor(
		private readonly characters: readonly string[],
		private readonly dotAll: boolean,
	) {}

	atEnd(): boolean {
		return this.position >= this.characters.length;
	}

	choice(depth: number): PatternNode {
		if (depth > DEEPEST_GROUP) throw new PatternError('too many groups inside each other');
		const options = [this.sequence(depth)];
		while (this.take('|')) options.push(this.sequence(depth));
		return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
	}

	private sequence(depth: number): PatternNode {
		const parts: PatternNode[] = [];
		while (!this.atEnd() && this.peek() !== '|' && this.peek() !== ')') parts.push(this.repeated(depth));
		return { kind: 'sequence', parts };
	}

	private repeated(depth: number): PatternNode {
		const part = this.atom(depth);
		const counts = this.quantifier();
		if (!counts) return part;
		if (part.kind === 'assert') throw new PatternError('nothing to repeat');
		// greedy or lazy decides what is matched, not whether
		this.take('?');
		if (this.quantifier()) throw new PatternError('nothing to repeat');
		const [min, max] = counts;
		if (max < min) throw new PatternError('a repetition whose numbers are out of order');
		return { kind: 'repeat', part, min, max };
	}

	private quantifier(): readonly [number, number] | undefined {
		if (this.take('*')) return [0, Infinity];
		if (this.take('+')) return [1, Infinity];
		if (this.take('?')) return [0, 1];
		const braces = /^\{(\d+)(,?)(\d*)\}/.exec(this.characters.slice(this.position).join(''));
		if (!braces) return undefined;
		const [text, first = '', comma, second] = braces;
		this.position += text.length;
		const min = Number(first);
		const max = comma === '' ? min : second === '' ? Infinity : Number(second);
		return [min, max];
	}

	private atom(depth: number): PatternNode {
		const character = this.next();
		switch (character) {
			case '.':
				return { kind: 'set', set: this.dotAll ? ANY_CHARACTER : NOT_A_LINE_END };
			case '^':
				return { kind: 'assert', assertion: 'start' };
			case '$':
				return { kind: 'assert', assertion: 'end' };
			case '(':
				return this.group(depth);
			case '[':
				return { kind: 'set', set: this.characterClass() };
			case '\\':
				return this.escape();
			case '*':
			case '+':
			case '?':
				throw new PatternError('nothing to repeat');
			default:
				return literal(character);
		}
	}

	private group(depth: number): PatternNode {
		if (this.take('?') && !this.take(':')) {
			const name = /^<[A-Za-z_]\w*>/.exec(
				this.characters.slice(this.position, this.position + 60).join(''),
			)?.[0];
			if (name === undefined) throw new PatternError('a lookahead or lookbehind');
			this.position += name.length;
		}
		const inner = this.choice(depth + 1);
		if (!this.take(')')) throw new PatternError('a ( without its )');
		return inner;
	}

	private escape(): PatternNode {
		if (this.take('b')) return { kind: 'assert', assertion: 'boundary' };
		if (this.take('B')) return { kind: 'assert', assertion: 'notBoundary' };
		const set = CLASS_ESCAPES[this.peek() ?? ''];
		if (!set) return literal(this.escapedCharacter());
		this.next();
		return { kind: 'set', set };
	}

	/** The character that stands after a backslash. */
	private escapedCharacter(): string {
		const character = this.next();
		const literalEscape = LITERAL_ESCAPES[character];
		if (literalEscape !== undefined) return literalEscape;
		if (character === 'x') return this.hex(2);
		if (character === 'u') {
			if (!this.take('{')) return this.hex(4);
			const end = this.characters.indexOf('}', this.position);
			const text = this.hex(end - this.position);
			this.next();
			return text;
		}
		if (/[1-9k]/.test(character)) throw new PatternError('a back reference');
		if (/[a-z]/i.test(character)) throw new PatternError(`the escape \\${character}`);
		return character;
	}

	private hex(length: number): string {
		const digits = this.characters.slice(this.position, this.position + Math.max(0, length)).join('');
		const codePoint =
			/^[0-9a-f]{1,6}$/i.test(digits) && digits.length === length ? parseInt(digits, 16) : Infinity;
		if (codePoint > 0x10ffff) throw new PatternError('an escape that is not a character');
		this.position += length;
		return String.fromCodePoint(codePoint);
	}

	private characterClass(): CharacterSet {
		const negated = this.take('^');
		const ranges: CodePointRange[] = [];
		while (!this.take(']')) {
			const first = this.classAtom();
			const isRange = this.peek() === '-' && this.characters[this.position + 1] !== ']';
			if (typeof first !== 'string') {
				ranges.push(...plainRanges(first));
				continue;
			}
			const from = first.codePointAt(0) ?? 0;
			if (!isRange) {
				ranges.push([from, from]);
				continue;
			}
			this.next();
			const last = this.classAtom();
			const to = typeof last === 'string' ? (last.codePointAt(0) ?? 0) : -1;
			if (to < from) throw new PatternError('a range whose ends are out of order');
			ranges.push([from, to]);
		}
		return { ranges, negated };
	}

	private classAtom(): string | CharacterSet {
		const character = this.next();
		if (character !== '\\') return character;
		const set = CLASS_ESCAPES[this.peek() ?? ''];
		if (set) {
			this.next();
			return set;
		}
		if (this.take('b')) return '\b';
		return this.take('-') ? '-' : this.escapedCharacter();
	}

	private peek(): string | undefined {
		return this.characters[this.position];
	}

	private next(): string {
		const character = this.peek();
		if (character === undefined) throw new PatternError('an end in the middle');
		this.position += 1;
		return character;
	}

	private take(character: string): boolean {
		if (this.peek() !== character) return false;
		this.position += 1;
		return true;
	}
}

function literal(character: string): PatternNode {
	const codePoint = character.codePointAt(0) ?? 0;
	return { kind: 'set', set: { ranges: [[codePoint, codePoint]], negated: false } };
}
