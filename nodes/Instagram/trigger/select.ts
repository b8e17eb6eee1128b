/** Which events of a delivery start the workflow. */
import type { InstagramEvent } from '../protocol/events/parseDelivery';
import type { TriggerSettings } from './settings';

export interface Selection {
	readonly settings: TriggerSettings;
	/** The account of the credential; undefined while it is not known, which hides no event. */
	readonly accountId?: string;
}

/** Whether an event can be decided about at once: its kind and account are right, and what it says is not against it. */
export function isWanted(event: InstagramEvent, { settings, accountId }: Selection): boolean {
	const { kind, simplified } = event;
	if (!settings.events.has(kind.field) || isMeantForAnother(settings, accountId)) return false;
	if (!settings.allAccounts && isForAnother(simplified, accountId)) return false;
	return (settings.readMissingText && isTextMissing(event)) || passesFilters(event, settings);
}

/** Whether an event happened to another account than that of the credential; the dashboard's samples belong to nobody. */
export function isForAnother(
	{ isTest, accountId: eventAccountId }: InstagramEvent['simplified'],
	accountId: string | undefined,
): boolean {
	return !isTest && accountId !== undefined && eventAccountId !== accountId;
}

/** Whether the credential is connected to another account than the node is meant for. */
export function isMeantForAnother(
	{ chosenAccount }: Pick<TriggerSettings, 'chosenAccount'>,
	accountId: string | undefined,
): boolean {
	return chosenAccount !== '' && accountId !== undefined && chosenAccount !== accountId;
}

/** An announcement of a message, whose text and sender have to be read with its id. */
export function isTextMissing({ kind, simplified }: InstagramEvent): boolean {
	return kind.field === 'message_edit' && simplified.text === undefined && simplified.messageId !== undefined;
}

/** A filter that asks for what the kind of an event never has lets it pass; of what it can have, it has to have the right one. */
export function passesFilters({ kind, simplified }: InstagramEvent, settings: TriggerSettings): boolean {
	const { text, senderId, mediaId, originalMediaId, isOwn } = simplified;
	if (isOwn && !settings.includeOwn) return false;
	if (settings.senderIds.size > 0 && !(senderId !== undefined && settings.senderIds.has(senderId)))
		return false;
	if (
		settings.mediaIds.size > 0 &&
		kind.hasMedia &&
		![mediaId, originalMediaId].some((id) => id !== undefined && settings.mediaIds.has(id))
	) {
		return false;
	}
	return (
		settings.keywords.length === 0 ||
		!kind.hasText ||
		settings.keywords.some((matches) => text !== undefined && matches(text))
	);
}
