/**
 * Where a photo, video or attachment comes from. Meta fetches files from a public URL; a file inside n8n gets
 * one through n8n's own signed binary URLs, without a third party.
 */
import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { sniffFile, type FileKind } from '../protocol/files/kinds';
import { fileProblem, type FileRule } from '../protocol/files/rules';
import type { Upload } from '../transport/request';
import { findBinary, identityOf, readFacts, servable, signedUrl } from './binaryFiles';
import { fieldOf } from './fieldOf';
import { readChoice, readMediaUrl } from './parameters';
import { readGiven, refuse, type Field } from './source';

const MEDIA_SOURCE_FIELD: INodeProperties = {
	displayName: 'Media Source',
	name: 'mediaSource',
	type: 'options',
	options: [
		{ name: 'URL', value: 'url', description: 'A file on a public web server' },
		{
			name: 'Binary File',
			value: 'binary',
			description: 'A file from an earlier node; n8n must be reachable from the internet',
		},
	],
	default: 'url',
	description: 'Where Instagram gets the file from',
};

export const BINARY_NAME_FIELD: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	description: 'The name of the input field that holds the file',
};

const MEDIA_SOURCE = fieldOf(MEDIA_SOURCE_FIELD);
export const BINARY_NAME = fieldOf(BINARY_NAME_FIELD);

export interface UrlProperty
	extends Pick<INodeProperties, 'displayName' | 'name' | 'placeholder' | 'description'> {
	/** Further conditions for this source, where there are several. */
	readonly show?: IDisplayOptions['show'];
}

/**
 * The fields Media Source, URL (one or several) and Input Binary Field.
 * @param show further conditions for all of them, such as `{ messageType: ['image'] }`
 */
export function mediaSourceFields(
	urls: UrlProperty | readonly UrlProperty[],
	show: IDisplayOptions['show'] = {},
): INodeProperties[] {
	const urlFields = [urls].flat().map(
		({ show: own, ...url }): INodeProperties => ({
			...url,
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { ...show, ...own, mediaSource: ['url'] } },
		}),
	);
	return [
		{ ...MEDIA_SOURCE_FIELD, ...(Object.keys(show).length > 0 && { displayOptions: { show } }) },
		...urlFields,
		{ ...BINARY_NAME_FIELD, displayOptions: { show: { ...show, mediaSource: ['binary'] } } },
	];
}

export interface MediaSource {
	readonly urlField: Field;
	/** What Meta takes here; a binary file is checked before any call. */
	readonly accept: FileRule;
	readonly sourceField?: Field;
	readonly binaryField?: Field;
}

export interface Media {
	/** A URL from which Meta can fetch the file. */
	readonly url: string;
	/** The URL, or what identifies the file: the same each time the item is read, unlike a signed URL. */
	readonly identity: string;
	/** Recognized by the bytes of a binary file. */
	readonly kind?: FileKind;
}

/**
 * Reads the fields of {@link mediaSourceFields}.
 * @throws UserFixableError for a URL that Meta cannot reach, and for a file that it does not take
 */
export async function readMediaSource(
	ctx: IExecuteFunctions,
	source: MediaSource,
	itemIndex: number,
): Promise<Media> {
	const { urlField, accept, sourceField = MEDIA_SOURCE, binaryField = BINARY_NAME } = source;
	if (readChoice({ ctx, itemIndex }, sourceField, ['url', 'binary'] as const) === 'url') {
		const url = readMediaUrl({ ctx, itemIndex }, urlField);
		return { url, identity: url };
	}
	const file = readFileName(ctx, binaryField, itemIndex);
	return await binaryMedia(ctx, { field: binaryField, file, accept }, itemIndex);
}

/**
 * Reads the fields of {@link mediaSourceFields} for a file that n8n uploads itself, so that n8n need not be
 * reachable.
 * @throws UserFixableError for a URL that Meta cannot reach, and for a file that it does not take
 */
export async function readUpload(
	ctx: IExecuteFunctions,
	source: MediaSource,
	itemIndex: number,
): Promise<Upload> {
	const { urlField, accept, sourceField = MEDIA_SOURCE, binaryField = BINARY_NAME } = source;
	if (readChoice({ ctx, itemIndex }, sourceField, ['url', 'binary'] as const) === 'url') {
		const url = readMediaUrl({ ctx, itemIndex }, urlField);
		return { identity: url, holdsBytes: false, read: async () => ({ url }) };
	}
	const binary = findBinary(ctx, binaryField, readFileName(ctx, binaryField, itemIndex), itemIndex);
	const facts = await readFacts(ctx, binary);
	const problem = fileProblem(accept, facts);
	if (problem) return refuse(binaryField, problem.problem, problem.remedy);
	const read = async () => ({ bytes: await ctx.helpers.getBinaryDataBuffer(itemIndex, binary) });
	return { identity: identityOf(binary, facts), holdsBytes: true, read };
}

const readFileName = (ctx: IExecuteFunctions, field: Field, itemIndex: number) =>
	readGiven({ ctx, itemIndex }, field) ?? field.whenEmpty;

/** The URL of {@link readMediaSource}. */
export async function readMediaSourceUrl(
	ctx: IExecuteFunctions,
	source: MediaSource,
	itemIndex: number,
): Promise<string> {
	return (await readMediaSource(ctx, source, itemIndex)).url;
}

export interface BinaryFile {
	/** The field that names the file, for errors. */
	readonly field: Field;
	/** The name of a binary property of the item, or the binary data itself, which an expression may give. */
	readonly file: unknown;
	readonly accept: FileRule | ((kind: FileKind | undefined) => FileRule);
}

/**
 * @returns a signed URL of n8n's from which Meta can fetch a file of the item
 * @throws UserFixableError when Meta does not take the file or cannot reach n8n
 */
export async function binaryMedia(
	ctx: IExecuteFunctions,
	{ field, file, accept }: BinaryFile,
	itemIndex: number,
): Promise<Media> {
	const binary = findBinary(ctx, field, file, itemIndex);
	const facts = await readFacts(ctx, binary);
	const kind = sniffFile(facts.head);
	const problem = fileProblem(typeof accept === 'function' ? accept(kind) : accept, facts);
	if (problem) return refuse(field, problem.problem, problem.remedy);
	const url = signedUrl(ctx, field, await servable(ctx, binary, kind));
	return { url, identity: identityOf(binary, facts), kind };
}

/** The URL of {@link binaryMedia}. */
export async function binaryFileUrl(
	ctx: IExecuteFunctions,
	file: BinaryFile,
	itemIndex: number,
): Promise<string> {
	return (await binaryMedia(ctx, file, itemIndex)).url;
}
