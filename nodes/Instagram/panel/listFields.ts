/** The fields that every list operation has, and how much of the list they ask for. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fieldOf } from './fieldOf';
import { readFlag, readOptionalInteger } from './parameters';

const RETURN_ALL_FIELD: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const LIMIT_FIELD: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

const RETURN_ALL = fieldOf(RETURN_ALL_FIELD);
const LIMIT = fieldOf(LIMIT_FIELD);
const DEFAULT_LIMIT = 50;

export const LIST_FIELDS: INodeProperties[] = [RETURN_ALL_FIELD, LIMIT_FIELD];

/** How many elements are wanted; `undefined` for all of them. */
export function readListLimit(ctx: IExecuteFunctions, itemIndex: number): number | undefined {
	if (readFlag({ ctx, itemIndex }, RETURN_ALL)) return undefined;
	return readOptionalInteger({ ctx, itemIndex }, LIMIT, { min: 1 }) ?? DEFAULT_LIMIT;
}
