/**
 * `messaging_optins` can be subscribed to. Meta documents its content for Messenger only, so it is handed on
 * unchanged.
 */
import type { EventKind } from './kind';
import { readParticipants } from './participants';

export const MESSAGING_OPTINS: EventKind = {
	field: 'messaging_optins',
	name: 'Opt-In',
	description: 'A person agrees to receive notifications from the account',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['messaging_optins'],
	hasText: false,
	hasMedia: false,
	messagingKeys: ['optin'],
	read: (content) => ({ ...readParticipants(content), details: content.optin }),
	identify: () => undefined,
};
