/**
 * Messenger Profile: Delete Persistent Menu. Meta: `DELETE /<IG_ID>/messenger_profile` ("Persistent Menu").
 */
import { toItem, type OrderedWriteOperation } from '../../run/operation';

export const deletePersistentMenu: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [],
	async execute({ graph }) {
		const path = [graph.account.accountId, 'messenger_profile'];
		await graph.delete(path, { fields: ['persistent_menu'] }, { repeatable: true });
		return [toItem({ deleted: true })];
	},
};
