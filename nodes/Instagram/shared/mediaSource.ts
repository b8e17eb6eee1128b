/**
 * Where a photo or video comes from. Meta fetches media from a public URL; a file inside n8n gets one through
 * n8n's own signed binary URLs, without a third party.
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isJpeg } from '../protocol/imageBytes';
import { UserFixableError } from '../transport/errors';
import { checkMediaUrl, readChoice, readMediaUrl, readText, refuse, type Field } from './parameters';

const MEDIA_SOURCE = { name: 'mediaSource', label: 'Media Source' };
const BINARY_FIELD = { name: 'binaryPropertyName', label: 'Input Binary Field' };

/** Meta fetches at once, but a retry may come minutes later. */
const SIGNED_URL_LIFETIME = '6h';

export function mediaSourceFields(url: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder' | 'description'>): INodeProperties[] {
	return [
		{
			displayName: 'Media Source',
			name: 'mediaSource',
			type: 'options',
			options: [
				{ name: 'URL', value: 'url', description: 'A file on a public web server' },
				{ name: 'Binary File', value: 'binary', description: 'A file from an earlier node; n8n must be reachable from the internet' },
			],
			default: 'url',
			description: 'Where Instagram gets the file from',
		},
		{
			...url,
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { mediaSource: ['url'] } },
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			description: 'The name of the input field that holds the file',
			displayOptions: { show: { mediaSource: ['binary'] } },
		},
	];
}

/** @returns a URL from which Meta can fetch the image that the item's fields name */
export async function readImageUrl(ctx: IExecuteFunctions, urlField: Field, itemIndex: number): Promise<string> {
	const source = readChoice(ctx, MEDIA_SOURCE, itemIndex, ['url', 'binary'] as const);
	if (source === 'url') return readMediaUrl(ctx, urlField, itemIndex);
	const propertyName = readText(ctx, BINARY_FIELD, itemIndex);
	const bytes = await ctx.helpers.getBinaryDataBuffer(itemIndex, propertyName);
	if (!isJpeg(bytes)) {
		refuse(BINARY_FIELD, 'does not hold a JPEG image', 'Instagram takes JPEG only. Convert the file with the Edit Image node.');
	}
	return signedUrl(ctx, itemIndex, propertyName);
}

function signedUrl(ctx: IExecuteFunctions, itemIndex: number, propertyName: string): string {
	const url = trySignedUrl(ctx, itemIndex, propertyName);
	if (url === undefined) {
		throw new UserFixableError(
			'n8n cannot serve the file to Instagram, because it keeps files in memory',
			'Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem (or database, s3), or use a URL as Media Source.',
		);
	}
	return checkMediaUrl({ ...BINARY_FIELD, label: `The URL under which n8n offers the file (${new URL(url).origin})` }, url);
}

function trySignedUrl(ctx: IExecuteFunctions, itemIndex: number, propertyName: string): string | undefined {
	const binary = ctx.helpers.assertBinaryData(itemIndex, propertyName);
	try {
		return ctx.helpers.createBinarySignedUrl(binary, SIGNED_URL_LIFETIME);
	} catch {
		return undefined;
	}
}
