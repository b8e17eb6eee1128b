/** `messaging_seen`: the sender is the person who has read. */
import { recordAt, textAt } from '../json';
import type { EventKind } from './kind';
import { readParticipants } from './participants';

export const MESSAGING_SEEN: EventKind = {
	field: 'messaging_seen',
	name: 'Message Seen',
	description: 'A person has read a message of the account',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['messaging_seen'],
	hasText: false,
	hasMedia: false,
	messagingKeys: ['read'],
	read: (content) => ({
		...readParticipants(content),
		messageId: textAt(recordAt(content, 'read') ?? {}, 'mid'),
	}),
	identify: (content) => {
		const messageId = textAt(recordAt(content, 'read') ?? {}, 'mid');
		return messageId === undefined ? undefined : `${messageId} ${readParticipants(content).senderId ?? ''}`;
	},
};
