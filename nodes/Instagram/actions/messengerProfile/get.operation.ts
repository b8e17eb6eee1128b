/**
 * Messenger Profile: Get. Meta: `GET /<IG_ID>/messenger_profile?fields=…` ("Ice Breakers", "Persistent
 * Menu").
 */
import { parseProfile } from '../../protocol/messages/profile';
import { toRows } from '../../protocol/messages/simplified';
import { toItem, type ReadOperation } from '../../run/operation';

export const getProfile: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [],
	async execute({ graph }) {
		const path = [graph.account.accountId, 'messenger_profile'];
		const answer = await graph.get(path, { fields: 'ice_breakers,persistent_menu' });
		const { iceBreakers, persistentMenu } = parseProfile(answer);
		return [toItem({ iceBreakers: toRows(iceBreakers), persistentMenu: toRows(persistentMenu) })];
	},
};
