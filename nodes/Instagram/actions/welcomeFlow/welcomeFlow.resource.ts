import type { Resource } from '../../run/operation';
import { createFlow } from './create.operation';
import { deleteFlow } from './delete.operation';
import { getFlow } from './get.operation';
import { getManyFlows } from './getMany.operation';
import { updateFlow } from './update.operation';

export const welcomeFlow: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create welcome flow',
				description: 'Create the greeting for people who open a conversation from an ad',
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete welcome flow',
				description: 'Delete a welcome flow that no ad uses',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get welcome flow',
				description: 'Get a welcome flow by its ID',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many welcome flows',
				description: 'List the welcome flows of the account',
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update welcome flow',
				description: 'Change a welcome flow that no ad uses',
			},
		],
		default: 'getMany',
	},
	operations: {
		create: createFlow,
		get: getFlow,
		getMany: getManyFlows,
		update: updateFlow,
		delete: deleteFlow,
	},
};
