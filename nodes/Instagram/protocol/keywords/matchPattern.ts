/**
 * Matches patterns by following all their branches at once (Thompson's construction), so that the time never
 * grows beyond the length of the text times the size of the pattern.
 */
import { holds, isLineEnd, isWordCharacter, type CharacterSet } from './characters';
import { parsePattern, PatternError, type AssertionKind, type PatternNode } from './parsePattern';

type Step =
	| { readonly kind: 'set'; readonly set: CharacterSet }
	| { readonly kind: 'assert'; readonly assertion: AssertionKind }
	| { readonly kind: 'fork'; readonly to: number[] }
	| { readonly kind: 'found' };

export interface PatternFlags {
	readonly ignoreCase: boolean;
	/** `^` and `$` stand for the ends of lines too. */
	readonly multiline: boolean;
	readonly dotAll: boolean;
}

/**
 * For each character of a text every step is looked at once at most, in the process that serves all of n8n.
 */
const MOST_STEPS = 500;

/**
 * @returns a function that tells whether the pattern occurs in a text
 * @throws PatternError for a pattern that is not supported or too large
 */
export function compilePattern(source: string, flags: PatternFlags): (text: string) => boolean {
	const steps: Step[] = [];
	append(steps, parsePattern(source, flags.dotAll));
	steps.push({ kind: 'found' });
	return (text) =>
		occurs(
			steps,
			flags,
			Array.from(text, (character) => character.codePointAt(0) ?? 0),
		);
}

function append(steps: Step[], node: PatternNode): void {
	if (steps.length > MOST_STEPS) throw new PatternError('too many repetitions');
	switch (node.kind) {
		case 'set':
		case 'assert':
			steps.push(node);
			return;
		case 'sequence':
			for (const part of node.parts) append(steps, part);
			return;
		case 'choice':
			appendChoice(steps, node.options);
			return;
		case 'repeat':
			appendTimes(steps, node.part, node.min);
			if (node.max === Infinity) appendLoop(steps, node.part);
			else for (let count = node.min; count < node.max; count += 1) appendOptional(steps, node.part);
	}
}

function appendTimes(steps: Step[], part: PatternNode, times: number): void {
	for (let count = 0; count < times; count += 1) {
		const before = steps.length;
		append(steps, part);
		// a part without steps, such as (), has none however often it is repeated
		if (steps.length === before) return;
	}
}

function pushFork(steps: Step[]): number[] {
	const to = [steps.length + 1];
	steps.push({ kind: 'fork', to });
	return to;
}

function appendChoice(steps: Step[], options: readonly PatternNode[]): void {
	const starts = pushFork(steps);
	starts.length = 0;
	const ends: number[][] = [];
	for (const option of options) {
		starts.push(steps.length);
		append(steps, option);
		ends.push(pushFork(steps));
	}
	for (const end of ends) end.splice(0, 1, steps.length);
}

function appendLoop(steps: Step[], part: PatternNode): void {
	const loop = steps.length;
	const into = pushFork(steps);
	append(steps, part);
	pushFork(steps).splice(0, 1, loop);
	into.push(steps.length);
}

function appendOptional(steps: Step[], part: PatternNode): void {
	const into = pushFork(steps);
	append(steps, part);
	into.push(steps.length);
}

function occurs(steps: readonly Step[], flags: PatternFlags, text: readonly number[]): boolean {
	let active: number[] = [];
	for (let position = 0; ; position += 1) {
		// a match may begin at every position
		const reached = follow(steps, [...active, 0], (assertion) => isTrue(assertion, text, position, flags));
		if (reached === 'found') return true;
		const codePoint = text[position];
		if (codePoint === undefined) return false;
		active = reached.filter((index) => takes(steps[index], codePoint, flags)).map((index) => index + 1);
	}
}

function takes(step: Step | undefined, codePoint: number, { ignoreCase }: PatternFlags): boolean {
	return step?.kind === 'set' && holds(step.set, codePoint, ignoreCase);
}

/** All steps that are reached without taking a character, each once. */
function follow(
	steps: readonly Step[],
	from: readonly number[],
	holdsHere: (assertion: AssertionKind) => boolean,
): number[] | 'found' {
	const reached = new Set(from);
	// a Set is iterated in insertion order, including what is added on the way
	for (const index of reached) {
		const step = steps[index];
		if (step?.kind === 'found') return 'found';
		if (step?.kind === 'fork') for (const target of step.to) reached.add(target);
		else if (step?.kind === 'assert' && holdsHere(step.assertion)) reached.add(index + 1);
	}
	return [...reached];
}

function isTrue(
	assertion: AssertionKind,
	text: readonly number[],
	position: number,
	{ multiline }: PatternFlags,
): boolean {
	const [before, after] = [text[position - 1], text[position]];
	switch (assertion) {
		case 'start':
			return position === 0 || (multiline && isLineEnd(before));
		case 'end':
			return position === text.length || (multiline && isLineEnd(after));
		case 'boundary':
			return isWordCharacter(before) !== isWordCharacter(after);
		case 'notBoundary':
			return isWordCharacter(before) === isWordCharacter(after);
	}
}
