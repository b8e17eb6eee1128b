/** What both triggers make of an event on request: the fields, and what they hold. */
import type { INodeProperties } from 'n8n-workflow';

import { SIMPLIFY } from './output';
import { readFlag } from './parameters';
import type { Source } from './source';

const DOWNLOAD = { name: 'options.downloadAttachments', label: 'Download Attachments' };
const PROFILE = { name: 'options.includeSenderProfile', label: 'Include Sender Profile' };

/** Belong into `options`. */
export const EVENT_ADDITION_FIELDS: INodeProperties[] = [
	{
		displayName: 'Download Attachments',
		name: 'downloadAttachments',
		type: 'boolean',
		default: false,
		description:
			"Whether to fetch photos, videos and files into binary data (data, data_1, …), up to 50 MB each. Instagram's links expire.",
	},
	{
		displayName: 'Include Sender Profile',
		name: 'includeSenderProfile',
		type: 'boolean',
		default: false,
		description:
			'Whether to add name, username, picture and followers of the sender. Empty for people who have never written to the account.',
	},
];

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
