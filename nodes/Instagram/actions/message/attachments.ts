/** Files in messages: by URL, from an earlier node, or uploaded before. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	MESSAGE_AUDIO,
	MESSAGE_FILE,
	MESSAGE_IMAGE,
	MESSAGE_VIDEO,
	type FileRule,
} from '../../protocol/files/rules';
import { MAX_IMAGES, type AttachmentKind, type AttachmentSource } from '../../protocol/messages/bodies';
import { fieldOf } from '../../panel/fieldOf';
import { BINARY_NAME, BINARY_NAME_FIELD, binaryFileUrl } from '../../panel/mediaSource';
import { checkInstagramId, checkMediaUrl, readChoice } from '../../panel/parameters';
import { readEntries } from '../../panel/lists';
import { refuse, type Field } from '../../panel/source';

/** The types of message that hold files. */
const FILES = { messageType: ['image', 'audio', 'video', 'file'] };

const MEDIA_SOURCE_FIELD: INodeProperties = {
	displayName: 'Media Source',
	name: 'mediaSource',
	type: 'options',
	options: [
		{
			name: 'Attachment ID',
			value: 'attachmentId',
			description: 'A file that Upload Attachment has uploaded',
		},
		{
			name: 'Binary File',
			value: 'binary',
			description: 'A file from an earlier node; n8n must be reachable from the internet',
		},
		{ name: 'URL', value: 'url', description: 'A file on a public web server' },
	],
	default: 'url',
	description: 'Where Instagram gets the file from',
	displayOptions: { show: FILES },
};

const MEDIA_URL_FIELD: INodeProperties = {
	displayName: 'Media URL',
	name: 'mediaUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://example.com/photo.jpg',
	description:
		'A file that opens without login: JPEG, PNG or GIF of at most 8 MB; sound, video or PDF of at most 25 MB. For up to 10 images in one message, several URLs, separated by commas.',
	displayOptions: { show: { ...FILES, mediaSource: ['url'] } },
};

const BINARY_NAMES_FIELD: INodeProperties = {
	...BINARY_NAME_FIELD,
	description:
		'The name of the input field that holds the file. For up to 10 images in one message, several names, separated by commas.',
	displayOptions: { show: { ...FILES, mediaSource: ['binary'] } },
};

const ATTACHMENT_ID_FIELD: INodeProperties = {
	displayName: 'Attachment ID',
	name: 'attachmentId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1234567890123456',
	description:
		'The ID that Upload Attachment returned, valid for 90 days. For up to 10 images in one message, several IDs, separated by commas.',
	displayOptions: { show: { ...FILES, mediaSource: ['attachmentId'] } },
};

const MEDIA_SOURCE = fieldOf(MEDIA_SOURCE_FIELD);
const MEDIA_URL = fieldOf(MEDIA_URL_FIELD);
const ATTACHMENT_ID = fieldOf(ATTACHMENT_ID_FIELD);

export const ATTACHMENT_RULES: Readonly<Record<AttachmentKind, FileRule>> = {
	image: MESSAGE_IMAGE,
	audio: MESSAGE_AUDIO,
	video: MESSAGE_VIDEO,
	file: MESSAGE_FILE,
};

export const ATTACHMENT_FIELDS: INodeProperties[] = [
	MEDIA_SOURCE_FIELD,
	MEDIA_URL_FIELD,
	BINARY_NAMES_FIELD,
	ATTACHMENT_ID_FIELD,
];

/** @throws UserFixableError unless the fields name exactly one file that Meta takes */
export async function readAttachment(
	ctx: IExecuteFunctions,
	kind: AttachmentKind,
	itemIndex: number,
): Promise<AttachmentSource> {
	const [source, ...others] = await readAttachments(ctx, kind, itemIndex);
	if (!source || others.length > 0) {
		return refuse(
			MEDIA_SOURCE,
			`gives ${others.length + 1} files; a message holds one`,
			'Only images can be sent together.',
		);
	}
	return source;
}

/** @throws UserFixableError unless the fields name 1 to 10 files that Meta takes */
export async function readAttachments(
	ctx: IExecuteFunctions,
	kind: AttachmentKind,
	itemIndex: number,
): Promise<AttachmentSource[]> {
	const source = readChoice({ ctx, itemIndex }, MEDIA_SOURCE, ['url', 'binary', 'attachmentId'] as const);
	if (source === 'url') {
		return readSeveral(ctx, MEDIA_URL, itemIndex).map((url) => ({
			url: checkMediaUrl(MEDIA_URL, String(url)),
		}));
	}
	if (source === 'attachmentId') {
		return readSeveral(ctx, ATTACHMENT_ID, itemIndex).map((id) => ({
			attachmentId: checkInstagramId(ATTACHMENT_ID, String(id)),
		}));
	}
	const files = readSeveral(ctx, BINARY_NAME, itemIndex);
	const accept = ATTACHMENT_RULES[kind];
	return await Promise.all(
		files.map(async (file) => ({
			url: await binaryFileUrl(ctx, { field: BINARY_NAME, file, accept }, itemIndex),
		})),
	);
}

function readSeveral(ctx: IExecuteFunctions, field: Field, itemIndex: number): unknown[] {
	const given = readEntries({ ctx, itemIndex }, field);
	const entries = given.length === 0 && field.whenEmpty ? [field.whenEmpty] : given;
	if (entries.length === 0) return refuse(field, 'is empty');
	if (entries.length <= MAX_IMAGES) return entries;
	return refuse(field, `names ${entries.length} files; Instagram allows ${MAX_IMAGES} images in a message`);
}
