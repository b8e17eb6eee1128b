/** The fields of the polling trigger's panel; settings reads them. */
import type { INodeProperties } from 'n8n-workflow';

import { POLLED_KINDS } from '../protocol/events/polled';
import { EVENT_ADDITION_FIELDS } from '../panel/eventAdditions';
import { EVENT_FILTER_FIELDS, eventChoices } from '../panel/eventFilters';
import { SIMPLIFY_FIELD } from '../panel/output';
import { optionsOf } from '../panel/collections';

export const DEFAULT_WATCHED_POSTS = 25;
export const MOST_WATCHED_POSTS = 100;
export const MOST_LOOK_BACK_HOURS = 24 * 30;

export const POLLED_EVENTS_FIELD: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	options: eventChoices(POLLED_KINDS),
	default: ['comments'],
	required: true,
	description: 'What starts the workflow',
};

export const LOOK_BACK_FIELD: INodeProperties = {
	displayName: 'First Poll Looks Back (Hours)',
	name: 'lookBackHours',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MOST_LOOK_BACK_HOURS },
	default: 0,
	description:
		'How many hours before its activation a new workflow begins. Later activations continue where the last poll stopped.',
};

export const WATCHED_POSTS_FIELD: INodeProperties = {
	displayName: 'Watched Posts',
	name: 'watchedPosts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_WATCHED_POSTS },
	default: DEFAULT_WATCHED_POSTS,
	description:
		'How many of the newest posts and reels are watched for comments. The posts under Posts are watched however old they are.',
};

export const POLLING_FIELDS: INodeProperties[] = [
	{
		displayName:
			'Needs no webhook, no App Review and no public address. It cannot find reactions, edits, button taps, or what was deleted between two polls.',
		name: 'pollingNotice',
		type: 'notice',
		default: '',
	},
	POLLED_EVENTS_FIELD,
	SIMPLIFY_FIELD,
	optionsOf([...EVENT_FILTER_FIELDS, ...EVENT_ADDITION_FIELDS, LOOK_BACK_FIELD, WATCHED_POSTS_FIELD]),
];
