/** Media: Get. Meta: `GET /<IG_MEDIA_ID>?fields=…`, with the children of a carousel ("IG Media"). */
import { CHILD, expand, MEDIA_WITH_CHILDREN } from '../../protocol/media/fields';
import { additionalFields } from '../../panel/collections';
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
import {
	addMediaFiles,
	DOWNLOAD_OPTION,
	DOWNLOAD_PROPERTY_OPTION,
	FILE_FIELDS,
	onlyFields,
	readDownloadProperty,
} from './mediaFiles';
import type { ReadOperation } from '../../run/operation';
import { readMedia } from '../../graph/readMedia';
import { fieldsOption, readOutput, SIMPLIFY_FIELD } from '../../panel/output';

export const getMedia: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [
		MEDIA_LOCATOR,
		SIMPLIFY_FIELD,
		additionalFields([DOWNLOAD_OPTION, fieldsOption(MEDIA_WITH_CHILDREN), DOWNLOAD_PROPERTY_OPTION]),
	],
	async execute(run, itemIndex) {
		const { ctx, graph } = run;
		const { fields, toItem } = readOutput(ctx, itemIndex, MEDIA_WITH_CHILDREN);
		const property = readDownloadProperty(ctx, itemIndex);
		const mediaId = await readMediaId(run, itemIndex);
		const wanted = fields.map((field) => (field === 'children' ? expand('children', CHILD.simple) : field));
		// `children` must be listed once: a second one would have other fields
		const forFiles =
			property === undefined
				? []
				: FILE_FIELDS.filter((field) => !(fields.includes('children') && field.startsWith('children')));
		const media = await readMedia(graph, mediaId, [...wanted, ...forFiles]);
		const item = toItem(onlyFields(media, fields));
		return [property === undefined ? item : await addMediaFiles(ctx, item, media, property)];
	},
};
