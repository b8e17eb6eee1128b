/** Reads the trigger's fields: each gives back a checked value, or an error that names the field. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord, type JsonRecord } from '../protocol/json';
import { UserFixableError } from '../transport/errors';

export type TriggerContext = IHookFunctions | IWebhookFunctions;

export interface TriggerField {
	/** Name of the parameter, with a dot for a field of a collection: `options.keywords`. */
	readonly name: string;
	/** As the panel shows it. */
	readonly label: string;
}

const COLLECTION = 'options';

/** Each reading costs n8n a walk through its expressions, so that the collection is read once a request. */
const collections = new WeakMap<TriggerContext, JsonRecord>();

function collectionOf(ctx: TriggerContext): JsonRecord {
	const known = collections.get(ctx);
	if (known) return known;
	const value: unknown = ctx.getNodeParameter(COLLECTION, {});
	const collection = isRecord(value) ? value : {};
	collections.set(ctx, collection);
	return collection;
}

/** A value as the panel or an expression gives it; `undefined` when the field is absent. */
export function readTriggerValue(ctx: TriggerContext, { name }: TriggerField): unknown {
	const [collection, inner] = name.split('.');
	if (collection === COLLECTION && inner !== undefined) return collectionOf(ctx)[inner] ?? undefined;
	// n8n throws for an absent field whose fallback is undefined
	const value: unknown = ctx.getNodeParameter(name, null);
	return value ?? undefined;
}

/** A switch; anything but true is false. */
export function readTriggerFlag(ctx: TriggerContext, field: TriggerField): boolean {
	const value = readTriggerValue(ctx, field);
	return value === true || value === 'true';
}

/** A list of texts, also when an expression gives one text; empty ones are left out. */
export function readTriggerList(ctx: TriggerContext, field: TriggerField): string[] {
	const value = readTriggerValue(ctx, field);
	const elements: unknown[] = Array.isArray(value) ? value : [value];
	return elements
		.filter((element) => typeof element === 'string' || typeof element === 'number')
		.map((element) => String(element).trim())
		.filter((text) => text !== '');
}

/**
 * One of the choices of a menu.
 * @throws UserFixableError for anything else
 */
export function readTriggerChoice<T extends string>(
	ctx: TriggerContext,
	field: TriggerField,
	choices: readonly [T, ...T[]],
): T {
	const value = readTriggerValue(ctx, field) ?? choices[0];
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw new UserFixableError(`${field.label} must be one of ${choices.join(', ')}`);
}
