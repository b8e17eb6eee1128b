/** The trigger's panel, read. */
import { readTriggerChoice, readTriggerFlag, readTriggerList, type TriggerContext } from './fields';

const EVENTS = { name: 'events', label: 'Events' };
const SIMPLIFY = { name: 'simplify', label: 'Simplify' };
const ACCOUNTS = { name: 'options.accounts', label: 'Accounts' };
const INCLUDE_OWN = { name: 'options.includeOwn', label: 'Include Own Messages and Comments' };

export interface TriggerSettings {
	/** Fields of {@link EVENT_KINDS}. */
	readonly events: ReadonlySet<string>;
	readonly simplify: boolean;
	/** Whether the entries of other accounts behind the same callback count too. */
	readonly allAccounts: boolean;
	readonly includeOwn: boolean;
}

export function readSettings(ctx: TriggerContext): TriggerSettings {
	return {
		events: new Set(readTriggerList(ctx, EVENTS)),
		simplify: readTriggerFlag(ctx, SIMPLIFY),
		allAccounts: readTriggerChoice(ctx, ACCOUNTS, ['connected', 'all']) === 'all',
		includeOwn: readTriggerFlag(ctx, INCLUDE_OWN),
	};
}
