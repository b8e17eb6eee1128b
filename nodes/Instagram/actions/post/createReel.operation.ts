/**
 * Post: Create Reel. Meta: `POST /<IG_ID>/media` with `media_type=REELS` ("Content Publishing", "Trial
 * reels").
 */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { COVER_IMAGE, REEL_VIDEO } from '../../protocol/files/rules';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { MAX_WAIT_FIELD, readMaxWaitMs } from '../../panel/maxWait';
import { binaryMedia, mediaSourceFields, type Media, type UrlProperty } from '../../panel/mediaSource';
import {
	readMediaUrl,
	readOptionalFlag,
	readOptionalInteger,
	readOptionalChoice,
	readOptionalText,
} from '../../panel/parameters';
import { refuse } from '../../panel/source';
import {
	CAPTION_FIELD,
	FEED_FIELDS,
	PUBLISH_NOW_FIELD,
	readFeedFields,
	readIsAiGenerated,
	readPublishNow,
	readUserTags,
	readVideo,
	UPLOAD_TYPE_FIELD,
	userTagsFields,
} from './postFields';
import { postOperation } from './postOperation';

const AUDIO_NAME_FIELD: INodeProperties = {
	displayName: 'Audio Name',
	name: 'audioName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Bakery at dawn',
	description: 'Name of the original sound of the reel. It can be renamed once.',
};

const COVER_URL_FIELD: INodeProperties = {
	displayName: 'Cover URL',
	name: 'coverUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/cover.jpg',
	description: 'A JPEG of at most 8 MB, used instead of Thumb Offset',
};

const COVER_BINARY_FIELD: INodeProperties = {
	displayName: 'Cover Binary Field',
	name: 'coverBinaryPropertyName',
	type: 'string',
	default: '',
	placeholder: 'e.g. cover',
	description:
		'The name of the input field that holds the cover, a JPEG of at most 8 MB; instead of Cover URL',
};

const SHARE_TO_FEED_FIELD: INodeProperties = {
	displayName: 'Share to Feed',
	name: 'shareToFeed',
	type: 'boolean',
	default: true,
	description: 'Whether the reel appears in the feed as well as in the Reels tab',
};

const THUMB_OFFSET_FIELD: INodeProperties = {
	displayName: 'Thumb Offset (Ms)',
	name: 'thumbOffset',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'Milliseconds from the start of the video to the frame that becomes the cover',
};

const GRADUATION_STRATEGY_FIELD: INodeProperties = {
	displayName: 'Trial Reel Strategy',
	name: 'graduationStrategy',
	type: 'options',
	options: [
		{
			name: 'By Performance',
			value: 'SS_PERFORMANCE',
			description: 'Instagram shares the reel with everyone if it does well',
		},
		{ name: 'Manual', value: 'MANUAL', description: 'You share the reel with everyone in the app' },
	],
	default: 'MANUAL',
	description:
		'Publishes a trial reel, which followers do not see at first, and chooses how it becomes a normal one',
};

const VIDEO_URL_FIELD: UrlProperty = {
	displayName: 'Video URL',
	name: 'videoUrl',
	placeholder: 'e.g. https://example.com/reel.mp4',
	description: 'An MP4 or MOV of 3 seconds to 15 minutes and at most 300 MB that opens without login',
};

const AUDIO_NAME = fieldOf(AUDIO_NAME_FIELD, 'additionalFields');
const COVER_URL = fieldOf(COVER_URL_FIELD, 'additionalFields');
const COVER_BINARY = fieldOf(COVER_BINARY_FIELD, 'additionalFields');
const SHARE_TO_FEED = fieldOf(SHARE_TO_FEED_FIELD, 'additionalFields');
const THUMB_OFFSET = fieldOf(THUMB_OFFSET_FIELD, 'additionalFields');
const VIDEO_URL = fieldOf(VIDEO_URL_FIELD);
const GRADUATION_STRATEGY = fieldOf(GRADUATION_STRATEGY_FIELD, 'additionalFields');

const STRATEGIES = ['MANUAL', 'SS_PERFORMANCE'] as const;

export const createReel = postOperation(
	[
		...mediaSourceFields(VIDEO_URL_FIELD),
		CAPTION_FIELD,
		PUBLISH_NOW_FIELD,
		additionalFields([
			...FEED_FIELDS,
			AUDIO_NAME_FIELD,
			COVER_BINARY_FIELD,
			COVER_URL_FIELD,
			MAX_WAIT_FIELD,
			SHARE_TO_FEED_FIELD,
			THUMB_OFFSET_FIELD,
			GRADUATION_STRATEGY_FIELD,
			UPLOAD_TYPE_FIELD,
			...userTagsFields('none'),
		]),
	],
	async (ctx, itemIndex) => {
		const { caption, collaborators, locationId, firstComment, skipWindowMs } = readFeedFields(ctx, itemIndex);
		const strategy = readOptionalChoice({ ctx, itemIndex }, GRADUATION_STRATEGY, STRATEGIES);
		const parameters = {
			media_type: 'REELS',
			caption,
			collaborators,
			location_id: locationId,
			user_tags: readUserTags(ctx, itemIndex, 'none'),
			thumb_offset: readOptionalInteger({ ctx, itemIndex }, THUMB_OFFSET, { min: 0 }),
			share_to_feed: readOptionalFlag({ ctx, itemIndex }, SHARE_TO_FEED),
			audio_name: readOptionalText({ ctx, itemIndex }, AUDIO_NAME),
			trial_params: strategy === undefined ? undefined : { graduation_strategy: strategy },
			is_ai_generated: readIsAiGenerated(ctx, itemIndex),
		};
		const publishNow = readPublishNow(ctx, itemIndex);
		const limitMs = readMaxWaitMs(ctx, itemIndex);
		const video = await readVideo(ctx, { urlField: VIDEO_URL, accept: REEL_VIDEO }, itemIndex);
		const cover = await readCover(ctx, itemIndex);
		return {
			kind: { mediaType: 'VIDEO', productType: 'REELS' },
			parameters: { ...parameters, video_url: video.url, cover_url: cover?.url },
			upload: video.upload,
			content: { ...parameters, video: video.identity, cover: cover?.identity },
			caption,
			publishNow,
			limitMs,
			skipWindowMs,
			firstComment,
		};
	},
);

async function readCover(
	ctx: IExecuteFunctions,
	itemIndex: number,
): Promise<Pick<Media, 'url' | 'identity'> | undefined> {
	const file = readOptionalText({ ctx, itemIndex }, COVER_BINARY);
	const hasUrl = readOptionalText({ ctx, itemIndex }, COVER_URL) !== undefined;
	if (file !== undefined && hasUrl)
		refuse(COVER_URL, 'and Cover Binary Field are both set', 'Remove one of them.');
	if (file !== undefined)
		return await binaryMedia(ctx, { field: COVER_BINARY, file, accept: COVER_IMAGE }, itemIndex);
	if (!hasUrl) return undefined;
	const url = readMediaUrl({ ctx, itemIndex }, COVER_URL);
	return { url, identity: url };
}
