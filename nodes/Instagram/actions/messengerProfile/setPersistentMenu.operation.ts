/** Messenger Profile: Set Persistent Menu. Meta: `POST /<IG_ID>/messenger_profile` ("Persistent Menu"). */
import type { INodeProperties } from 'n8n-workflow';

import { localized, menuProblem, toMenuItem } from '../../protocol/messages/profile';
import { fieldOf } from '../../panel/fieldOf';
import { BUTTON_VALUES } from '../../panel/messageParts';
import { toRows } from '../../protocol/messages/simplified';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { readRows } from '../../panel/lists';
import { refuse } from '../../panel/source';
import { LOCALE_VALUE } from './locale';

const PERSISTENT_MENU_FIELD: INodeProperties = {
	displayName: 'Menu Items',
	name: 'persistentMenu',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Menu Item',
	default: { menuItem: [{ title: '', type: 'web_url', url: '', payload: '', locale: 'default' }] },
	description:
		'At most 5 are recommended. They replace the present ones, and appear when the person opens the inbox again.',
	options: [{ displayName: 'Menu Item', name: 'menuItem', values: [...BUTTON_VALUES, LOCALE_VALUE] }],
};
const PERSISTENT_MENU = fieldOf(PERSISTENT_MENU_FIELD);

export const setPersistentMenu: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [PERSISTENT_MENU_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const persistentMenu = localized(readRows({ ctx, itemIndex }, PERSISTENT_MENU, 'menuItem'), toMenuItem);
		const problem = menuProblem(persistentMenu);
		if (problem !== undefined) refuse(PERSISTENT_MENU, problem);
		const body = { persistent_menu: persistentMenu };
		await graph.post([graph.account.accountId, 'messenger_profile'], body, { repeatable: true });
		return [toItem({ persistentMenu: toRows(persistentMenu) })];
	},
};
