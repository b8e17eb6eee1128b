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
				description:
					'See whether Instagram has processed a post that was prepared, and whether it is published',
			},
			{
				name: 'Publish',
				value: 'publish',
				action: 'Publish container',
				description: 'Publish a post that was prepared earlier, once at most',
			},
		],
		default: 'publish',
	},
	operations: { getStatus: getContainerStatus, publish: publishContainer },
};
