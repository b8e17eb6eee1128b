/** Parameters are parsed, not cast: each reader gives back a checked value, or an error that names field, limit and remedy. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isRecord, recordsAt, type JsonRecord } from '../protocol/json';
import { isPrivateHost } from '../protocol/publicAddress';
import { parseTime } from '../protocol/times';
import { UserFixableError } from '../transport/errors';

/** Where a value is read: the panel's field, for one item. */
export interface Field {
	/** Name of the parameter, with a dot for a field of a collection: `additionalFields.caption`. */
	readonly name: string;
	/** As the panel shows it. */
	readonly label: string;
}

/** @throws UserFixableError always */
export function refuse({ label }: Field, problem: string, remedy?: string): never {
	throw new UserFixableError(`${label} ${problem}`, remedy);
}

export function readRaw(ctx: IExecuteFunctions, field: Field, itemIndex: number): unknown {
	// n8n throws for an absent field whose fallback is undefined
	return ctx.getNodeParameter(field.name, itemIndex, null);
}

/** The text of an optional field; `undefined` when it is absent or empty. */
export function readOptionalText(
	ctx: IExecuteFunctions,
	field: Field,
	itemIndex: number,
): string | undefined {
	const value = readRaw(ctx, field, itemIndex);
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(checkNotRounded(field, value));
	return refuse(field, 'must be a text', 'An expression gave a list or an object here.');
}

/** @throws UserFixableError when the field is empty */
export function readText(ctx: IExecuteFunctions, field: Field, itemIndex: number): string {
	return readOptionalText(ctx, field, itemIndex) ?? refuse(field, 'is empty');
}

/** @throws UserFixableError for a number that JavaScript has rounded already */
function checkNotRounded<T>(field: Field, value: T): T {
	if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
	return refuse(
		field,
		'was rounded: it came as a number',
		'Pass IDs as text, in quotes; numbers of this size lose digits.',
	);
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

/**
 * A switch; one that nobody added to a collection is off. Tables and models write TRUE, 1 or "true".
 * @throws UserFixableError for what is neither on nor off, because either guess could do harm
 */
export function readFlag(ctx: IExecuteFunctions, field: Field, itemIndex: number): boolean {
	// not `readRaw`: an expression that gives nothing is no switch that is off
	const value: unknown = ctx.getNodeParameter(field.name, itemIndex, false);
	const text = ['boolean', 'number', 'string'].includes(typeof value)
		? String(value).trim().toLowerCase()
		: '';
	const flag = FLAGS.get(text);
	if (flag !== undefined) return flag;
	return refuse(
		field,
		text === ''
			? 'must be true or false, but got nothing'
			: `must be true or false, not "${text.slice(0, 40)}"`,
	);
}

/** A switch that may be absent, which is not the same as off. */
export function readOptionalFlag(
	ctx: IExecuteFunctions,
	field: Field,
	itemIndex: number,
): boolean | undefined {
	const value = readRaw(ctx, field, itemIndex);
	return value === undefined || value === null || value === '' ? undefined : readFlag(ctx, field, itemIndex);
}

/** A whole number between two limits, or `undefined` when the field is absent. Zero is a value. */
export function readOptionalInteger(
	ctx: IExecuteFunctions,
	field: Field,
	itemIndex: number,
	range: { readonly min: number; readonly max?: number },
): number | undefined {
	const value = readRaw(ctx, field, itemIndex);
	if (value === undefined || value === null || value === '') return undefined;
	const number = Number(value);
	const { min, max = Number.MAX_SAFE_INTEGER } = range;
	if (Number.isSafeInteger(number) && number >= min && number <= max) return number;
	return refuse(
		field,
		`must be a whole number ${range.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}`,
	);
}

/** One of the choices of a menu. */
export function readChoice<T extends string>(
	ctx: IExecuteFunctions,
	field: Field,
	itemIndex: number,
	choices: readonly T[],
): T {
	const value = readRaw(ctx, field, itemIndex);
	return choices.find((choice) => choice === value) ?? refuse(field, `must be one of ${choices.join(', ')}`);
}

/** What a resource locator or a plain field holds, as text: an ID, or the link that somebody pasted. */
export function readLocator(ctx: IExecuteFunctions, field: Field, itemIndex: number): string {
	const value = readRaw(ctx, field, itemIndex);
	const id = isRecord(value) ? value.value : value;
	checkNotRounded(field, id);
	const text = typeof id === 'string' || typeof id === 'number' ? String(id).trim() : '';
	return text === '' ? refuse(field, 'is empty') : text;
}

/**
 * An id of Meta's as text: digits for accounts, media, comments, containers and people.
 * @throws UserFixableError for a number that JavaScript has rounded already, and for anything else that is no id
 */
export function readInstagramId(ctx: IExecuteFunctions, field: Field, itemIndex: number): string {
	return checkInstagramId(field, readLocator(ctx, field, itemIndex));
}

/** @throws UserFixableError unless `text` has digits only */
export function checkInstagramId(field: Field, text: string): string {
	return /^\d+$/.test(text)
		? text
		: refuse(field, `must be an Instagram ID, which has digits only, not "${text.slice(0, 40)}"`);
}

/** The values ticked in a multiple choice, or a list that an expression gave; text is split at commas. */
export function readTextList(ctx: IExecuteFunctions, field: Field, itemIndex: number): string[] {
	const value = readRaw(ctx, field, itemIndex);
	const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
	if (!list.every((entry) => typeof entry === 'string')) return refuse(field, 'must be a list of texts');
	return list.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** Several of the choices of a menu; `undefined` when none is chosen. */
export function readChoices<T extends string>(
	ctx: IExecuteFunctions,
	field: Field,
	itemIndex: number,
	choices: readonly T[],
): T[] | undefined {
	const texts = readTextList(ctx, field, itemIndex);
	const chosen = texts.map(
		(text) =>
			choices.find((choice) => choice === text) ??
			refuse(field, `does not know "${text}"; it takes ${choices.join(', ')}`),
	);
	return chosen.length === 0 ? undefined : [...new Set(chosen)];
}

/** A time, in milliseconds since 1970; a text without an offset is meant in the workflow's time zone. */
export function readOptionalTime(
	ctx: IExecuteFunctions,
	field: Field,
	itemIndex: number,
): number | undefined {
	const value = readRaw(ctx, field, itemIndex);
	if (value === undefined || value === null || value === '') return undefined;
	return (
		parseTime(value, ctx.getTimezone()) ??
		refuse(field, 'is not a date and time', 'Use a form like 2026-11-23 or 2026-11-23T18:00:00.')
	);
}

/** A URL that Meta's servers can fetch. */
export function readMediaUrl(ctx: IExecuteFunctions, field: Field, itemIndex: number): string {
	return checkMediaUrl(field, readText(ctx, field, itemIndex).trim());
}

/** @throws UserFixableError unless `text` is an https URL in ASCII without user name or password */
export function checkMediaUrl(field: Field, text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url) return refuse(field, 'is not a URL', 'It starts with https:// and leads straight to the file.');
	if (url.protocol !== 'https:') return refuse(field, 'must start with https://');
	if (url.username !== '' || url.password !== '')
		return refuse(field, 'must not contain a user name or password');
	if (isPrivateHost(url.hostname)) {
		return refuse(
			field,
			`leads to ${url.hostname}, which exists in your own network only`,
			'Instagram fetches the file itself, so the address must be public.',
		);
	}
	// Meta: URLs should be US-ASCII only
	return url.href;
}

/** The optional fields of an operation. */
export function readCollection(ctx: IExecuteFunctions, name: string, itemIndex: number): IDataObject {
	const value = ctx.getNodeParameter(name, itemIndex, {});
	return isRecord(value) ? (value as IDataObject) : {};
}

/**
 * An id of a message, conversation or flow: opaque text of Meta's, such as `aWdfZAG1faXRlbToxOk…`.
 * @throws UserFixableError when it is empty or cannot be an id
 */
export function readOpaqueId(ctx: IExecuteFunctions, field: Field, itemIndex: number): string {
	const id = readLocator(ctx, field, itemIndex);
	return /^[A-Za-z0-9][\w\-=+/:.$|]*$/.test(id)
		? id
		: refuse(field, `must be an ID of Instagram's, not "${id.slice(0, 40)}"`);
}

/** {@link readOpaqueId} of a field that may be empty. */
export function readOptionalOpaqueId(
	ctx: IExecuteFunctions,
	field: Field,
	itemIndex: number,
): string | undefined {
	return readOptionalText(ctx, field, itemIndex) === undefined
		? undefined
		: readOpaqueId(ctx, field, itemIndex);
}

/** The rows of a fixed collection: the entries of its group. */
export function readRows(
	ctx: IExecuteFunctions,
	field: Field,
	group: string,
	itemIndex: number,
): JsonRecord[] {
	const value = readRaw(ctx, field, itemIndex);
	return isRecord(value) ? recordsAt(value, group) : [];
}

/** JSON that was typed into the panel or that an expression gave. */
export function readJson(ctx: IExecuteFunctions, field: Field, itemIndex: number): unknown {
	const value = readRaw(ctx, field, itemIndex);
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return refuse(field, 'is not valid JSON');
	}
}

/**
 * What a field that takes one value or several holds: the elements of a list from an expression, or of a text, separated by
 * commas or lines. A comma inside a URL does not separate.
 */
export function readEntries(ctx: IExecuteFunctions, field: Field, itemIndex: number): unknown[] {
	const value = readRaw(ctx, field, itemIndex);
	if (Array.isArray(value))
		return value
			.filter((entry) => entry !== null && entry !== '')
			.map((entry) => checkNotRounded<unknown>(field, entry));
	if (typeof value !== 'string')
		return value === null || value === undefined ? [] : [checkNotRounded(field, value)];
	const separator = /^\s*https?:/i.test(value) ? /\s*[\n,]\s*(?=https?:)|\n/i : /[\n,]/;
	return value
		.split(separator)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}
