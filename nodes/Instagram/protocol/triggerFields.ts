/**
 * What the active triggers of a credential listen to, as n8n keeps it under `oauthTokenData`: beside the
 * token but not bound to it, so that it outlives a reconnect. n8n keeps the keys that a new login does not
 * bring, in both credential types.
 */
import { isRecord, type JsonRecord } from './json';

const KEY = 'ig_trigger_fields';

/** Webhook fields by trigger. */
type TriggerFields = Readonly<Record<string, readonly string[]>>;

export function parseTriggerFields(oauthTokenData: unknown): TriggerFields {
	const text = isRecord(oauthTokenData) ? oauthTokenData[KEY] : undefined;
	if (typeof text !== 'string') return {};
	try {
		const value: unknown = JSON.parse(text);
		const entries = Object.entries(isRecord(value) ? value : {});
		return Object.fromEntries(entries.map(([trigger, fields]) => [trigger, textsIn(fields)]));
	} catch {
		return {};
	}
}

const textsIn = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** What is written for these triggers; {@link parseTriggerFields} reads it. */
export function toStoredTriggerFields(fields: TriggerFields): JsonRecord {
	return { [KEY]: JSON.stringify(fields) };
}

/** The part of `oauthTokenData` that belongs to the credential and not to its token. */
export function triggerFieldsIn(oauthTokenData: JsonRecord): JsonRecord {
	return oauthTokenData[KEY] === undefined ? {} : { [KEY]: oauthTokenData[KEY] };
}
