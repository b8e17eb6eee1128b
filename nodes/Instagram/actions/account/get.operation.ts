/** Account: Get. Meta: `GET /me?fields=…` ("IG User", Instagram Login fields). */
import { ACCOUNT, fieldsParameter } from '../../protocol/media/fields';
import { unwrapSingle } from '../../protocol/json';
import { toItem, type ReadOperation } from '../../run/operation';
import { fieldsOption, readOutput, SIMPLIFY, SIMPLIFY_FIELD } from '../../panel/output';
import { readFlag } from '../../panel/parameters';

export const getAccount: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [
		SIMPLIFY_FIELD,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [fieldsOption(ACCOUNT)],
		},
	],
	async execute({ ctx, graph }, itemIndex) {
		const output = readOutput(ctx, itemIndex, ACCOUNT);
		const profile = unwrapSingle(await graph.get(['me'], { fields: fieldsParameter(output.fields) }));
		if (!readFlag(ctx, SIMPLIFY, itemIndex)) return [output.toItem(profile)];
		// Meta calls the account's ID user_id here; id, which every object has, is the one that only this app knows
		const { user_id: accountId, id: appScopedId, ...rest } = profile;
		const wanted = output.fields.includes('id') ? { appScopedId } : {};
		return [toItem({ accountId, ...wanted, ...output.toItem(rest).json })];
	},
};
