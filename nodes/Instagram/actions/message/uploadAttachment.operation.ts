/** Message: Upload Attachment. Meta: `POST /<IG_ID>/message_attachments` ("Attachment Upload"). */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { uploadRequest } from '../../protocol/messages/bodies';
import { textAt } from '../../protocol/json';
import { fieldOf } from '../../panel/fieldOf';
import { mediaSourceFields, readMediaSourceUrl, type UrlProperty } from '../../panel/mediaSource';
import { inWordsOf } from '../../messaging/sendMessage';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readChoice } from '../../panel/parameters';
import { UserFixableError } from '../../transport/errors';
import { ATTACHMENT_RULES } from './attachments';

const ATTACHMENT_TYPE_FIELD: INodeProperties = {
	displayName: 'Attachment Type',
	name: 'attachmentType',
	type: 'options',
	options: [
		{ name: 'Audio', value: 'audio', description: 'AAC, M4A, WAV or MP4 of at most 25 MB' },
		{ name: 'File', value: 'file', description: 'PDF of at most 25 MB' },
		{ name: 'Image', value: 'image', description: 'JPEG, PNG or GIF of at most 8 MB' },
		{ name: 'Video', value: 'video', description: 'MP4, MOV, OGG, AVI or WebM of at most 25 MB' },
	],
	default: 'image',
};

const MEDIA_URL_FIELD: UrlProperty = {
	displayName: 'Media URL',
	name: 'mediaUrl',
	placeholder: 'e.g. https://example.com/photo.jpg',
	description: 'A file that opens without login',
};

const ATTACHMENT_TYPE = fieldOf(ATTACHMENT_TYPE_FIELD);
const MEDIA_URL = fieldOf(MEDIA_URL_FIELD);

/** Meta fetches the file before it answers, for up to 75 seconds. */
const UPLOAD_TIMEOUT_MS = 120_000;

export const uploadAttachment: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [ATTACHMENT_TYPE_FIELD, ...mediaSourceFields(MEDIA_URL_FIELD)],
	async execute({ ctx, graph }, itemIndex) {
		const type = readChoice({ ctx, itemIndex }, ATTACHMENT_TYPE, [
			'audio',
			'file',
			'image',
			'video',
		] as const);
		const source = { urlField: MEDIA_URL, accept: ATTACHMENT_RULES[type] };
		const url = await readMediaSourceUrl(ctx, source, itemIndex);
		const request = uploadRequest(type, url);
		// a second copy that nobody uses does no harm
		const options = { repeatable: true, timeoutMs: UPLOAD_TIMEOUT_MS };
		const answer = await graph
			.post([graph.account.accountId, 'message_attachments'], request as IDataObject, options)
			.catch((error: unknown) => {
				throw inWordsOf(request, error as Error);
			});
		const attachmentId = textAt(answer, 'attachment_id');
		if (attachmentId === undefined)
			throw new UserFixableError('Instagram answered without the ID of the attachment', 'Try again.');
		return [toItem({ id: attachmentId, attachmentType: type })];
	},
};
