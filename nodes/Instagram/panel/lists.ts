/** Lists, rows and JSON as the panel, a table, a Set node or a model gives them. */
import { isRecord, recordsAt, type JsonRecord } from '../protocol/json';
import { checkNotRounded, locatorValue } from './parameters';
import { readGiven, readRaw, refuse, type Field, type Source } from './source';

const A_LIST = 'Use an array, a text with commas, or a JSON list.';

/** JSON may have been quoted on the way, usually once or twice. */
const MOST_QUOTES = 3;

/** Parses JSON, even if it was quoted on the way; `undefined` for a text that is not JSON. */
function parseQuotedJson(text: string): unknown {
	let value: unknown;
	for (let quotes = 0; quotes < MOST_QUOTES; quotes += 1) {
		try {
			value = JSON.parse(quotes === 0 ? text : String(value)) as unknown;
		} catch {
			// a text in quotes is JSON too, whatever it says
			return value;
		}
		if (typeof value !== 'string') return value;
	}
	return value;
}

/** A list that was written as JSON, or `undefined` for any other text. */
function parseJsonList(text: string): unknown[] | undefined {
	const value = /^\s*["[]/.test(text) ? parseQuotedJson(text) : undefined;
	return Array.isArray(value) ? value : undefined;
}

/**
 * The elements of a list, in whichever form it comes: an array, a text with separators, JSON as text.
 * @param split splits a text that is not JSON
 * @throws UserFixableError for an object
 */
function readListElements(
	source: Source,
	field: Field,
	split: (text: string) => readonly string[],
): unknown[] {
	const value = readRaw(source, field);
	if (isRecord(value)) return refuse(field, 'must be a list, not an object', A_LIST);
	const list = typeof value === 'string' ? (parseJsonList(value) ?? split(value)) : value;
	if (list === undefined) return [];
	return (Array.isArray(list) ? (list as unknown[]) : [list])
		.map((entry) => checkNotRounded(field, typeof entry === 'string' ? entry.trim() : entry))
		.filter((entry) => !isEmpty(entry));
}

/** An empty row of the panel is `[]`: n8n's editor adds rows with the default of the whole list. */
const isEmpty = (entry: unknown) =>
	entry === null || entry === undefined || entry === '' || (Array.isArray(entry) && entry.length === 0);

/**
 * A list of texts; commas and line breaks separate, also inside the elements of an array.
 * @throws UserFixableError for a list that holds anything but texts and numbers
 */
export function readTextList(source: Source, field: Field, split = splitAtCommas): string[] {
	return readListElements(source, field, (text) => [text])
		.flatMap((entry) => {
			if (typeof entry === 'number') return String(entry);
			return typeof entry === 'string' ? split(entry) : refuse(field, 'must be a list of texts', A_LIST);
		})
		.map((text) => text.trim())
		.filter((text) => text !== '');
}

const splitAtCommas = (text: string): string[] => text.split(/[,\n]/);

/** Several of the choices of a menu; `undefined` when none is chosen. */
export function readChoices<T extends string>(
	source: Source,
	field: Field,
	choices: readonly T[],
): T[] | undefined {
	const texts = readTextList(source, field);
	const chosen = texts.map(
		(text) =>
			choices.find((choice) => choice === text) ??
			refuse(field, `does not know "${text}"; it takes ${choices.join(', ')}`),
	);
	return chosen.length === 0 ? undefined : [...new Set(chosen)];
}

/** The rows of a fixed collection: the entries of its group. */
export function readRows(source: Source, field: Field, group: string): JsonRecord[] {
	const value = readRaw(source, field);
	return isRecord(value) ? recordsAt(value, group) : [];
}

/**
 * The texts of a fixed collection whose rows hold one locator each, or of a list that stands in its place;
 * rows that are still empty do not count.
 * @throws UserFixableError for a row that holds something else than a text or a number
 */
export function readLocatorRows(source: Source, field: Field, group: string, name: string): string[] {
	if (!isRecord(readRaw(source, field))) return readTextList(source, field);
	return readRows(source, field, group)
		.map((row) => checkNotRounded(field, locatorValue(row[name])))
		.filter((value) => value !== undefined && value !== null && value !== '')
		.flatMap((value) =>
			typeof value === 'string' || typeof value === 'number'
				? splitAtCommas(String(value))
				: refuse(field, 'must be texts', 'An expression gave a list or an object here.'),
		)
		.map((text) => text.trim())
		.filter((text) => text !== '');
}

/** JSON that was typed into the panel or that an expression gave; `undefined` when the field is empty. */
export function readJson(source: Source, field: Field): unknown {
	const value = readGiven(source, field);
	if (typeof value !== 'string') return value;
	return parseQuotedJson(value) ?? refuse(field, 'is not valid JSON');
}

/**
 * The values of a field that takes one or several; commas and line breaks separate, but not a comma inside a
 * URL.
 * @throws UserFixableError for an object
 */
export function readEntries(source: Source, field: Field): unknown[] {
	return readListElements(source, field, (text) =>
		text.split(/^\s*https?:/i.test(text) ? /\s*[\n,]\s*(?=https?:)|\n/i : /[\n,]/),
	);
}
