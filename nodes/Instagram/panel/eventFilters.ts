/** The filters of both triggers: their fields, and their readers. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { EventKind } from '../protocol/events/kind';
import type { EventFilters } from '../protocol/events/select';
import { looksLikeLink, parseMediaLink } from '../protocol/media/links';
import { readKeyword, splitKeywords, type Keyword } from '../protocol/keywords/keyword';
import { BoundedMap } from '../transport/boundedMap';
import { UserFixableError } from '../transport/errors';
import { fieldOf } from './fieldOf';
import { readLocatorRows, readTextList } from './lists';
import { MEDIA_LOCATOR } from './locators';
import { readFlag, withoutUnseen } from './parameters';
import type { Source } from './source';

const INCLUDE_OWN_FIELD: INodeProperties = {
	displayName: 'Include Own Messages and Comments',
	name: 'includeOwn',
	type: 'boolean',
	default: false,
	description:
		'Whether messages and comments of the account itself start the workflow too. A workflow that answers would then answer itself.',
};

const KEYWORDS_FIELD: INodeProperties = {
	displayName: 'Keywords',
	name: 'keywords',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Keyword' },
	default: [],
	placeholder: 'e.g. price, or /price|cost/i',
	description:
		'Words or phrases, upper or lower case, or regular expressions between slashes. The text has to contain at least one of them. Messages, comments, edits and button taps without any of them are ignored. Events that never have text are not affected.',
};

/**
 * A row for each post, because n8n has no field that offers a list that can be searched for several values.
 */
const MEDIA_IDS_FIELD: INodeProperties = {
	displayName: 'Posts',
	name: 'mediaIds',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Post',
	default: { values: [{ mediaId: MEDIA_LOCATOR.default }] },
	description:
		'The posts whose comments and mentions start the workflow, from the list, by ID or by link; an album stands for its items too. Events that are not about a post are not affected.',
	options: [
		{
			displayName: 'Post',
			name: 'values',
			values: [
				{
					...MEDIA_LOCATOR,
					required: false,
					description: 'A post or reel; an expression may give several IDs with commas between them',
				},
			],
		},
	],
};

const SENDER_IDS_FIELD: INodeProperties = {
	displayName: 'Sender IDs',
	name: 'senderIds',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Sender ID' },
	default: [],
	placeholder: 'e.g. 1234567890123456',
	description:
		'The Instagram-scoped IDs of the people whose events start the workflow, as senderId shows them; user names do not work',
};

const INCLUDE_OWN = fieldOf(INCLUDE_OWN_FIELD, 'options');
const KEYWORDS = fieldOf(KEYWORDS_FIELD, 'options');
const MEDIA_IDS = fieldOf(MEDIA_IDS_FIELD, 'options');
const SENDER_IDS = fieldOf(SENDER_IDS_FIELD, 'options');

/** The entries of a menu of events, everywhere under the same names. */
export function eventChoices(kinds: readonly EventKind[]): INodePropertyOptions[] {
	return kinds
		.map(({ name, field, description }) => ({ name, value: field, description }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Belong in `options`. */
export const EVENT_FILTER_FIELDS: INodeProperties[] = [
	INCLUDE_OWN_FIELD,
	KEYWORDS_FIELD,
	MEDIA_IDS_FIELD,
	SENDER_IDS_FIELD,
];

/**
 * @throws UserFixableError for a keyword that cannot be used, and for an entry that cannot name a post or a
 * person
 */
export function readEventFilters(source: Source): EventFilters {
	return {
		includeOwn: readFlag(source, INCLUDE_OWN),
		keywords: readTextList(source, KEYWORDS, splitKeywords).map(matcherOf),
		mediaIds: readMediaEntries(source),
		senderIds: readSenderIds(source),
	};
}

/** Patterns are read once, not for every delivery. */
const keywords = new BoundedMap<string, Keyword>(1000);

function matcherOf(text: string): (text: string) => boolean {
	const keyword = keywords.getOrCreate(text, () => readKeyword(text));
	if ('matches' in keyword) return keyword.matches;
	throw new UserFixableError(
		`${KEYWORDS.label}: "${text.slice(0, 80)}" ${keyword.problem}`,
		'A keyword is a word or a phrase, or a regular expression between slashes such as /price|cost/i. Groups, classes, alternatives and repetitions are supported; lookaheads and back references are not.',
	);
}

/** A post can be named by its ID, its link, or the shortcode in its link. */
function readMediaEntries(source: Source): ReadonlySet<string> {
	const entries = splitIds(readLocatorRows(source, MEDIA_IDS, 'values', 'mediaId'));
	for (const entry of entries) {
		const link = looksLikeLink(entry) ? parseMediaLink(entry) : undefined;
		if (link?.kind === 'post' || /^\d+$/.test(entry) || /^[\w-]{5,}$/.test(entry)) continue;
		throw new UserFixableError(
			`${MEDIA_IDS.label}: "${entry.slice(0, 100)}" does not name a post`,
			'Enter the ID of a post, or its link with /p/ or /reel/ in it. Stories have no comments, and links with /share/ do not say which post they lead to.',
		);
	}
	return entries;
}

function readSenderIds(source: Source): ReadonlySet<string> {
	const ids = splitIds(readTextList(source, SENDER_IDS));
	for (const id of ids) {
		if (/^\d+$/.test(id)) continue;
		throw new UserFixableError(
			`${SENDER_IDS.label}: "${id.slice(0, 40)}" is no ID`,
			"Instagram's events name people by an ID that has only digits and differs from account to account; messages contain no user name. Take senderId from an event of that person, or personId from Conversation > Get Many.",
		);
	}
	return ids;
}

/** An expression may give several IDs in one text. */
function splitIds(texts: readonly string[]): ReadonlySet<string> {
	return new Set(texts.flatMap((text) => withoutUnseen(text).split(/[\s;]+/)).filter((id) => id !== ''));
}
