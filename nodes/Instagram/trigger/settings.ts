/** The trigger's panel, read. */
import { readKeyword, type Keyword } from '../protocol/keywords/keyword';
import { UserFixableError } from '../transport/errors';
import {
	readTriggerChoice,
	readTriggerFlag,
	readTriggerList,
	readTriggerValue,
	type TriggerContext,
} from './parameters';

const CONNECTED_ACCOUNT = { name: 'connectedAccount', label: 'Connected Account' };
const EVENTS = { name: 'events', label: 'Events' };
const SIMPLIFY = { name: 'simplify', label: 'Simplify' };
const ACCOUNTS = { name: 'options.accounts', label: 'Accounts' };
const INCLUDE_OWN = { name: 'options.includeOwn', label: 'Include Own Messages and Comments' };
const KEYWORDS = { name: 'options.keywords', label: 'Keywords' };
const MEDIA_IDS = { name: 'options.mediaIds', label: 'Media IDs' };
const SENDER_IDS = { name: 'options.senderIds', label: 'Sender IDs' };
const DOWNLOAD = { name: 'options.downloadAttachments', label: 'Download Attachments' };
const PROFILE = { name: 'options.includeSenderProfile', label: 'Include Sender Profile' };
const READ_TEXT = { name: 'options.readMissingText', label: 'Read Missing Text' };

export interface TriggerSettings {
	/** The one account that the node is meant for; empty for whichever is connected. */
	readonly chosenAccount: string;
	/** Fields of {@link EVENT_KINDS}. */
	readonly events: ReadonlySet<string>;
	readonly simplify: boolean;
	/** Whether the entries of other accounts behind the same callback count too. */
	readonly allAccounts: boolean;
	readonly includeOwn: boolean;
	/** Each tells whether it occurs in a text; one has to. None means that every text will do. */
	readonly keywords: ReadonlyArray<(text: string) => boolean>;
	/** Empty sets let everything pass. */
	readonly mediaIds: ReadonlySet<string>;
	readonly senderIds: ReadonlySet<string>;
	readonly downloadAttachments: boolean;
	readonly includeSenderProfile: boolean;
	readonly readMissingText: boolean;
}

/** @throws UserFixableError for a keyword that cannot be used, and for a value that is no choice of its menu */
export function readSettings(ctx: TriggerContext): TriggerSettings {
	return {
		chosenAccount: String(readTriggerValue(ctx, CONNECTED_ACCOUNT) ?? ''),
		events: new Set(readTriggerList(ctx, EVENTS)),
		simplify: readTriggerFlag(ctx, SIMPLIFY),
		allAccounts: readTriggerChoice(ctx, ACCOUNTS, ['connected', 'all']) === 'all',
		includeOwn: readTriggerFlag(ctx, INCLUDE_OWN),
		keywords: readTriggerList(ctx, KEYWORDS).map(matcherOf),
		mediaIds: splitIds(readTriggerList(ctx, MEDIA_IDS)),
		senderIds: splitIds(readTriggerList(ctx, SENDER_IDS)),
		downloadAttachments: readTriggerFlag(ctx, DOWNLOAD),
		includeSenderProfile: readTriggerFlag(ctx, PROFILE),
		readMissingText: readTriggerFlag(ctx, READ_TEXT),
	};
}

const KEYWORD_MEMORY = 1000;
const readKeywords = new Map<string, Keyword>();

/** Patterns are read once, not for every delivery. */
function matcherOf(text: string): (text: string) => boolean {
	const keyword = readKeywords.get(text) ?? readKeyword(text);
	if (readKeywords.size >= KEYWORD_MEMORY) readKeywords.clear();
	readKeywords.set(text, keyword);
	if ('matches' in keyword) return keyword.matches;
	throw new UserFixableError(
		`${KEYWORDS.label}: "${text.slice(0, 80)}" ${keyword.problem}`,
		'A keyword is a word or a phrase, or a regular expression between slashes such as /price|cost/i. Groups, classes, alternatives and repetitions are supported; lookaheads and back references are not.',
	);
}

/** An expression may give several IDs in one text. */
function splitIds(texts: readonly string[]): ReadonlySet<string> {
	return new Set(texts.flatMap((text) => text.split(/[\s,;]+/)).filter((id) => id !== ''));
}
