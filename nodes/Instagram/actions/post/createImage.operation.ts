/** Post: Create Image. Meta: `POST /<IG_ID>/media` with `image_url`, then `media_publish` ("Content Publishing"). */
import { FEED_IMAGE } from '../../protocol/files/rules';
import { MAX_WAIT_FIELD, readMaxWaitMs } from '../../panel/maxWait';
import { mediaSourceFields, readMedia } from '../../panel/mediaSource';
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
import { inOrder } from '../../panel/sortFields';

const IMAGE_URL = { name: 'imageUrl', label: 'Image URL' };
const ALT_TEXT = { name: 'additionalFields.altText', label: 'Alt Text' };

export const createImage = postOperation(
	[
		...mediaSourceFields({
			displayName: 'Image URL',
			name: 'imageUrl',
			placeholder: 'e.g. https://example.com/photo.jpg',
			description: 'A JPEG of at most 8 MB that opens without login',
		}),
		CAPTION_FIELD,
		PUBLISH_NOW_FIELD,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: inOrder([
				{
					displayName: 'Alt Text',
					name: 'altText',
					type: 'string',
					default: '',
					description: 'Describes the photo to people who cannot see it; at most 1000 characters',
				},
				...FEED_FIELDS,
				MAX_WAIT_FIELD,
				...userTagsFields('required'),
			]),
		},
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
		const { url, identity } = await readMedia(ctx, { urlField: IMAGE_URL, accept: FEED_IMAGE }, itemIndex);
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
