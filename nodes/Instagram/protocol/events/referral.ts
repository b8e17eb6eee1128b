/**
 * `messaging_referral`: an ig.me link or an ad opened in a conversation that exists already; otherwise the
 * marker comes with the postback or the message.
 */
import type { EventKind } from './kind';
import { readParticipants, readReferral } from './participants';

export const MESSAGING_REFERRAL: EventKind = {
	field: 'messaging_referral',
	name: 'Referral',
	description: 'A person who has written before opens the conversation through an ig.me link or an ad',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['messaging_referral'],
	hasText: false,
	hasMedia: false,
	messagingKeys: ['referral'],
	read: (content) => ({ ...readParticipants(content), referral: readReferral(content) }),
	identify: () => undefined,
};
