/** User: Get. Meta: `GET /<IGSID>?fields=…` ("User Profile API"). Name and picture may be absent. */
import type { INodeProperties } from 'n8n-workflow';

import { toItem, type ReadOperation } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyPerson } from '../../protocol/media/simplified';
import { readFlag, readInstagramId } from '../../panel/parameters';

const USER_ID_FIELD: INodeProperties = {
	displayName: 'Person ID',
	name: 'userId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1234567890123456',
	description:
		'The Instagram-scoped ID (IGSID), which the Instagram Trigger gives as senderId. Instagram shows the profile only after the person has written to the account, or tapped an ice breaker or the menu.',
};
const USER_ID = fieldOf(USER_ID_FIELD);

const PROFILE_FIELDS =
	'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user';

export const getUser: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [USER_ID_FIELD, SIMPLIFY_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const profile = await graph.get([readInstagramId({ ctx, itemIndex }, USER_ID)], {
			fields: PROFILE_FIELDS,
		});
		return [toItem(readFlag({ ctx, itemIndex }, SIMPLIFY) ? simplifyPerson(profile) : profile)];
	},
};
