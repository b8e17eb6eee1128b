/** Which events start a workflow: the rules that the webhook trigger and the polling trigger share. */
import { MESSAGES } from './message';
import { eventIdOf, type EntryOwner, type InstagramEvent } from './parseDelivery';

/** The filters of the panel that apply to every kind of event. */
export interface EventFilters {
	/** Whether the account's own actions start the workflow too. */
	readonly includeOwn: boolean;
	/** Each says whether it occurs in a text; at least one has to. Without keywords every text passes. */
	readonly keywords: ReadonlyArray<(text: string) => boolean>;
	/** Empty sets let everything pass. */
	readonly mediaIds: ReadonlySet<string>;
	readonly senderIds: ReadonlySet<string>;
}

/** The filters, and which kinds of events of which account are wanted. */
export interface EventRules extends EventFilters {
	/** Fields of the table of event kinds. */
	readonly events: ReadonlySet<string>;
	/** The one account that the node is meant for; empty for any account that is connected. */
	readonly chosenAccount: string;
	/** Whether the entries of other accounts behind the same callback count too. */
	readonly allAccounts: boolean;
	/** Entries of the filter on media that may be albums, of which nobody knows the items. */
	readonly unknownMedia: readonly string[];
	/** Whether the end of a message counts too: who answers messages would answer it a second time. */
	readonly includeDeleted: boolean;
	/** Whether a message that was only announced is read before the filters decide. */
	readonly readMissingText: boolean;
}

export interface Selection {
	readonly settings: EventRules;
	/** The account of the credential. While it is not known (undefined), no event is hidden because of it. */
	readonly accountId?: string;
}

/**
 * Whether an event is wanted as far as it can be decided now: its kind and account are right, and nothing in
 * it fails a filter.
 */
export function isWantedEvent(event: InstagramEvent, { settings, accountId }: Selection): boolean {
	const { kind, simplified } = event;
	if (!settings.events.has(kind.field) || isMeantForAnother(settings, accountId)) return false;
	if (simplified.deleted && !settings.includeDeleted) return false;
	if (!settings.allAccounts && isForAnother(simplified, accountId)) return false;
	if (settings.readMissingText && isTextMissing(event)) return true;
	return passesFilters(event, isItemUnknown(event, settings) ? { ...settings, mediaIds: ANY } : settings);
}

const ANY: ReadonlySet<string> = new Set();

/** Whether an event is about a media that may be an item of an album that the filter names. */
export function isItemUnknown(
	{ kind, simplified: { mediaId, originalMediaId } }: Pick<InstagramEvent, 'kind' | 'simplified'>,
	{ mediaIds, unknownMedia }: Pick<EventRules, 'mediaIds' | 'unknownMedia'>,
): boolean {
	if (unknownMedia.length === 0 || !kind.hasMedia || mediaId === undefined) return false;
	return !isListed(mediaIds, mediaId) && !isListed(mediaIds, originalMediaId);
}

/**
 * Whether an event happened to another account than that of the credential; the dashboard's samples belong to
 * nobody.
 */
export function isForAnother(
	{ isTest, accountId: eventAccountId }: EntryOwner,
	accountId: string | undefined,
): boolean {
	return !isTest && accountId !== undefined && eventAccountId !== accountId;
}

/** Whether the credential is connected to another account than the node is meant for. */
export function isMeantForAnother(
	{ chosenAccount }: Pick<EventRules, 'chosenAccount'>,
	accountId: string | undefined,
): boolean {
	return chosenAccount !== '' && accountId !== undefined && chosenAccount !== accountId;
}

/** Whether this is the announcement of a message, whose text and sender have to be read by its id. */
export function isTextMissing({ kind, simplified }: Pick<InstagramEvent, 'kind' | 'simplified'>): boolean {
	return kind.field === 'message_edit' && simplified.text === undefined && simplified.messageId !== undefined;
}

/**
 * The eventId of the message that an event announces, beside it or in its place (`num_edit` 0 without text).
 * @returns `undefined` for every other event
 */
export function announcedEventId(event: Pick<InstagramEvent, 'kind' | 'simplified'>): string | undefined {
	const { accountId, messageId = '', numEdit } = event.simplified;
	const isAnnouncement = isTextMissing(event) && numEdit === 0;
	return isAnnouncement ? eventIdOf(accountId, MESSAGES.field, messageId) : undefined;
}

/**
 * Applies the filters of the panel. A filter on something that this kind of event never has (text, media) is
 * skipped.
 */
export function passesFilters(
	{ kind, simplified }: Pick<InstagramEvent, 'kind' | 'simplified'>,
	{ includeOwn, keywords, mediaIds, senderIds }: EventFilters,
): boolean {
	const { text, senderId, mediaId, originalMediaId, isOwn } = simplified;
	if (isOwn && !includeOwn) return false;
	if (senderIds.size > 0 && !isListed(senderIds, senderId)) return false;
	if (
		mediaIds.size > 0 &&
		kind.hasMedia &&
		!isListed(mediaIds, mediaId) &&
		!isListed(mediaIds, originalMediaId)
	)
		return false;
	return (
		keywords.length === 0 || !kind.hasText || keywords.some((matches) => text !== undefined && matches(text))
	);
}

const isListed = (ids: ReadonlySet<string>, id: string | undefined) => id !== undefined && ids.has(id);
