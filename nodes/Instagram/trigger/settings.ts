/** The trigger's panel, read. */
import type { EventRules } from '../protocol/events/select';
import { readAdditions, type Additions } from '../panel/eventAdditions';
import { readEventFilters } from '../panel/eventFilters';
import { readTextList } from '../panel/lists';
import { withItems } from '../panel/mediaFilter';
import { readFlag, readOptionalChoice, readOptionalText } from '../panel/parameters';
import type { TriggerContext } from '../panel/source';

const CONNECTED_ACCOUNT = { name: 'connectedAccount', label: 'Connected Account' };
const EVENTS = { name: 'events', label: 'Events' };
const ACCOUNTS = { name: 'options.accounts', label: 'Accounts' };
const READ_TEXT = { name: 'options.readMissingText', label: 'Read Missing Text' };

/** Where the static data of the node keeps what activation has found out about the filter Media IDs. */
export const MEDIA_ITEMS = 'mediaItems';

export type TriggerSettings = EventRules & Additions;

/** @throws UserFixableError for a keyword that cannot be used, and for a value that is no choice of its menu */
export function readSettings(ctx: TriggerContext): TriggerSettings {
	const filters = readEventFilters(ctx);
	return {
		...filters,
		mediaIds: withItems(filters.mediaIds, ctx.getWorkflowStaticData('node')[MEDIA_ITEMS]),
		...readAdditions(ctx),
		chosenAccount: readOptionalText(ctx, CONNECTED_ACCOUNT) ?? '',
		events: new Set(readTextList(ctx, EVENTS)),
		allAccounts: readOptionalChoice(ctx, ACCOUNTS, ['connected', 'all']) === 'all',
		readMissingText: readFlag(ctx, READ_TEXT),
	};
}
