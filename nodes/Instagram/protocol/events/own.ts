/** What the account itself did, where only the account of the credential shows it. */
import { isAccount } from '../isAccount';
import type { Account } from '../tokens';
import type { InstagramEvent } from './parseDelivery';
import { readParticipants } from './participants';

/** The account of the credential, as far as it is known. */
export type OwnAccount = Partial<Account>;

/** The event, marked as own also where only one of the account's other names shows it. */
export function withOwner(event: InstagramEvent, account: OwnAccount): InstagramEvent {
	const { simplified } = event;
	const sender = { id: simplified.senderId, username: simplified.senderUsername };
	if (simplified.isOwn || simplified.isTest || !isAccount(sender, account)) return event;
	const { recipientId } = readParticipants(event.place.element);
	const isOutgoing = recipientId !== undefined && recipientId !== simplified.accountId;
	return {
		...event,
		simplified: { ...simplified, ...(isOutgoing && { personId: recipientId }), isOwn: true },
	};
}
