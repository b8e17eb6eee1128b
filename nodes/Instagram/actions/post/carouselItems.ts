/**
 * The items of a carousel: photos and videos mixed, each from a URL or a file, given as rows of the panel, as
 * a list that an expression gives, or as all files of the input item. A video needs `media_type=VIDEO`, or
 * Meta treats it as a photo without `image_url`; reels cannot be items (Meta: "Carousel posts").
 */
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { FileKind } from '../../protocol/files/kinds';
import {
	CAROUSEL_ITEM,
	CAROUSEL_VIDEO,
	FEED_IMAGE,
	isPhoto,
	type FileRule,
} from '../../protocol/files/rules';
import { isRecord, type JsonRecord } from '../../protocol/json';
import { CAROUSEL_MAX_ITEMS, CAROUSEL_MIN_ITEMS } from '../../protocol/limits';
import { fieldOf } from '../../panel/fieldOf';
import { binaryMedia, mediaSourceFields, type Media } from '../../panel/mediaSource';
import { toCamelCase } from '../../protocol/simplify';
import { checkMediaUrl, readChoice } from '../../panel/parameters';
import { readJson, readRows } from '../../panel/lists';
import { refuse, type Field } from '../../panel/source';
import { checkAltText, MEDIA_TYPE_FIELD, userTagsField } from './postFields';
import { parseUserTags } from './userTags';

const SPECIFY_ITEMS_FIELD: INodeProperties = {
	displayName: 'Specify Items',
	name: 'specifyItems',
	type: 'options',
	options: [
		{
			name: 'All Files of the Item',
			value: 'allFiles',
			description: 'Every photo and video that the input item holds, in the order of its binary fields',
		},
		{ name: 'Using Fields Below', value: 'fields' },
		{ name: 'Using JSON', value: 'json', description: 'A list, typed or given by an expression' },
	],
	default: 'fields',
	description: 'How the photos and videos are given',
};

const EMPTY_ROW = { mediaType: 'image', mediaSource: 'url', imageUrl: '' };

/** A hidden field keeps its value in a row, so only shown fields count. */
const ONLY_IMAGES = { show: { mediaType: ['image'] } };
const ONLY_VIDEOS = { show: { mediaType: ['video'] } };

const ITEM_FIELDS: INodeProperties[] = [
	MEDIA_TYPE_FIELD,
	...mediaSourceFields([
		{
			displayName: 'Image URL',
			name: 'imageUrl',
			placeholder: 'e.g. https://example.com/photo.jpg',
			description: 'A JPEG of at most 8 MB that opens without login',
			show: { mediaType: ['image'] },
		},
		{
			displayName: 'Video URL',
			name: 'videoUrl',
			placeholder: 'e.g. https://example.com/clip.mp4',
			description: 'An MP4 or MOV of at most 300 MB that opens without login',
			show: { mediaType: ['video'] },
		},
	]),
	{
		displayName: 'Alt Text',
		name: 'altText',
		type: 'string',
		default: '',
		description: 'Describes the photo to people who cannot see it; at most 1000 characters',
		displayOptions: ONLY_IMAGES,
	},
	{
		displayName: 'Thumb Offset (Ms)',
		name: 'thumbOffset',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Milliseconds from the start of the video to the frame that becomes its cover',
		displayOptions: ONLY_VIDEOS,
	},
	{ ...userTagsField('required'), displayOptions: ONLY_IMAGES },
];

const ITEMS_FIELD: INodeProperties = {
	displayName: 'Items',
	name: 'items',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Item',
	default: { item: [EMPTY_ROW, EMPTY_ROW] },
	description: '2 to 10 photos and videos, in this order. Instagram crops all of them like the first one.',
	displayOptions: { show: { specifyItems: ['fields'] } },
	options: [{ displayName: 'Item', name: 'item', values: ITEM_FIELDS }],
};

const ITEMS_JSON_FIELD: INodeProperties = {
	displayName: 'Items (JSON)',
	name: 'itemsJson',
	type: 'json',
	default:
		'[\n  { "imageUrl": "https://example.com/photo.jpg", "altText": "A loaf of bread" },\n  { "videoUrl": "https://example.com/clip.mp4" }\n]',
	required: true,
	description:
		'A list of 2 to 10 objects, each with imageUrl, videoUrl or binaryPropertyName; photos may have altText and userTags (username, x, y), videos thumbOffset. An expression may give the list.',
	displayOptions: { show: { specifyItems: ['json'] } },
};

const SPECIFY_ITEMS = fieldOf(SPECIFY_ITEMS_FIELD);
const ITEMS = fieldOf(ITEMS_FIELD);
const ITEMS_JSON = fieldOf(ITEMS_JSON_FIELD);
const ALL_FILES: Field = { name: SPECIFY_ITEMS.name, label: 'The input item' };

export const CAROUSEL_ITEMS_FIELDS: INodeProperties[] = [SPECIFY_ITEMS_FIELD, ITEMS_FIELD, ITEMS_JSON_FIELD];

export interface CarouselItem {
	/** What its container is created from. */
	readonly parameters: IDataObject;
	/** See `PostPlan.content`. */
	readonly content: unknown;
}

/**
 * @throws UserFixableError for a list of a wrong length, and for an item that Meta does not take; the error
 * names the item's number
 */
export async function readCarouselItems(ctx: IExecuteFunctions, itemIndex: number): Promise<CarouselItem[]> {
	const source = { ctx, itemIndex };
	const how = readChoice(source, SPECIFY_ITEMS, ['fields', 'json', 'allFiles'] as const);
	const isJson = how === 'json';
	const { field, rows } = {
		fields: () => ({ field: ITEMS, rows: readRows(source, ITEMS, 'item') }),
		json: () => ({ field: ITEMS_JSON, rows: readList(ctx, itemIndex) }),
		allFiles: () => ({ field: ALL_FILES, rows: filesOfItem(ctx, itemIndex) }),
	}[how]();
	if (rows.length < CAROUSEL_MIN_ITEMS || rows.length > CAROUSEL_MAX_ITEMS) {
		const range = `${CAROUSEL_MIN_ITEMS} to ${CAROUSEL_MAX_ITEMS}`;
		return refuse(field, `has ${rows.length} photos and videos; Instagram takes ${range} in a carousel`);
	}
	const items: CarouselItem[] = [];
	for (const [position, row] of rows.entries()) {
		const place = { name: field.name, label: `${field.label}: item ${position + 1}` };
		const given = isRecord(row) ? row : refuse(place, NOT_AN_OBJECT, EXAMPLE);
		items.push(await readItem(ctx, isJson ? checkJsonItem(given, place) : given, place, itemIndex, isJson));
	}
	return items;
}

/** A row for each file of the input item; its bytes show whether it is a photo or a video. */
function filesOfItem(ctx: IExecuteFunctions, itemIndex: number): JsonRecord[] {
	const names = Object.keys(ctx.getInputData()[itemIndex]?.binary ?? {});
	return names.map((binaryPropertyName) => ({ mediaSource: 'binary', binaryPropertyName }));
}

const NOT_AN_OBJECT = 'must be an object with imageUrl, videoUrl or binaryPropertyName';
const EXAMPLE =
	'For instance {"imageUrl": "https://example.com/photo.jpg"}: a bare URL does not say whether it is a photo or a video.';

function readList(ctx: IExecuteFunctions, itemIndex: number): unknown[] {
	const value = readJson({ ctx, itemIndex }, ITEMS_JSON);
	return Array.isArray(value)
		? value
		: refuse(ITEMS_JSON, 'must be a list', 'It starts with [ and ends with ].');
}

const KEYS = [
	'mediaType',
	'mediaSource',
	'imageUrl',
	'videoUrl',
	'binaryPropertyName',
	'altText',
	'userTags',
	'thumbOffset',
	'isCarouselItem',
];
/** Keys that a photo, or a video, cannot have. */
const ONLY_VIDEO_KEYS = ['thumbOffset', 'videoUrl'];
const ONLY_IMAGE_KEYS = ['altText', 'userTags', 'imageUrl'];

/**
 * An item of a list, with Meta's spelling of names and values (`media_type: "VIDEO"`) turned into ours. A key
 * that the node would not send is refused, because a post cannot be edited later.
 */
function checkJsonItem(given: JsonRecord, place: Field): JsonRecord {
	const row = Object.fromEntries(Object.entries(given).map(([name, value]) => [toCamelCase(name), value]));
	const unknown = Object.keys(row).find((name) => !KEYS.includes(name) && isGiven(row[name]));
	if (unknown !== undefined) {
		const remedy = `An item may have ${KEYS.slice(2, -1).join(', ')}. Caption, collaborators, location and label belong to the carousel.`;
		return refuse(place, `has ${unknown}, which a carousel item does not take`, remedy);
	}
	const hasUrl = isGiven(row.imageUrl) || isGiven(row.videoUrl);
	if (hasUrl && isGiven(row.binaryPropertyName) && !isGiven(row.mediaSource)) {
		return refuse(place, 'has a URL and binaryPropertyName', 'An item is one photo or one video.');
	}
	// binary data could name any file of this n8n by its id, and a list may come from a stranger
	if (isGiven(row.binaryPropertyName) && typeof row.binaryPropertyName !== 'string') {
		return refuse(
			nameIn(place, 'binaryPropertyName'),
			'must be the name of a field of the input item',
			'For instance {"binaryPropertyName": "data"}.',
		);
	}
	const lowerCase = (name: string, choices: readonly string[]) => {
		const value = isGiven(row[name]) ? row[name] : undefined;
		const text = typeof value === 'string' ? value.toLowerCase() : undefined;
		if (value === undefined || (text !== undefined && choices.includes(text))) return text;
		return refuse(nameIn(place, name), `must be ${choices.join(' or ')}, not ${JSON.stringify(value)}`);
	};
	return {
		...row,
		mediaType: lowerCase('mediaType', ['image', 'video']),
		mediaSource: lowerCase('mediaSource', ['url', 'binary']),
	};
}

function refuseForeign(row: JsonRecord, place: Field, isVideo: boolean): void {
	const foreign = (isVideo ? ONLY_IMAGE_KEYS : ONLY_VIDEO_KEYS).find((name) => isGiven(row[name]));
	if (foreign === undefined) return;
	refuse(
		place,
		`has ${foreign}, which a ${isVideo ? 'video' : 'photo'} does not take`,
		'Remove it from this item.',
	);
}

async function readItem(
	ctx: IExecuteFunctions,
	row: JsonRecord,
	place: Field,
	itemIndex: number,
	isJson: boolean,
): Promise<CarouselItem> {
	const { media, isVideo } = await readItemMedia(ctx, row, place, itemIndex);
	if (isJson) refuseForeign(row, place, isVideo);
	const parameters = isVideo ? videoParameters(row, place) : imageParameters(row, place);
	return {
		parameters: { ...parameters, [isVideo ? 'video_url' : 'image_url']: media.url, is_carousel_item: true },
		content: { ...parameters, media: media.identity },
	};
}

const isGiven = (value: unknown) =>
	value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
const nameIn = (place: Field, name: string): Field => ({
	name: place.name,
	label: `${place.label}: ${name}`,
});

async function readItemMedia(
	ctx: IExecuteFunctions,
	row: JsonRecord,
	place: Field,
	itemIndex: number,
): Promise<{ media: Media; isVideo: boolean }> {
	const { mediaType, mediaSource, imageUrl, videoUrl, binaryPropertyName } = row;
	const isBinary = mediaSource === 'binary' || (!isGiven(mediaSource) && isGiven(binaryPropertyName));
	if (isBinary) {
		const accept = (kind: FileKind | undefined) => ruleFor(mediaType, kind);
		const file = { field: nameIn(place, 'Input Binary Field'), file: binaryPropertyName, accept };
		const media = await binaryMedia(ctx, file, itemIndex);
		return { media, isVideo: !isPhoto(media.kind) };
	}
	const isVideo = isGiven(mediaType) ? mediaType === 'video' : !isGiven(imageUrl);
	if (!isGiven(mediaType) && isGiven(imageUrl) && isGiven(videoUrl)) {
		return refuse(place, 'has imageUrl and videoUrl', 'An item is one photo or one video.');
	}
	const given = isVideo ? videoUrl : imageUrl;
	if (!isGiven(given) && isGiven(mediaType))
		return refuse(
			place,
			`has no ${isVideo ? 'Video URL' : 'Image URL'}`,
			'Fill it in, choose a file, or remove the item.',
		);
	if (!isGiven(given)) return refuse(place, NOT_AN_OBJECT, EXAMPLE);
	const urlField = nameIn(place, isVideo ? 'Video URL' : 'Image URL');
	const url =
		typeof given === 'string' ? checkMediaUrl(urlField, given.trim()) : refuse(urlField, 'must be a text');
	return { media: { url, identity: url }, isVideo };
}

/** In the panel somebody says what the file should be; in a list nobody has to, because the bytes show it. */
function ruleFor(mediaType: unknown, kind: FileKind | undefined): FileRule {
	if (mediaType === 'video') return CAROUSEL_VIDEO;
	if (mediaType === 'image' || isPhoto(kind)) return FEED_IMAGE;
	return kind === 'mp4' || kind === 'mov' ? CAROUSEL_VIDEO : CAROUSEL_ITEM;
}

function imageParameters(row: JsonRecord, place: Field): IDataObject {
	const altText = isGiven(row.altText) ? String(row.altText) : undefined;
	return {
		alt_text: checkAltText(nameIn(place, 'Alt Text'), altText),
		user_tags: parseUserTags(row.userTags, nameIn(place, 'User Tags'), 'required'),
	};
}

function videoParameters(row: JsonRecord, place: Field): IDataObject {
	const { thumbOffset } = row;
	const offsetMs = isGiven(thumbOffset) ? Number(thumbOffset) : undefined;
	if (offsetMs !== undefined && !(Number.isSafeInteger(offsetMs) && offsetMs >= 0)) {
		return refuse(nameIn(place, 'Thumb Offset'), 'must be a whole number of milliseconds, at least 0');
	}
	return { media_type: 'VIDEO', thumb_offset: offsetMs };
}
