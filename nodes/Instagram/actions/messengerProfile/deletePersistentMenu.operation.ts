/** Messenger Profile: Delete Persistent Menu. Meta: `DELETE /<IG_ID>/messenger_profile` ("Persistent Menu"). */
import { toItem, type OrderedWriteOperation } from '../../run/operation';

export const deletePersistentMenu: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [],
	async execute({ graph }) {
		await graph.delete([graph.account.accountId, 'messenger_profile'], { fields: ['persistent_menu'] });
		return [toItem({ success: true })];
	},
};
