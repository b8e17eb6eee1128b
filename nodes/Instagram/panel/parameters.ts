/**
 * Parameters are parsed, not cast: each reader gives back a checked value, or an error that names field,
 * limit and remedy.
 */
import type { IDataObject } from 'n8n-workflow';

import { sharePage } from '../protocol/files/sharePages';
import { isRecord } from '../protocol/json';
import { isPrivateHost } from '../protocol/publicAddress';
import { parseTime } from '../protocol/times';
import { readGiven, readRaw, refuse, timeZoneOf, type Field, type Source } from './source';

/** The text of an optional field; `undefined` when it is absent or empty. */
export function readOptionalText(source: Source, field: Field): string | undefined {
	const value = readGiven(source, field);
	if (value === undefined) return undefined;
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(checkNotRounded(field, value));
	return refuse(field, 'must be a text', 'An expression gave a list or an object here.');
}

/** @throws UserFixableError when the field is empty */
export function readText(source: Source, field: Field): string {
	return readOptionalText(source, field) ?? refuse(field, 'is empty');
}

/** @throws UserFixableError for a number that JavaScript has rounded already */
export function checkNotRounded<T>(field: Field, value: T): T {
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
 * A switch. One that was not added to a collection, or that an expression left empty there, is off. Tables
 * and models write TRUE, 1 or "true".
 * @throws UserFixableError for anything that is neither on nor off, because a wrong guess could do harm
 */
export function readFlag(source: Source, field: Field): boolean {
	const value = readGiven(source, field) ?? field.whenEmpty ?? (field.name.includes('.') ? false : undefined);
	const text = ['boolean', 'number', 'string'].includes(typeof value)
		? String(value).trim().toLowerCase()
		: '';
	const flag = FLAGS.get(text);
	if (flag !== undefined) return flag;
	return refuse(
		field,
		text === '' ? 'must be true or false, but is empty' : `must be true or false, not "${text.slice(0, 40)}"`,
	);
}

/** A switch that may be absent, which is not the same as off. */
export function readOptionalFlag(source: Source, field: Field): boolean | undefined {
	return readGiven(source, field) === undefined ? undefined : readFlag(source, field);
}

/** A whole number between two limits, or `undefined` when the field is absent. Zero is a value. */
export function readOptionalInteger(
	source: Source,
	field: Field,
	range: { readonly min: number; readonly max?: number },
): number | undefined {
	const value = readGiven(source, field);
	if (value === undefined) return undefined;
	const number = Number(value);
	const { min, max = Number.MAX_SAFE_INTEGER } = range;
	if (Number.isSafeInteger(number) && number >= min && number <= max) return number;
	return refuse(
		field,
		`must be a whole number ${range.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}`,
	);
}

/** One of the choices of a menu; its default when an expression gives nothing. */
export function readChoice<T extends string>(source: Source, field: Field, choices: readonly T[]): T {
	const value = readGiven(source, field) ?? field.whenEmpty;
	return choices.find((choice) => choice === value) ?? refuse(field, `must be one of ${choices.join(', ')}`);
}

/**
 * {@link readChoice} of a menu in a collection; `undefined` when it was not added, or an expression gives
 * nothing.
 */
export function readOptionalChoice<T extends string>(
	source: Source,
	field: Field,
	choices: readonly T[],
): T | undefined {
	return readGiven(source, field) === undefined ? undefined : readChoice(source, field, choices);
}

/** Tables and chats add invisible characters: zero-width spaces, direction marks. */
export const withoutUnseen = (text: string) => text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').trim();

/** What stands in a resource locator, or in its place. */
export const locatorValue = (value: unknown): unknown =>
	isRecord(value) && 'value' in value ? value.value : value;

/** The text in a resource locator or a plain field: an ID, or a link. */
export function readLocator(source: Source, field: Field): string {
	const id = locatorValue(readRaw(source, field));
	checkNotRounded(field, id);
	if (typeof id === 'object' && id !== null)
		return refuse(field, 'must be a text', 'An expression gave a list or an object here.');
	const text = typeof id === 'string' || typeof id === 'number' ? withoutUnseen(String(id)) : '';
	return text === '' ? refuse(field, 'is empty') : text;
}

/**
 * An id of Meta's as text: digits for accounts, media, comments, containers and people.
 * @throws UserFixableError for a number that JavaScript has rounded already, and for anything else that is
 * not an id
 */
export function readInstagramId(source: Source, field: Field): string {
	return checkInstagramId(field, readLocator(source, field));
}

/** @throws UserFixableError unless `text` has digits only */
export function checkInstagramId(field: Field, text: string, remedy?: string): string {
	const id = withoutUnseen(text);
	return /^\d+$/.test(id)
		? id
		: refuse(field, `must be an Instagram ID, which has digits only, not "${id.slice(0, 40)}"`, remedy);
}

/** A time, in milliseconds since 1970; a text without an offset is in the workflow's time zone. */
export function readOptionalTime(source: Source, field: Field): number | undefined {
	const value = readGiven(source, field);
	if (value === undefined) return undefined;
	return (
		parseTime(value, timeZoneOf(source)) ??
		refuse(field, 'is not a date and time', 'Write it like 2026-11-23 or 2026-11-23T18:00:00.')
	);
}

/** A URL that Meta's servers can fetch. */
export function readMediaUrl(source: Source, field: Field): string {
	return checkMediaUrl(field, readText(source, field).trim());
}

/**
 * @throws UserFixableError unless `text` is an https URL in ASCII without user name or password that may lead
 * to a file
 */
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
	const page = sharePage(url);
	if (page) return refuse(field, page.problem, page.remedy);
	// Meta: URLs should be US-ASCII only
	return url.href;
}

/** The fields of a collection that were added to it. */
export function readCollection(source: Source, field: Pick<Field, 'name'>): IDataObject {
	const value = readRaw(source, field);
	return isRecord(value) ? (value as IDataObject) : {};
}

/**
 * An id of a message, conversation or flow: opaque text of Meta's, such as `aWdfZAG1faXRlbToxOk…`.
 * @throws UserFixableError when it is empty or cannot be an id
 */
export function readOpaqueId(source: Source, field: Field): string {
	const id = readLocator(source, field);
	return /^[A-Za-z0-9][\w\-=+/:.$|]*$/.test(id)
		? id
		: refuse(field, `must be an ID of Instagram's, not "${id.slice(0, 40)}"`);
}

/** {@link readOpaqueId} of a field that may be empty. */
export function readOptionalOpaqueId(source: Source, field: Field): string | undefined {
	return readOptionalText(source, field) === undefined ? undefined : readOpaqueId(source, field);
}
