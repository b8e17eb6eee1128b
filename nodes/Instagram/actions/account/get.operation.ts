/** Account: Get. Meta: `GET /me?fields=…` ("IG User", Instagram Login fields). */
import { ACCOUNT, fieldsParameter } from '../../protocol/media/fields';
import { unwrapSingle, type JsonRecord } from '../../protocol/json';
import type { ReadOperation } from '../../run/operation';
import { additionalFields } from '../../panel/collections';
import { fieldsOption, readOutput, SIMPLIFY_FIELD } from '../../panel/output';

export const getAccount: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [SIMPLIFY_FIELD, additionalFields([fieldsOption(ACCOUNT)])],
	async execute({ ctx, graph }, itemIndex) {
		const output = readOutput(ctx, itemIndex, ACCOUNT);
		const profile = unwrapSingle(await graph.get(['me'], { fields: fieldsParameter(output.fields) }));
		return [output.toItem(onlyAsked(profile, output.fields))];
	},
};

/** Meta adds the app-scoped ID without being asked. */
function onlyAsked(profile: JsonRecord, fields: readonly string[]): JsonRecord {
	return Object.fromEntries(Object.entries(profile).filter(([name]) => fields.includes(name)));
}
