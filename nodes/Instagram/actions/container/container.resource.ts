import type { Resource } from '../../run/operation';
import { getContainerStatus } from './getStatus.operation';
import { publishContainer } from './publish.operation';

export const container: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get status of container',
				description: 'Check whether Instagram has processed a prepared post, and whether it is published',
			},
			{
				name: 'Publish',
				value: 'publish',
				action: 'Publish container',
				description: 'Publish a prepared post, at most once',
			},
		],
		default: 'publish',
	},
	operations: { getStatus: getContainerStatus, publish: publishContainer },
};
