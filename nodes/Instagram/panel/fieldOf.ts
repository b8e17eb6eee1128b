import type { INodeProperties } from 'n8n-workflow';

import type { Field } from './source';

/**
 * What reads a declared field, so that its name and its label stand in the declaration only.
 * @param collection where the field stands in: `additionalFields` or `options`; absent for a field of the
 * panel itself
 */
export function fieldOf(
	{ name, displayName, required, default: whenEmpty }: DeclaredField,
	collection?: string,
): Field {
	if (collection !== undefined) return { name: `${collection}.${name}`, label: displayName };
	return { name, label: displayName, ...(!required && { whenEmpty }) };
}

type DeclaredField = Pick<INodeProperties, 'name' | 'displayName'> &
	Partial<Pick<INodeProperties, 'default' | 'required'>>;
