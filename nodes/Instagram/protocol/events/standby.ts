/**
 * `standby`: what happens in conversations that another app controls, in `entry[].standby[]` with the shape
 * of `messaging[]` (Meta: "Conversation routing"; the reference says the value is a text, which is handed on
 * unchanged).
 */
import type { JsonRecord } from '../json';
import type { EventKind } from './kind';
import { readParticipants } from './participants';

export function standbyOf(messagingKindOf: (content: JsonRecord) => EventKind | undefined): EventKind {
	return {
		field: 'standby',
		name: 'Standby',
		description: 'Something happens in a conversation that another app controls',
		permission: 'instagram_business_manage_messages',
		subscribedFields: ['standby'],
		hasText: true,
		hasMedia: false,
		read: (content) => {
			const kind = messagingKindOf(content);
			return kind ? kind.read(content) : { ...readParticipants(content), details: content };
		},
		identify: (content) => {
			const kind = messagingKindOf(content);
			const id = kind?.identify(content);
			return kind && id !== undefined ? `${kind.field} ${id}` : undefined;
		},
		isOwn: (content) => messagingKindOf(content)?.isOwn?.(content) === true,
	};
}
