/**
 * Post: Create Carousel. Meta: a container per item, one of `media_type=CAROUSEL` above them ("Carousel
 * posts").
 */
import { additionalFields } from '../../panel/collections';
import { MAX_WAIT_FIELD, readMaxWaitMs } from '../../panel/maxWait';
import { CAROUSEL_ITEMS_FIELDS, readCarouselItems } from './carouselItems';
import {
	CAPTION_FIELD,
	FEED_FIELDS,
	PUBLISH_NOW_FIELD,
	readFeedFields,
	readIsAiGenerated,
	readPublishNow,
} from './postFields';
import { postOperation } from './postOperation';

export const createCarousel = postOperation(
	[
		...CAROUSEL_ITEMS_FIELDS,
		CAPTION_FIELD,
		PUBLISH_NOW_FIELD,
		additionalFields([...FEED_FIELDS, MAX_WAIT_FIELD]),
	],
	async (ctx, itemIndex) => {
		const { caption, collaborators, locationId, firstComment, skipWindowMs } = readFeedFields(ctx, itemIndex);
		// caption, collaborators, location and label belong to the carousel: on an item Meta refuses them
		const parameters = {
			media_type: 'CAROUSEL',
			caption,
			collaborators,
			location_id: locationId,
			is_ai_generated: readIsAiGenerated(ctx, itemIndex),
		};
		const publishNow = readPublishNow(ctx, itemIndex);
		const limitMs = readMaxWaitMs(ctx, itemIndex);
		const items = await readCarouselItems(ctx, itemIndex);
		return {
			kind: { mediaType: 'CAROUSEL_ALBUM', productType: 'FEED' },
			parameters,
			children: items.map((item) => item.parameters),
			content: { ...parameters, items: items.map((item) => item.content) },
			caption,
			publishNow,
			limitMs,
			skipWindowMs,
			firstComment,
		};
	},
);
