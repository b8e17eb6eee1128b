import type { INodeProperties } from 'n8n-workflow';

/** Optional fields stand in the order of their names, wherever they were declared. */
export function inLabelOrder(fields: INodeProperties[]): INodeProperties[] {
	return [...fields].sort((a, b) => a.displayName.localeCompare(b.displayName));
}
