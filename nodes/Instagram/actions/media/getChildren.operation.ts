/**
 * Media: Get Children. Meta: `GET /<IG_MEDIA_ID>/children`, the photos and videos of a carousel ("IG Media,
 * Children").
 */
import { CHILD, fieldsParameter } from '../../protocol/media/fields';
import { additionalFields } from '../../panel/collections';
import { MEDIA_LOCATOR, readMediaId } from '../../panel/locators';
import type { ReadOperation } from '../../run/operation';
import { fieldsOption, readOutput, SIMPLIFY_FIELD } from '../../panel/output';
import { mapElements, MEDIA_PER_PAGE } from '../../graph/paginate';

export const getChildren: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_basic',
	properties: [MEDIA_LOCATOR, SIMPLIFY_FIELD, additionalFields([fieldsOption(CHILD)])],
	async execute(run, itemIndex) {
		const { fields, toItem } = readOutput(run.ctx, itemIndex, CHILD);
		const mediaId = await readMediaId(run, itemIndex);
		const query = { fields: fieldsParameter(fields) };
		return await mapElements(
			run.graph,
			{ path: [mediaId, 'children'], query, pageSize: MEDIA_PER_PAGE },
			toItem,
		);
	},
};
