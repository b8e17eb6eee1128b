/** The trigger's panel, read. */
import type { EventRules } from '../protocol/events/select';
import { CONNECTED_ACCOUNT } from '../panel/connectedAccount';
import { readAdditions, type Additions } from '../panel/eventAdditions';
import { readEventFilters } from '../panel/eventFilters';
import { fieldOf } from '../panel/fieldOf';
import { readTextList } from '../panel/lists';
import { recallItems, unknownIn, withItems } from '../panel/mediaFilter';
import { readFlag, readOptionalChoice, readOptionalText } from '../panel/parameters';
import type { TriggerContext } from '../panel/source';
import { ACCOUNTS_FIELD, EVENTS_FIELD, INCLUDE_DELETED_FIELD, READ_MISSING_TEXT_FIELD } from './panel';

const EVENTS = fieldOf(EVENTS_FIELD);
const ACCOUNTS = fieldOf(ACCOUNTS_FIELD, 'options');
const INCLUDE_DELETED = fieldOf(INCLUDE_DELETED_FIELD, 'options');
const READ_TEXT = fieldOf(READ_MISSING_TEXT_FIELD, 'options');

/** Where the static data of the node keeps what activation has found out about the filter Posts. */
export const MEDIA_ITEMS = 'mediaItems';

export type TriggerSettings = EventRules & Additions;

/** The fields of the events that start the workflow, which no other setting can spoil. */
export const readEvents = (ctx: TriggerContext): ReadonlySet<string> => new Set(readTextList(ctx, EVENTS));

/** @throws UserFixableError for a keyword that cannot be used, and for a value that is not in its menu */
export function readSettings(ctx: TriggerContext): TriggerSettings {
	const filters = readEventFilters(ctx);
	const kept = ctx.getWorkflowStaticData('node')[MEDIA_ITEMS];
	const { items, due } = recallItems(ctx, unknownIn(filters.mediaIds, kept));
	return {
		...filters,
		mediaIds: withItems(withItems(filters.mediaIds, kept), items),
		unknownMedia: due,
		...readAdditions(ctx),
		chosenAccount: readOptionalText(ctx, CONNECTED_ACCOUNT) ?? '',
		events: readEvents(ctx),
		allAccounts: readOptionalChoice(ctx, ACCOUNTS, ['connected', 'all'] as const) === 'all',
		includeDeleted: readFlag(ctx, INCLUDE_DELETED),
		readMissingText: readFlag(ctx, READ_TEXT),
	};
}
