/**
 * Builds the panel: every field is shown for its resource and operation only. The conditions for that are
 * added here and nowhere else.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { Resource } from '../run/operation';

/** The operation menu of a resource and the fields of all its operations. */
export function panelOf(name: string, { menu, operations }: Resource): INodeProperties[] {
	const fields = Object.entries(operations).flatMap(([operation, { properties }]) =>
		properties.map((property) => showFor(name, operation, property)),
	);
	return [{ ...menu, displayOptions: { show: { resource: [name] } } }, ...fields];
}

function showFor(resource: string, operation: string, property: INodeProperties): INodeProperties {
	const { show, hide } = property.displayOptions ?? {};
	return {
		...requiredIfAlwaysShown(property),
		displayOptions: {
			show: { resource: [resource], operation: [operation], ...show },
			...(hide && { hide }),
		},
	};
}

/**
 * n8n shows, and checks, every field behind a choice that comes from an expression, and would stop at the
 * required ones among them. So only fields that are always there are required for n8n, in rows too; the code
 * refuses what is empty among the others.
 */
function requiredIfAlwaysShown(property: INodeProperties): INodeProperties {
	const { options, required, displayOptions } = property;
	return {
		...property,
		...(displayOptions?.show && required === true && { required: false }),
		...(options && {
			options: options.map((option) =>
				'values' in option ? { ...option, values: option.values.map(requiredIfAlwaysShown) } : option,
			),
		}),
	};
}
