/** The fields that several kinds of posts have, and their readers. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ALT_TEXT_MAX_CHARACTERS, captionProblem } from '../../protocol/limits';
import { fieldOf } from '../../panel/fieldOf';
import { readMediaSource, readUpload, type MediaSource } from '../../panel/mediaSource';
import type { Upload } from '../../transport/request';
import {
	readFlag,
	readInstagramId,
	readOptionalChoice,
	readOptionalInteger,
	readOptionalText,
} from '../../panel/parameters';
import { readJson, readTextList } from '../../panel/lists';
import { refuse, type Field } from '../../panel/source';
import { parseCollaborators, parseUserTags, type TagPositions, type UserTag } from './userTags';

const COLLABORATORS_FIELD: INodeProperties = {
	displayName: 'Collaborators',
	name: 'collaborators',
	type: 'string',
	default: '',
	placeholder: 'e.g. partner_brand, second.partner',
	description: 'Usernames of up to 3 accounts, separated by commas; each is invited to appear as a co-author',
};

const FIRST_COMMENT_FIELD: INodeProperties = {
	displayName: 'First Comment',
	name: 'firstComment',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. #bread #bakery #sourdough',
	description:
		'A comment that the account writes under the new post, once. Needs Manage Comments. If it cannot be written, the output says why beside the post.',
};

const LOCATION_ID_FIELD: INodeProperties = {
	displayName: 'Location ID',
	name: 'locationId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 106377336067638',
	description: 'ID of a Facebook Page that has an address',
};

const SKIP_WINDOW_FIELD: INodeProperties = {
	displayName: 'Skip If Posted Within (Hours)',
	name: 'skipIfPostedWithin',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 720 },
	default: 24,
	description:
		'If the account posted the same caption within these hours, return that post instead of publishing again. For workflows that may stop half-way and run again. Needs a caption.',
};

const COLLABORATORS = fieldOf(COLLABORATORS_FIELD, 'additionalFields');
const FIRST_COMMENT = fieldOf(FIRST_COMMENT_FIELD, 'additionalFields');
const LOCATION_ID = fieldOf(LOCATION_ID_FIELD, 'additionalFields');
const SKIP_WINDOW = fieldOf(SKIP_WINDOW_FIELD, 'additionalFields');

const HOUR_MS = 3_600_000;
const MAX_SKIP_HOURS = 24 * 30;

export const MEDIA_TYPE_FIELD: INodeProperties = {
	displayName: 'Media Type',
	name: 'mediaType',
	type: 'options',
	options: [
		{ name: 'Image', value: 'image' },
		{ name: 'Video', value: 'video' },
	],
	default: 'image',
};

export const PUBLISH_NOW_FIELD: INodeProperties = {
	displayName: 'Publish Now',
	name: 'publishNow',
	type: 'boolean',
	default: true,
	description:
		'Whether to publish the post. If off, the result is a container, which Container > Publish can publish within 24 hours.',
};
const PUBLISH_NOW = fieldOf(PUBLISH_NOW_FIELD);

export const AI_GENERATED_FIELD: INodeProperties = {
	displayName: 'AI Generated',
	name: 'isAiGenerated',
	type: 'boolean',
	default: false,
	description: 'Whether Instagram labels the post as made with AI',
};
const IS_AI_GENERATED = fieldOf(AI_GENERATED_FIELD, 'additionalFields');

export const UPLOAD_TYPE_FIELD: INodeProperties = {
	displayName: 'Upload Type',
	name: 'uploadType',
	type: 'options',
	options: [
		{ name: 'Instagram Fetches the File', value: 'fetch' },
		{
			name: 'Resumable',
			value: 'resumable',
			description:
				'The binary file is sent by n8n itself, so n8n does not have to be reachable from the internet',
		},
	],
	default: 'resumable',
	description:
		'How a video gets to Instagram. Meta lists the resumable upload for this login in its specification, but describes it for Facebook Login: Instagram may refuse it.',
};
const UPLOAD_TYPE = fieldOf(UPLOAD_TYPE_FIELD, 'additionalFields');

/** Of posts in the feed; stories have no caption. */
export const CAPTION_FIELD: INodeProperties = {
	displayName: 'Caption',
	name: 'caption',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. Fresh from the oven #bakery',
	description: 'At most 2200 characters, 30 hashtags and 20 @-mentions',
};
const CAPTION = fieldOf(CAPTION_FIELD);

/** Further fields of posts in the feed, which stories do not have. */
export const FEED_FIELDS: INodeProperties[] = [
	AI_GENERATED_FIELD,
	COLLABORATORS_FIELD,
	FIRST_COMMENT_FIELD,
	LOCATION_ID_FIELD,
	SKIP_WINDOW_FIELD,
];

const TAG_USERNAME: INodeProperties = {
	displayName: 'Username',
	name: 'username',
	type: 'string',
	default: '',
	placeholder: 'e.g. partner_brand',
	description: 'A public account',
};

const TAG_POSITION: INodeProperties[] = [
	{
		displayName: 'X',
		name: 'x',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 3 },
		default: 0.5,
		description: 'From the left edge (0) to the right edge (1)',
	},
	{
		displayName: 'Y',
		name: 'y',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 3 },
		default: 0.5,
		description: 'From the top edge (0) to the bottom edge (1)',
	},
];
const SET_POSITION: INodeProperties = {
	displayName: 'Set Position',
	name: 'setPosition',
	type: 'boolean',
	default: false,
	description: 'Whether the tag has a position in the story',
};

function tagValues(positions: TagPositions): INodeProperties[] {
	if (positions === 'none') return [TAG_USERNAME];
	if (positions === 'required') return [TAG_USERNAME, ...TAG_POSITION];
	const onlyIfSet = TAG_POSITION.map((field) => ({
		...field,
		displayOptions: { show: { setPosition: [true] } },
	}));
	return [TAG_USERNAME, SET_POSITION, ...onlyIfSet];
}

const USER_TAGS_FIELD: INodeProperties = {
	displayName: 'User Tags',
	name: 'userTags',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Tag',
	default: {},
	description: 'Accounts to tag; their posts must be public',
};

const USER_TAGS_JSON_FIELD: INodeProperties = {
	displayName: 'User Tags (JSON)',
	name: 'userTagsJson',
	type: 'json',
	default: '[]',
};

const USER_TAGS = fieldOf(USER_TAGS_FIELD, 'additionalFields');
const USER_TAGS_JSON = fieldOf(USER_TAGS_JSON_FIELD, 'additionalFields');

/** Tags as rows of the panel. */
export function userTagsField(positions: TagPositions): INodeProperties {
	return {
		...USER_TAGS_FIELD,
		options: [{ displayName: 'Tag', name: 'tag', values: tagValues(positions) }],
	};
}

/** Tags as rows, or as a list that an expression gives. */
export function userTagsFields(positions: TagPositions): INodeProperties[] {
	const position = positions === 'none' ? '' : ', "x": 0.5, "y": 0.8';
	const description = `The tags as a list, e.g. [{"username": "partner_brand"${position}}]. For expressions; added to User Tags.`;
	return [userTagsField(positions), { ...USER_TAGS_JSON_FIELD, description }];
}

export function readPublishNow(ctx: IExecuteFunctions, itemIndex: number): boolean {
	return readFlag({ ctx, itemIndex }, PUBLISH_NOW);
}

export interface Video {
	/** For the container; without it the video is uploaded. */
	readonly url?: string;
	readonly identity: string;
	readonly upload?: Upload;
}

/** Reads where a video comes from, and how it gets to Instagram. */
export async function readVideo(
	ctx: IExecuteFunctions,
	source: MediaSource,
	itemIndex: number,
): Promise<Video> {
	const uploadType = readOptionalChoice({ ctx, itemIndex }, UPLOAD_TYPE, ['fetch', 'resumable'] as const);
	if (uploadType !== 'resumable') return await readMediaSource(ctx, source, itemIndex);
	const upload = await readUpload(ctx, source, itemIndex);
	return { identity: upload.identity, upload };
}

/** `undefined` unless it is on, because a post without the label needs no parameter. */
export function readIsAiGenerated(ctx: IExecuteFunctions, itemIndex: number): true | undefined {
	return readFlag({ ctx, itemIndex }, IS_AI_GENERATED) || undefined;
}

export interface FeedFields {
	readonly caption?: string;
	readonly collaborators?: string[];
	readonly locationId?: string;
	readonly firstComment?: string;
	readonly skipWindowMs?: number;
}

/** Reads {@link CAPTION_FIELD} and {@link FEED_FIELDS}, except the AI label. */
export function readFeedFields(ctx: IExecuteFunctions, itemIndex: number): FeedFields {
	const caption = readOptionalText({ ctx, itemIndex }, CAPTION);
	const problem = caption === undefined ? undefined : captionProblem(caption);
	if (problem !== undefined) refuse(CAPTION, problem);
	const hasLocation = readOptionalText({ ctx, itemIndex }, LOCATION_ID) !== undefined;
	const hours = readOptionalInteger({ ctx, itemIndex }, SKIP_WINDOW, { min: 1, max: MAX_SKIP_HOURS });
	if (hours !== undefined && (caption === undefined || caption.trim() === '')) {
		refuse(SKIP_WINDOW, 'needs a Caption', 'Posts without a caption cannot be told apart.');
	}
	return {
		caption,
		collaborators: parseCollaborators(readTextList({ ctx, itemIndex }, COLLABORATORS), COLLABORATORS),
		locationId: hasLocation ? readInstagramId({ ctx, itemIndex }, LOCATION_ID) : undefined,
		firstComment: readFirstComment(ctx, itemIndex),
		skipWindowMs: hours === undefined ? undefined : hours * HOUR_MS,
	};
}

/** @throws UserFixableError for a post that is not published now */
function readFirstComment(ctx: IExecuteFunctions, itemIndex: number): string | undefined {
	const text = readOptionalText({ ctx, itemIndex }, FIRST_COMMENT);
	if (text === undefined || text.trim() === '') return undefined;
	if (readPublishNow(ctx, itemIndex)) return text;
	return refuse(
		FIRST_COMMENT,
		'needs Publish Now',
		'A container takes no comments: write it with Comment > Create after Container > Publish.',
	);
}

/** Reads {@link userTagsFields}. */
export function readUserTags(
	ctx: IExecuteFunctions,
	itemIndex: number,
	positions: TagPositions,
): UserTag[] | undefined {
	const rows = parseUserTags(readJson({ ctx, itemIndex }, USER_TAGS), USER_TAGS, positions) ?? [];
	const listed = parseUserTags(readJson({ ctx, itemIndex }, USER_TAGS_JSON), USER_TAGS_JSON, positions) ?? [];
	const tags = [...rows, ...listed];
	return tags.length === 0 ? undefined : tags;
}

/** @throws UserFixableError when the text is longer than Meta takes */
export function checkAltText(field: Field, altText: string | undefined): string | undefined {
	const characters = [...(altText ?? '')].length;
	if (characters <= ALT_TEXT_MAX_CHARACTERS) return altText;
	return refuse(field, `has ${characters} characters; Instagram allows ${ALT_TEXT_MAX_CHARACTERS}`);
}
