/** User: Get. Meta: `GET /<IGSID>?fields=…` ("User Profile API"). Name and picture may be absent. */
import type { INodeProperties } from 'n8n-workflow';

import { toItem, type ReadOperation } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { simplifyPerson } from '../../protocol/media/simplified';
import { readFlag } from '../../panel/parameters';
import { ANY_PERSON, readPersonId } from '../../panel/people';

const PERSON_LOCATOR: INodeProperties = {
	...ANY_PERSON,
	displayName: 'Person',
	name: 'userId',
	required: true,
	description:
		'Whose profile: somebody who wrote to the account, or tapped an ice breaker or the menu, as the Instagram Trigger gives them in personId. Instagram shows no other profiles.',
};
const PERSON = fieldOf(PERSON_LOCATOR);

const PROFILE_FIELDS =
	'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user';

export const getUser: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_manage_messages',
	properties: [PERSON_LOCATOR, SIMPLIFY_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const profile = await graph.get([readPersonId({ ctx, itemIndex }, PERSON)], {
			fields: PROFILE_FIELDS,
		});
		return [toItem(readFlag({ ctx, itemIndex }, SIMPLIFY) ? simplifyPerson(profile) : profile)];
	},
};
