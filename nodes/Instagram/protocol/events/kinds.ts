/** The table of event kinds: the parser, the menu of the trigger and the documentation are made from it. */
import { isRecord, recordAt, textAt, type JsonRecord } from '../json';
import { COMMENTS, LIVE_COMMENTS } from './comment';
import { MESSAGE_EDIT } from './edit';
import { MESSAGING_HANDOVER } from './handover';
import type { EventKind } from './kind';
import { DATA_DELETION_REQUESTED, DEAUTHORIZED } from './loginCallbacks';
import { MENTIONS } from './mention';
import { MESSAGES } from './message';
import { MESSAGING_OPTINS } from './optin';
import { readParticipants } from './participants';
import { POLLED_KINDS } from './polled';
import { MESSAGING_POSTBACKS } from './postback';
import { MESSAGE_REACTIONS } from './reaction';
import { MESSAGING_REFERRAL } from './referral';
import { MESSAGING_SEEN } from './seen';
import { standbyOf } from './standby';

const MESSAGING_KINDS: readonly EventKind[] = [
	MESSAGES,
	MESSAGING_POSTBACKS,
	MESSAGE_REACTIONS,
	MESSAGE_EDIT,
	MESSAGING_SEEN,
	MESSAGING_OPTINS,
	MESSAGING_HANDOVER,
	// last: a message and a postback may hold a referral too, inside
	MESSAGING_REFERRAL,
];

const MESSAGING_KEYS = MESSAGING_KINDS.flatMap((kind) =>
	(kind.messagingKeys ?? []).map((key) => ({ key, kind })),
);

/** The kind of an element of `messaging[]`, told by its keys. */
export function messagingKindOf(content: JsonRecord): EventKind | undefined {
	return MESSAGING_KEYS.find(({ key }) => isRecord(content[key]))?.kind;
}

export const STANDBY = standbyOf(messagingKindOf);

/**
 * Stands for everything that has no row of its own, so that a new event of Meta's can be used before this
 * package knows it.
 */
export const OTHER: EventKind = {
	field: 'other',
	name: 'Other',
	description:
		'Any event that is not in this list, as Instagram sends it. Its webhook field must be subscribed for the app and the account.',
	permission: 'instagram_business_basic',
	subscribedFields: [],
	hasText: false,
	hasMedia: false,
	read: (content: JsonRecord) => {
		const from = recordAt(content, 'from') ?? {};
		const { senderId = textAt(from, 'id'), recipientId } = readParticipants(content);
		return { senderId, senderUsername: textAt(from, 'username'), recipientId, details: content };
	},
	identify: () => undefined,
};

export const EVENT_KINDS: readonly EventKind[] = [
	...MESSAGING_KINDS,
	STANDBY,
	COMMENTS,
	LIVE_COMMENTS,
	MENTIONS,
	DEAUTHORIZED,
	DATA_DELETION_REQUESTED,
	OTHER,
];

/**
 * The row of a webhook field, or of a list that is polled. A field without a row gets one that hands the
 * content on.
 */
export function kindOfField(field: string): EventKind {
	return [...EVENT_KINDS, ...POLLED_KINDS].find((kind) => kind.field === field) ?? OTHER;
}
