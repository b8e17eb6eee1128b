/**
 * Post: Create Image. Meta: `POST /<IG_ID>/media` with `image_url`, then `media_publish` ("Content
 * Publishing").
 */
import type { INodeProperties } from 'n8n-workflow';

import { FEED_IMAGE } from '../../protocol/files/rules';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { MAX_WAIT_FIELD, readMaxWaitMs } from '../../panel/maxWait';
import { mediaSourceFields, readMediaSource, type UrlProperty } from '../../panel/mediaSource';
import { readOptionalText } from '../../panel/parameters';
import {
	CAPTION_FIELD,
	FEED_FIELDS,
	checkAltText,
	PUBLISH_NOW_FIELD,
	readFeedFields,
	readIsAiGenerated,
	readPublishNow,
	readUserTags,
	userTagsFields,
} from './postFields';
import { postOperation } from './postOperation';

const ALT_TEXT_FIELD: INodeProperties = {
	displayName: 'Alt Text',
	name: 'altText',
	type: 'string',
	default: '',
	description: 'Describes the photo to people who cannot see it; at most 1000 characters',
};

const IMAGE_URL_FIELD: UrlProperty = {
	displayName: 'Image URL',
	name: 'imageUrl',
	placeholder: 'e.g. https://example.com/photo.jpg',
	description: 'A JPEG of at most 8 MB that opens without login',
};

const ALT_TEXT = fieldOf(ALT_TEXT_FIELD, 'additionalFields');
const IMAGE_URL = fieldOf(IMAGE_URL_FIELD);

export const createImage = postOperation(
	[
		...mediaSourceFields(IMAGE_URL_FIELD),
		CAPTION_FIELD,
		PUBLISH_NOW_FIELD,
		additionalFields([ALT_TEXT_FIELD, ...FEED_FIELDS, MAX_WAIT_FIELD, ...userTagsFields('required')]),
	],
	async (ctx, itemIndex) => {
		const { caption, collaborators, locationId, firstComment, skipWindowMs } = readFeedFields(ctx, itemIndex);
		const parameters = {
			caption,
			alt_text: checkAltText(ALT_TEXT, readOptionalText({ ctx, itemIndex }, ALT_TEXT)),
			collaborators,
			location_id: locationId,
			user_tags: readUserTags(ctx, itemIndex, 'required'),
			is_ai_generated: readIsAiGenerated(ctx, itemIndex),
		};
		const publishNow = readPublishNow(ctx, itemIndex);
		const limitMs = readMaxWaitMs(ctx, itemIndex);
		const { url, identity } = await readMediaSource(
			ctx,
			{ urlField: IMAGE_URL, accept: FEED_IMAGE },
			itemIndex,
		);
		return {
			kind: { mediaType: 'IMAGE', productType: 'FEED' },
			parameters: { image_url: url, ...parameters },
			content: { ...parameters, image: identity },
			caption,
			publishNow,
			limitMs,
			skipWindowMs,
			firstComment,
		};
	},
);
