/** How long Instagram may take to process media: a field of every operation that publishes. */
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { fieldOf } from './fieldOf';
import { readOptionalInteger } from './parameters';

const DEFAULT_MAX_WAIT_SECONDS = 300;
/** A container is gone after a day. */
const LONGEST_WAIT_SECONDS = 24 * 3600;

/** Belongs in `additionalFields`. */
export const MAX_WAIT_FIELD: INodeProperties = {
	displayName: 'Max Wait',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 300,
	description:
		'How many seconds Instagram may take to process the file. After that the error contains the container ID, with which Container > Publish can finish the work.',
};
const MAX_WAIT = fieldOf(MAX_WAIT_FIELD, 'additionalFields');

/** @returns how long Meta may take, in milliseconds */
export function readMaxWaitMs(ctx: IExecuteFunctions, itemIndex: number): number {
	const seconds = readOptionalInteger({ ctx, itemIndex }, MAX_WAIT, { min: 0, max: LONGEST_WAIT_SECONDS });
	return (seconds ?? DEFAULT_MAX_WAIT_SECONDS) * 1000;
}
