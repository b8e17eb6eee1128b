/** Container: Get Status. Meta: `GET /<IG_CONTAINER_ID>?fields=status_code,status,…` ("IG Container"). */
import { parseContainer, subcodeIn } from '../../protocol/publishing/container';
import { recordAt } from '../../protocol/json';
import { explainContainerError } from '../../publishing/awaitContainer';
import { toItem, type ReadOperation } from '../../run/operation';
import { toCamelCase } from '../../protocol/simplify';
import { readInstagramId } from '../../panel/parameters';
import { CONTAINER_ID, CONTAINER_ID_FIELD } from './containerId';

const FIELDS = 'id,status_code,status,copyright_check_status';

export const getContainerStatus: ReadOperation = {
	overlap: 'read',
	permission: 'instagram_business_content_publish',
	properties: [CONTAINER_ID_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const containerId = readInstagramId({ ctx, itemIndex }, CONTAINER_ID);
		const body = await graph.get([containerId], { fields: FIELDS });
		const { statusCode, status } = parseContainer(body);
		const copyright = recordAt(body, 'copyright_check_status');
		return [
			toItem({
				id: containerId,
				statusCode,
				status,
				...(statusCode === 'ERROR' && problemOf(status)),
				...(copyright && { copyrightCheck: withCamelCase(copyright) }),
			}),
		];
	},
};

function problemOf(status: string | undefined): { problem: string; remedy: string } {
	const { what, remedy } = explainContainerError(subcodeIn(status));
	return { problem: what, remedy };
}

function withCamelCase(record: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [toCamelCase(name), value]));
}
