/**
 * What comes out of an operation: Meta's answer, or a flat one that a table and an AI agent can read easily.
 */
import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { FieldList } from '../protocol/media/fields';
import type { JsonRecord } from '../protocol/json';
import { toTitle } from '../protocol/simplify';
import { toItem } from '../run/operation';
import { fieldOf } from './fieldOf';
import { readFlag } from './parameters';
import { readChoices } from './lists';

export const SIMPLIFY_FIELD: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** For `readFlag`. */
export const SIMPLIFY = fieldOf(SIMPLIFY_FIELD);

const FIELDS_FIELD: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	default: [],
	description:
		'What to read beside the ID. By default the most used fields, or all of them when Simplify is off.',
};
const FIELDS = fieldOf(FIELDS_FIELD, 'additionalFields');

/** Lets a person choose the fields; belongs in `additionalFields`. */
export function fieldsOption({ all }: FieldList): INodeProperties {
	const options = [...all].sort().map((name) => ({ name: toTitle(name), value: name }));
	return { ...FIELDS_FIELD, options };
}

/** What an operation with Simplify and Fields asks Meta for, and what it makes of the answer. */
export interface Output {
	readonly fields: readonly string[];
	toItem(record: JsonRecord): INodeExecutionData;
}

export function readOutput(ctx: IExecuteFunctions, itemIndex: number, list: FieldList): Output {
	const simple = readFlag({ ctx, itemIndex }, SIMPLIFY);
	const chosen = readChoices({ ctx, itemIndex }, FIELDS, list.all);
	return {
		fields: chosen ? [...new Set([list.id, ...chosen])] : simple ? list.simple : list.all,
		toItem: (record) => toItem(simple ? list.simplify(record) : record),
	};
}
