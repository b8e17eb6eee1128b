/**
 * Media: Get Many. Meta: `GET /<IG_ID>/media` (10,000 newest posts and reels), `/stories` (last 24 hours),
 * `/tags` (posts of others in which the account is tagged), `/live_media` (while broadcasting) ("IG User").
 */
import type { INodeProperties } from 'n8n-workflow';

import { fieldsParameter, MEDIA } from '../../protocol/media/fields';
import { additionalFields } from '../../panel/collections';
import { fieldOf } from '../../panel/fieldOf';
import { LIST_FIELDS, readListLimit } from '../../panel/listFields';
import {
	addMediaFiles,
	DOWNLOAD_OPTION,
	DOWNLOAD_PROPERTY_OPTION,
	FILE_FIELDS,
	onlyFields,
	readDownloadProperty,
} from './mediaFiles';
import type { ReadOperation } from '../../run/operation';
import { fieldsOption, readOutput, SIMPLIFY_FIELD } from '../../panel/output';
import { readChoice, readOptionalTime } from '../../panel/parameters';
import { refuse } from '../../panel/source';
import { mapBounded } from '../../transport/concurrency';
import { mapElements, MEDIA_PER_PAGE } from '../../graph/paginate';

const MEDIA_LIST_FIELD: INodeProperties = {
	displayName: 'List',
	name: 'mediaList',
	type: 'options',
	options: [
		{ name: 'Live', value: 'live', description: 'The live video that is being broadcast' },
		{
			name: 'Posts and Reels',
			value: 'posts',
			description: 'The 10,000 newest posts and reels of the account',
		},
		{ name: 'Stories', value: 'stories', description: 'The stories of the last 24 hours' },
		{ name: 'Tagged', value: 'tagged', description: 'Posts of others in which the account is tagged' },
	],
	default: 'posts',
	description: 'Which media to list, newest first',
};

const SINCE_FIELD: INodeProperties = {
	displayName: 'Since',
	name: 'since',
	type: 'dateTime',
	default: '',
	description: 'Only posts and reels from this time on',
};

const UNTIL_FIELD: INodeProperties = {
	displayName: 'Until',
	name: 'until',
	type: 'dateTime',
	default: '',
	description: 'Only posts and reels up to this time',
};

const MEDIA_LIST = fieldOf(MEDIA_LIST_FIELD);
const SINCE = fieldOf(SINCE_FIELD, 'additionalFields');
const UNTIL = fieldOf(UNTIL_FIELD, 'additionalFields');

const EDGES = { live: 'live_media', posts: 'media', stories: 'stories', tagged: 'tags' } as const;
type MediaList = keyof typeof EDGES;

/** Files are in memory while they are downloaded. */
const PARALLEL_DOWNLOADS = 4;

const secondsOf = (epochMs: number | undefined) =>
	epochMs === undefined ? undefined : Math.floor(epochMs / 1000);

export const getManyMedia: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [
		MEDIA_LIST_FIELD,
		...LIST_FIELDS,
		SIMPLIFY_FIELD,
		additionalFields([
			DOWNLOAD_OPTION,
			fieldsOption(MEDIA),
			DOWNLOAD_PROPERTY_OPTION,
			SINCE_FIELD,
			UNTIL_FIELD,
		]),
	],
	async execute({ ctx, graph }, itemIndex) {
		const list = readChoice({ ctx, itemIndex }, MEDIA_LIST, Object.keys(EDGES) as MediaList[]);
		const { fields, toItem } = readOutput(ctx, itemIndex, MEDIA);
		const property = readDownloadProperty(ctx, itemIndex);
		const [since, until] = [
			readOptionalTime({ ctx, itemIndex }, SINCE),
			readOptionalTime({ ctx, itemIndex }, UNTIL),
		];
		if (list !== 'posts' && (since ?? until) !== undefined) {
			refuse(since === undefined ? UNTIL : SINCE, 'is available for the list "Posts and Reels" only');
		}
		if (since !== undefined && until !== undefined && since > until) refuse(SINCE, 'is later than Until');
		const request = {
			path: [graph.account.accountId, EDGES[list]],
			query: {
				fields: fieldsParameter(property === undefined ? fields : [...fields, ...FILE_FIELDS]),
				since: secondsOf(since),
				until: secondsOf(until),
			},
			limit: readListLimit(ctx, itemIndex),
			pageSize: MEDIA_PER_PAGE,
			// Meta: next and previous are not supported on tags
			cursorOnly: list === 'tagged',
		};
		if (property === undefined) return await mapElements(graph, request, toItem);
		const media = await mapElements(graph, request, (element) => element);
		return await mapBounded(
			media,
			PARALLEL_DOWNLOADS,
			async (element) => await addMediaFiles(ctx, toItem(onlyFields(element, fields)), element, property),
		);
	},
};
