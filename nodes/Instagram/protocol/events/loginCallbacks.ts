/**
 * What Meta reports through the two callbacks of the Business login settings, `deauthorize` and `data
 * deletion request`. They arrive as a `signed_request` at URLs of their own, and need no subscription.
 */
import { textAt, type JsonRecord } from '../json';
import type { EventKind } from './kind';

const COMMON = {
	permission: 'instagram_business_basic',
	subscribedFields: [],
	hasText: false,
	hasMedia: false,
	read: (payload: JsonRecord) => ({ userId: textAt(payload, 'user_id') }),
	identify: (payload: JsonRecord) => `${textAt(payload, 'user_id')} ${textAt(payload, 'issued_at')}`,
} as const satisfies Partial<EventKind>;

export const DEAUTHORIZED: EventKind = {
	...COMMON,
	field: 'deauthorized',
	name: 'Login Removed',
	description:
		'An account has removed the app, which ends its login. Needs the deauthorize URL of this node in the Meta app.',
};

export const DATA_DELETION_REQUESTED: EventKind = {
	...COMMON,
	field: 'dataDeletionRequested',
	name: 'Data Deletion Requested',
	description:
		'A person asks for the deletion of what is stored about them; the workflow has to delete it. Needs the data deletion URL of this node in the Meta app.',
};
