/** Where optional fields stand: in the order of their labels, wherever they were declared. */
import type { INodeProperties } from 'n8n-workflow';

const inLabelOrder = (fields: readonly INodeProperties[]): INodeProperties[] =>
	[...fields].sort((a, b) => a.displayName.localeCompare(b.displayName));

/** What an operation may be given besides. */
export function additionalFields(fields: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: inLabelOrder(fields),
	};
}

/** How a trigger, or a step that waits, goes about it. */
export function optionsOf(fields: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: inLabelOrder(fields),
	};
}
