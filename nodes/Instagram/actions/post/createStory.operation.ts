/** Post: Create Story. Meta: `POST /<IG_ID>/media` with `media_type=STORIES` ("Content Publishing"). */
import { STORY_IMAGE, STORY_VIDEO } from '../../protocol/files/rules';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { MAX_WAIT_FIELD, readMaxWaitMs } from '../../panel/maxWait';
import { mediaSourceFields, readMediaSource, type UrlProperty } from '../../panel/mediaSource';
import { readChoice } from '../../panel/parameters';
import {
	AI_GENERATED_FIELD,
	MEDIA_TYPE_FIELD,
	PUBLISH_NOW_FIELD,
	readIsAiGenerated,
	readPublishNow,
	readUserTags,
	readVideo,
	UPLOAD_TYPE_FIELD,
	userTagsFields,
	type Video,
} from './postFields';
import { postOperation } from './postOperation';

const IMAGE_URL_FIELD: UrlProperty = {
	displayName: 'Image URL',
	name: 'imageUrl',
	placeholder: 'e.g. https://example.com/story.jpg',
	description: 'A JPEG of at most 8 MB that opens without login; 9:16 fills the screen',
	show: { mediaType: ['image'] },
};

const VIDEO_URL_FIELD: UrlProperty = {
	displayName: 'Video URL',
	name: 'videoUrl',
	placeholder: 'e.g. https://example.com/story.mp4',
	description: 'An MP4 or MOV of 3 to 60 seconds and at most 100 MB that opens without login',
	show: { mediaType: ['video'] },
};

const STORY_TYPE = fieldOf(MEDIA_TYPE_FIELD);
const IMAGE_URL = fieldOf(IMAGE_URL_FIELD);
const VIDEO_URL = fieldOf(VIDEO_URL_FIELD);

const STORY_TYPES = ['image', 'video'] as const;

export const createStory = postOperation(
	[
		{ ...MEDIA_TYPE_FIELD, description: 'What the story shows' },
		...mediaSourceFields([IMAGE_URL_FIELD, VIDEO_URL_FIELD]),
		PUBLISH_NOW_FIELD,
		additionalFields([AI_GENERATED_FIELD, MAX_WAIT_FIELD, UPLOAD_TYPE_FIELD, ...userTagsFields('optional')]),
	],
	async (ctx, itemIndex) => {
		const isImage = readChoice({ ctx, itemIndex }, STORY_TYPE, STORY_TYPES) === 'image';
		const parameters = {
			media_type: 'STORIES',
			user_tags: readUserTags(ctx, itemIndex, 'optional'),
			is_ai_generated: readIsAiGenerated(ctx, itemIndex),
		};
		const publishNow = readPublishNow(ctx, itemIndex);
		const limitMs = readMaxWaitMs(ctx, itemIndex);
		const media: Video = isImage
			? await readMediaSource(ctx, { urlField: IMAGE_URL, accept: STORY_IMAGE }, itemIndex)
			: await readVideo(ctx, { urlField: VIDEO_URL, accept: STORY_VIDEO }, itemIndex);
		return {
			kind: { mediaType: isImage ? 'IMAGE' : 'VIDEO', productType: 'STORY' },
			parameters: { ...parameters, [isImage ? 'image_url' : 'video_url']: media.url },
			upload: media.upload,
			content: { ...parameters, media: media.identity },
			publishNow,
			limitMs,
		};
	},
);
