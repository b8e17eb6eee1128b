/** Messenger Profile: Delete Ice Breakers. Meta: `DELETE /<IG_ID>/messenger_profile` ("Ice Breakers"). */
import { toItem, type OrderedWriteOperation } from '../../run/operation';

export const deleteIceBreakers: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [],
	async execute({ graph }) {
		await graph.delete([graph.account.accountId, 'messenger_profile'], { fields: ['ice_breakers'] });
		return [toItem({ success: true })];
	},
};
