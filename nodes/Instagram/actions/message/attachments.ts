/** Files in messages: by URL, from an earlier node, or uploaded before. */
import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	MESSAGE_AUDIO,
	MESSAGE_FILE,
	MESSAGE_IMAGE,
	MESSAGE_VIDEO,
	type FileRule,
} from '../../protocol/files/rules';
import { MAX_IMAGES, type AttachmentKind, type AttachmentSource } from '../../protocol/messages/bodies';
import { binaryFileUrl } from '../../panel/mediaSource';
import { checkInstagramId, checkMediaUrl, readChoice } from '../../panel/parameters';
import { readEntries } from '../../panel/lists';
import { refuse, type Field } from '../../panel/source';

const MEDIA_SOURCE = { name: 'mediaSource', label: 'Media Source' };
const MEDIA_URL = { name: 'mediaUrl', label: 'Media URL' };
const BINARY_FIELD = { name: 'binaryPropertyName', label: 'Input Binary Field' };
const ATTACHMENT_ID = { name: 'attachmentId', label: 'Attachment ID' };

export const ATTACHMENT_RULES: Readonly<Record<AttachmentKind, FileRule>> = {
	image: MESSAGE_IMAGE,
	audio: MESSAGE_AUDIO,
	video: MESSAGE_VIDEO,
	file: MESSAGE_FILE,
};

/** @param show when the fields are shown, such as `{ messageType: ['image'] }` */
export function attachmentFields(show: IDisplayOptions['show']): INodeProperties[] {
	return [
		{
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
			displayOptions: { show },
		},
		{
			displayName: 'Media URL',
			name: 'mediaUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/photo.jpg',
			description:
				'A file that opens without login: JPEG, PNG or GIF of at most 8 MB; sound, video or PDF of at most 25 MB. For up to 10 images in one message, several URLs, separated by commas.',
			displayOptions: { show: { ...show, mediaSource: ['url'] } },
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			description:
				'The name of the input field that holds the file. For up to 10 images in one message, several names, separated by commas.',
			displayOptions: { show: { ...show, mediaSource: ['binary'] } },
		},
		{
			displayName: 'Attachment ID',
			name: 'attachmentId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1234567890123456',
			description:
				'What Upload Attachment gave back; good for 90 days. For up to 10 images in one message, several IDs, separated by commas.',
			displayOptions: { show: { ...show, mediaSource: ['attachmentId'] } },
		},
	];
}

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
	const files = readSeveral(ctx, BINARY_FIELD, itemIndex);
	const accept = ATTACHMENT_RULES[kind];
	return await Promise.all(
		files.map(async (file) => ({
			url: await binaryFileUrl(ctx, { field: BINARY_FIELD, file, accept }, itemIndex),
		})),
	);
}

function readSeveral(ctx: IExecuteFunctions, field: Field, itemIndex: number): unknown[] {
	const entries = readEntries({ ctx, itemIndex }, field);
	if (entries.length === 0) return refuse(field, 'is empty');
	if (entries.length <= MAX_IMAGES) return entries;
	return refuse(field, `names ${entries.length} files; Instagram allows ${MAX_IMAGES} images in a message`);
}
