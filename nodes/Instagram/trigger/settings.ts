/** The trigger's panel, read. */
import type { EventRules } from '../protocol/events/select';
import { readEventFilters } from '../panel/eventFilters';
import { readTextList } from '../panel/lists';
import { readFlag, readOptionalChoice, readOptionalText } from '../panel/parameters';
import type { TriggerContext } from '../panel/source';

const CONNECTED_ACCOUNT = { name: 'connectedAccount', label: 'Connected Account' };
const EVENTS = { name: 'events', label: 'Events' };
const SIMPLIFY = { name: 'simplify', label: 'Simplify' };
const ACCOUNTS = { name: 'options.accounts', label: 'Accounts' };
const DOWNLOAD = { name: 'options.downloadAttachments', label: 'Download Attachments' };
const PROFILE = { name: 'options.includeSenderProfile', label: 'Include Sender Profile' };
const READ_TEXT = { name: 'options.readMissingText', label: 'Read Missing Text' };

export interface TriggerSettings extends EventRules {
	readonly simplify: boolean;
	readonly downloadAttachments: boolean;
	readonly includeSenderProfile: boolean;
}

/** @throws UserFixableError for a keyword that cannot be used, and for a value that is no choice of its menu */
export function readSettings(ctx: TriggerContext): TriggerSettings {
	return {
		...readEventFilters(ctx),
		chosenAccount: readOptionalText(ctx, CONNECTED_ACCOUNT) ?? '',
		events: new Set(readTextList(ctx, EVENTS)),
		simplify: readFlag(ctx, SIMPLIFY),
		allAccounts: readOptionalChoice(ctx, ACCOUNTS, ['connected', 'all']) === 'all',
		downloadAttachments: readFlag(ctx, DOWNLOAD),
		includeSenderProfile: readFlag(ctx, PROFILE),
		readMissingText: readFlag(ctx, READ_TEXT),
	};
}
