/** Asking a person and waiting for the answer, as n8n's own messaging nodes do it. */
import { numberAt, textAt, type JsonRecord } from '../json';
import { MESSAGE_TEXT_MAX_BYTES } from '../limits';
import { BUTTON_TEMPLATE_TEXT_MAX_CHARACTERS } from './templates';
import { splitText, textBytes, textCharacters } from './text';

const UNIT_MS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 60 * 60_000,
	days: 24 * 60 * 60_000,
};

/**
 * How long to wait, as the panel says it.
 * @returns milliseconds, or `undefined` when the amount is not a positive number
 */
export function intervalMs(limit: JsonRecord): number | undefined {
	const amount = numberAt(limit, 'resumeAmount');
	const unitMs = UNIT_MS[textAt(limit, 'resumeUnit') ?? 'hours'];
	return amount === undefined || amount <= 0 || unitMs === undefined ? undefined : amount * unitMs;
}

/**
 * A question as messages: the last one has the buttons, and what does not fit into it goes into texts before
 * it.
 */
export function questionParts(question: string): {
	readonly texts: readonly string[];
	readonly aboveButtons: string;
} {
	if (textCharacters(question) <= BUTTON_TEMPLATE_TEXT_MAX_CHARACTERS)
		return { texts: [], aboveButtons: question };
	const texts = splitText(question, textBytes, MESSAGE_TEXT_MAX_BYTES);
	const tail = splitText(texts.pop() ?? '', textCharacters, BUTTON_TEMPLATE_TEXT_MAX_CHARACTERS);
	const aboveButtons = tail.pop() ?? question;
	return { texts: [...texts, ...tail], aboveButtons };
}
