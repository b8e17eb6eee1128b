/** Messenger Profile: Delete Ice Breakers. Meta: `DELETE /<IG_ID>/messenger_profile` ("Ice Breakers"). */
import { toItem, type OrderedWriteOperation } from '../../run/operation';

export const deleteIceBreakers: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [],
	async execute({ graph }) {
		const path = [graph.account.accountId, 'messenger_profile'];
		await graph.delete(path, { fields: ['ice_breakers'] }, { repeatable: true });
		return [toItem({ deleted: true })];
	},
};
