import type { Resource } from '../../run/operation';
import { deleteIceBreakers } from './deleteIceBreakers.operation';
import { deletePersistentMenu } from './deletePersistentMenu.operation';
import { getProfile } from './get.operation';
import { setIceBreakers } from './setIceBreakers.operation';
import { setPersistentMenu } from './setPersistentMenu.operation';

export const messengerProfile: Resource = {
	menu: {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Delete Ice Breakers',
				value: 'deleteIceBreakers',
				action: 'Delete ice breakers',
				description: 'Remove all questions that start a conversation',
			},
			{
				name: 'Delete Persistent Menu',
				value: 'deletePersistentMenu',
				action: 'Delete persistent menu',
				description: 'Remove the menu from all conversations',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get ice breakers and persistent menu',
				description: 'Get the ice breakers and the persistent menu',
			},
			{
				name: 'Set Ice Breakers',
				value: 'setIceBreakers',
				action: 'Set ice breakers',
				description: 'Set the questions that a person can tap to start a conversation',
			},
			{
				name: 'Set Persistent Menu',
				value: 'setPersistentMenu',
				action: 'Set persistent menu',
				description: 'Set the menu that is always shown in a conversation',
			},
		],
		default: 'get',
	},
	operations: { get: getProfile, setIceBreakers, deleteIceBreakers, setPersistentMenu, deletePersistentMenu },
};
