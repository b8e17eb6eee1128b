/**
 * Ice breakers and the persistent menu (Meta: "Ice Breakers", "Persistent Menu"). One object per locale:
 * Meta's own sample for several locales repeats a key inside one object, which is not valid JSON.
 */
import { recordsAt, textAt, type JsonRecord } from '../json';
import { buttonsProblem, toButton } from './templates';

/** Questions of each locale. */
export const MAX_ICE_BREAKERS = 4;
const DEFAULT_LOCALE = 'default';

/** Rows of the panel, grouped by locale, in Meta's shape. */
export function localized(
	rows: readonly JsonRecord[],
	toAction: (row: JsonRecord) => JsonRecord,
): JsonRecord[] {
	const groups = new Map<string, JsonRecord[]>();
	for (const row of rows) {
		const locale = textAt(row, 'locale')?.trim() || DEFAULT_LOCALE;
		groups.set(locale, [...(groups.get(locale) ?? []), toAction(row)]);
	}
	return [...groups].map(([locale, actions]) => ({ locale, call_to_actions: actions }));
}

export function toIceBreaker(row: JsonRecord): JsonRecord {
	const question = textAt(row, 'question')?.trim() ?? '';
	return { question, payload: textAt(row, 'payload')?.trim() || question };
}

export const toMenuItem = toButton;

/** @returns what is wrong with ice breakers in Meta's shape, or `undefined` */
export function iceBreakersProblem(groups: readonly JsonRecord[]): string | undefined {
	if (groups.length === 0) return 'is empty; use Delete Ice Breakers to remove them';
	for (const group of groups) {
		const questions = recordsAt(group, 'call_to_actions');
		if (questions.length > MAX_ICE_BREAKERS) {
			return `has ${questions.length} questions for the locale ${textAt(group, 'locale')}; Instagram allows ${MAX_ICE_BREAKERS}`;
		}
		if (questions.some(({ question }) => question === '')) return 'has an entry without a question';
	}
	return undefined;
}

/** @returns what is wrong with a menu in Meta's shape, or `undefined` */
export function menuProblem(groups: readonly JsonRecord[]): string | undefined {
	if (groups.length === 0) return 'is empty; use Delete Persistent Menu to remove it';
	// the number of items is a recommendation of Meta's, so each is checked by itself
	return groups
		.flatMap((group) => recordsAt(group, 'call_to_actions'))
		.map((item) => buttonsProblem([item])?.replace('a button 1', `an item "${textAt(item, 'title') ?? ''}"`))
		.find((problem) => problem !== undefined);
}

/**
 * What is set, recognized by its content: one page prints `{data:[{call_to_actions, locale}]}`, the SDK
 * `{data:[{ice_breakers:[…], persistent_menu:[…]}]}`.
 */
export function parseProfile(body: JsonRecord): { iceBreakers: JsonRecord[]; persistentMenu: JsonRecord[] } {
	const entries = Array.isArray(body.data) ? recordsAt(body, 'data') : [body];
	const bare = entries.filter((entry) => Array.isArray(entry.call_to_actions));
	const asksQuestions = (entry: JsonRecord) =>
		recordsAt(entry, 'call_to_actions').some((action) => 'question' in action);
	return {
		iceBreakers: [
			...entries.flatMap((entry) => recordsAt(entry, 'ice_breakers')),
			...bare.filter(asksQuestions),
		],
		persistentMenu: [
			...entries.flatMap((entry) => recordsAt(entry, 'persistent_menu')),
			...bare.filter((entry) => !asksQuestions(entry)),
		],
	};
}
