/** `messaging_handover` (legacy): control of a conversation passes between apps. */
import { isRecord } from '../json';
import type { EventKind } from './kind';
import { readParticipants } from './participants';

const CONTROLS: ReadonlyArray<readonly [key: string, action: string]> = [
	['pass_thread_control', 'pass'],
	['take_thread_control', 'take'],
	['request_thread_control', 'request'],
	['app_roles', 'roles'],
];

export const MESSAGING_HANDOVER: EventKind = {
	field: 'messaging_handover',
	name: 'Conversation Handover',
	description: 'Another app takes, passes or requests control of a conversation',
	permission: 'instagram_business_manage_messages',
	subscribedFields: ['messaging_handover'],
	hasText: false,
	hasMedia: false,
	messagingKeys: CONTROLS.map(([key]) => key),
	read: (content) => {
		const [key, action] = CONTROLS.find(([name]) => isRecord(content[name])) ?? [];
		return { ...readParticipants(content), action, ...(key !== undefined && { details: content[key] }) };
	},
	identify: () => undefined,
};
