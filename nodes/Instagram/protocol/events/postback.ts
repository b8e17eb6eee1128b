/**
 * `messaging_postbacks`: a tap on an ice breaker, a menu entry or a button; the first contact of a person who
 * came through a link.
 */
import { recordAt, textAt } from '../json';
import type { EventKind } from './kind';
import { readParticipants, readReferral } from './participants';

export const MESSAGING_POSTBACKS: EventKind = {
	field: 'messaging_postbacks',
	name: 'Button Tap (Postback)',
	description: 'A person taps an ice breaker, an entry of the persistent menu or a button of a template',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['messaging_postbacks'],
	hasText: true,
	hasMedia: false,
	messagingKeys: ['postback'],
	read: (content) => {
		const postback = recordAt(content, 'postback') ?? {};
		return {
			...readParticipants(content),
			messageId: textAt(postback, 'mid'),
			text: textAt(postback, 'title'),
			postbackPayload: textAt(postback, 'payload'),
			referral: readReferral(postback),
		};
	},
	identify: (content) => textAt(recordAt(content, 'postback') ?? {}, 'mid'),
	isOwn: (content) => content.is_self === true || recordAt(content, 'postback')?.is_self === true,
};
