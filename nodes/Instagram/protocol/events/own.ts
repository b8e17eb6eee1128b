/**
 * What the account itself did, however Meta names the account: by its id, by the app-scoped id of the login,
 * or by its user name alone (all three occur in the `from` of comments). A workflow that answers must never
 * answer itself.
 */
import { recordsAt } from '../json';
import type { Account } from '../tokens';
import type { InstagramEvent } from './parseDelivery';
import { readParticipants } from './participants';
import type { EventContent } from './simplified';

/** The account of the credential, as far as it is known. */
export type OwnAccount = Partial<Account>;

/** Whether the sender is the account. */
export function isAccount(
	{ senderId, senderUsername }: Pick<EventContent, 'senderId' | 'senderUsername'>,
	{ accountId, appScopedId, username }: OwnAccount,
): boolean {
	if (senderId !== undefined && (senderId === accountId || senderId === appScopedId)) return true;
	return username !== undefined && senderUsername?.toLowerCase() === username.toLowerCase();
}

/** The event, marked as own also where only one of the account's other names shows it. */
export function withOwner(event: InstagramEvent, account: OwnAccount): InstagramEvent {
	const { simplified } = event;
	if (simplified.isOwn || simplified.isTest || !isAccount(simplified, account)) return event;
	const recipientId = recipientOf(event);
	const isOutgoing = recipientId !== undefined && recipientId !== simplified.accountId;
	return {
		...event,
		simplified: { ...simplified, ...(isOutgoing && { personId: recipientId }), isOwn: true },
	};
}

function recipientOf({ entry }: InstagramEvent): string | undefined {
	const [element = {}] = [...recordsAt(entry, 'messaging'), ...recordsAt(entry, 'standby')];
	return readParticipants(element).recipientId;
}
