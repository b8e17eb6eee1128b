/** Which events of a delivery start the workflow. */
import type { InstagramEvent } from '../protocol/events/parseDelivery';
import type { TriggerSettings } from './settings';

export interface Selection {
	readonly settings: TriggerSettings;
	/** The account of the credential; undefined while it is not known, which hides no event. */
	readonly accountId?: string;
}

export function isWanted({ kind, simplified }: InstagramEvent, { settings, accountId }: Selection): boolean {
	if (!settings.events.has(kind.field)) return false;
	if (simplified.isOwn && !settings.includeOwn) return false;
	return settings.allAccounts || simplified.isTest || accountId === undefined || simplified.accountId === accountId;
}
