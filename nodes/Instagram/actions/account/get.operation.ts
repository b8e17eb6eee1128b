/** Account: Get. Meta: `GET /<IG_ID>?fields=…` ("IG User", Instagram Login fields). */
import { unwrapSingle } from '../../protocol/json';
import { toItem, type ReadOperation } from '../../shared/operation';

const PROFILE_FIELDS = [
	'id',
	'user_id',
	'username',
	'name',
	'account_type',
	'profile_picture_url',
	'followers_count',
	'follows_count',
	'media_count',
	'biography',
	'website',
];

export const getAccount: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [],
	async execute({ graph }) {
		const profile = unwrapSingle(await graph.get(['me'], { fields: PROFILE_FIELDS.join(',') }));
		return [toItem(profile)];
	},
};
