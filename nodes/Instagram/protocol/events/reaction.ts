/**
 * `message_reactions`. A reaction can be given and taken back many times, so its time is part of what
 * identifies it.
 */
import { recordAt, textAt } from '../json';
import type { EventKind } from './kind';
import { readParticipants } from './participants';

export const MESSAGE_REACTIONS: EventKind = {
	field: 'message_reactions',
	name: 'Message Reaction',
	description: 'A person reacts to a message with an emoji, or takes the reaction back',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['message_reactions'],
	hasText: false,
	hasMedia: false,
	messagingKeys: ['reaction'],
	read: (content) => {
		const reaction = recordAt(content, 'reaction') ?? {};
		return {
			...readParticipants(content),
			messageId: textAt(reaction, 'mid'),
			action: textAt(reaction, 'action'),
			reaction: textAt(reaction, 'reaction'),
			emoji: textAt(reaction, 'emoji'),
		};
	},
	identify: (content) => {
		const reaction = recordAt(content, 'reaction') ?? {};
		const messageId = textAt(reaction, 'mid');
		if (messageId === undefined) return undefined;
		const { senderId } = readParticipants(content);
		const what = textAt(reaction, 'emoji') ?? textAt(reaction, 'reaction');
		return [messageId, textAt(reaction, 'action'), what, senderId, textAt(content, 'timestamp')].join(' ');
	},
};
