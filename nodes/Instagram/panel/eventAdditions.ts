/** What both triggers add to an event on request: the fields, and their readers. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from './fieldOf';
import { SIMPLIFY } from './output';
import { readFlag } from './parameters';
import type { Source } from './source';

const DOWNLOAD_FIELD: INodeProperties = {
	displayName: 'Download Attachments',
	name: 'downloadAttachments',
	type: 'boolean',
	default: false,
	description:
		"Whether to fetch photos, videos and files into binary data (data, data_1, …), up to 50 MB each. Instagram's links expire.",
};

const PROFILE_FIELD: INodeProperties = {
	displayName: 'Include Sender Profile',
	name: 'includeSenderProfile',
	type: 'boolean',
	default: false,
	description:
		'Whether to add name, username, picture and followers of the sender. Empty for people who have never written to the account.',
};

const DOWNLOAD = fieldOf(DOWNLOAD_FIELD, 'options');
const PROFILE = fieldOf(PROFILE_FIELD, 'options');

/** Belong in `options`. */
export const EVENT_ADDITION_FIELDS: INodeProperties[] = [DOWNLOAD_FIELD, PROFILE_FIELD];

/** What is added to events in the execution that they start. */
export interface Additions {
	readonly simplify: boolean;
	readonly downloadAttachments: boolean;
	readonly includeSenderProfile: boolean;
}

/** @param source the request of a delivery, a poll, or an item of the execution */
export function readAdditions(source: Source): Additions {
	return {
		simplify: readFlag(source, SIMPLIFY),
		downloadAttachments: readFlag(source, DOWNLOAD),
		includeSenderProfile: readFlag(source, PROFILE),
	};
}
