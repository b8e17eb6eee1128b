/** Where a value of the panel is read: from an item of a run, or from a trigger, which has no items. */
import type { IExecuteFunctions, IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord, type JsonRecord } from '../protocol/json';
import { UserFixableError } from '../transport/errors';

export interface ItemSource {
	readonly ctx: IExecuteFunctions;
	readonly itemIndex: number;
}

export type TriggerContext = IHookFunctions | IWebhookFunctions | IPollFunctions;

export type Source = ItemSource | TriggerContext;

/** A field of the panel. */
export interface Field {
	/** Name of the parameter, with a dot for a field of a collection: `additionalFields.altText`. */
	readonly name: string;
	/** As the panel shows it. */
	readonly label: string;
	/**
	 * What it counts as when an expression gives nothing: its default. Absent for a field that is required, and
	 * in a collection, where such a field counts as not added.
	 */
	readonly whenEmpty?: unknown;
}

/** @throws UserFixableError always */
export function refuse({ label }: Field, problem: string, remedy?: string): never {
	throw new UserFixableError(`${label} ${problem}`, remedy);
}

/**
 * What the panel or an expression gives.
 * @param whenAbsent what an absent field counts as; n8n throws when that is `undefined`
 * @returns `undefined` for an absent field, and where an expression found nothing
 */
export function readRaw(
	source: Source,
	{ name }: Pick<Field, 'name'>,
	whenAbsent: boolean | null = null,
): unknown {
	const value: unknown =
		'ctx' in source
			? source.ctx.getNodeParameter(name, source.itemIndex, whenAbsent)
			: readOfTrigger(source, name, whenAbsent);
	return value ?? undefined;
}

/** {@link readRaw} for a field that may be empty: an empty cell of a table means "not given". */
export function readGiven(source: Source, field: Field): unknown {
	const value = readRaw(source, field);
	return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

/**
 * n8n evaluates all expressions of a collection at each reading, so a collection is read once for each
 * delivery.
 */
const collections = new WeakMap<TriggerContext, Map<string, JsonRecord>>();

function readOfTrigger(ctx: TriggerContext, name: string, whenAbsent: boolean | null): unknown {
	const [collection = '', inner] = name.split('.');
	// n8n keeps one context for all polls, and a context for each request
	if (inner === undefined || !('getRequestObject' in ctx)) return ctx.getNodeParameter(name, whenAbsent);
	const known = collections.get(ctx) ?? new Map<string, JsonRecord>();
	collections.set(ctx, known);
	const fields = known.get(collection) ?? asRecord(ctx.getNodeParameter(collection, null));
	known.set(collection, fields);
	return inner in fields ? fields[inner] : whenAbsent;
}

const asRecord = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** The time zone of the workflow. */
export const timeZoneOf = (source: Source): string => ('ctx' in source ? source.ctx : source).getTimezone();
