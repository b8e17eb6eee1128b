/**
 * Downloads the photos and videos of media as binary data: one file, or every photo and video of a carousel.
 */
import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { recordAt, recordsAt, textAt, type JsonRecord } from '../../protocol/json';
import { gate } from '../../transport/concurrency';
import { download } from '../../transport/download';
import { fieldOf } from '../../panel/fieldOf';
import { readFlag, readOptionalText } from '../../panel/parameters';

const DEFAULT_PROPERTY = 'data';

/** Reels may have 300 MB, the largest that Instagram takes. */
const MAX_FILE_BYTES = 350_000_000;

/** A file is in memory until n8n has stored it, so all executions of a process share this gate. */
const passDownload = gate(4);

/** Fields of a media that {@link addMediaFiles} needs beside those that were asked for. */
export const FILE_FIELDS = ['media_url', 'children{id,media_type,media_url}'];

/** Removes the fields that only the download of the files needs. */
export function onlyFields(media: JsonRecord, fields: readonly string[]): JsonRecord {
	return Object.fromEntries(Object.entries(media).filter(([name]) => name === 'id' || fields.includes(name)));
}

/** Belongs in `additionalFields`. */
export const DOWNLOAD_OPTION: INodeProperties = {
	displayName: 'Download Files',
	name: 'download',
	type: 'boolean',
	default: false,
	description:
		'Whether to add the photo or video as binary data; a carousel gives one file for each of its photos and videos. Media with copyright flags have no file.',
};
const DOWNLOAD = fieldOf(DOWNLOAD_OPTION, 'additionalFields');

/** Belongs in `additionalFields`. */
export const DOWNLOAD_PROPERTY_OPTION: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	description:
		'The name of the output field for the file. Files of a carousel are numbered: data_0, data_1 and so on.',
	hint: 'Used when Download Files is on',
};
const PROPERTY = fieldOf(DOWNLOAD_PROPERTY_OPTION, 'additionalFields');

/** @returns the field to put files in, or `undefined` when none are wanted */
export function readDownloadProperty(ctx: IExecuteFunctions, itemIndex: number): string | undefined {
	if (!readFlag({ ctx, itemIndex }, DOWNLOAD)) return undefined;
	return readOptionalText({ ctx, itemIndex }, PROPERTY)?.trim() ?? DEFAULT_PROPERTY;
}

/**
 * Adds the files of a media to its item.
 * @throws UserFixableError | ConnectionError when a file cannot be fetched
 */
export async function addMediaFiles(
	ctx: IExecuteFunctions,
	item: INodeExecutionData,
	media: JsonRecord,
	property: string,
): Promise<INodeExecutionData> {
	const binary: IBinaryKeyData = {};
	for (const [name, url] of filesOfMedia(media, property)) {
		binary[name] = await passDownload(async () => {
			return await download(
				ctx,
				url,
				{ maxBytes: MAX_FILE_BYTES },
				async ({ content, contentType, fileName }) =>
					await ctx.helpers.prepareBinaryData(content, fileName, contentType),
			);
		});
	}
	return Object.keys(binary).length === 0 ? item : { ...item, binary };
}

function filesOfMedia(media: JsonRecord, property: string): Array<[name: string, url: string]> {
	const children = recordsAt(recordAt(media, 'children') ?? {}, 'data');
	const named: Array<[string, string | undefined]> =
		children.length > 0
			? children.map((child, position) => [`${property}_${position}`, textAt(child, 'media_url')])
			: [[property, textAt(media, 'media_url')]];
	return named.filter((file): file is [string, string] => file[1] !== undefined);
}
