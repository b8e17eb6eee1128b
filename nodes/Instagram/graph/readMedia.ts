/**
 * Reads one media, also a photo or video inside a carousel, which has fewer fields (Meta: "IG Media,
 * Children").
 */
import { CHILD, fieldsParameter } from '../protocol/media/fields';
import type { JsonRecord } from '../protocol/json';
import { GraphError } from '../transport/errors';
import type { Graph } from './graph';

/** Of the fields that were asked for, those that a child has; a field with inner ones is none of them. */
const ofChild = (fields: readonly string[]) =>
	['media_type', ...fields].filter((field) => CHILD.all.includes(field));

/**
 * Meta leaves out what a child does not have, or refuses the call for it: then what it has is asked for.
 * @throws GraphError | ConnectionError the first refusal, where asking for less does not help
 */
export async function readMedia(
	graph: Graph,
	mediaId: string,
	fields: readonly string[],
): Promise<JsonRecord> {
	try {
		return await graph.get([mediaId], { fields: fieldsParameter(fields) });
	} catch (error) {
		if (!isFieldRefusal(error)) throw error as Error;
		const less = fieldsParameter(ofChild(fields));
		return await graph.get([mediaId], { fields: less }).catch(() => {
			throw error as Error;
		});
	}
}

/** A field that the object does not have is refused with code 100 and no subcode. */
function isFieldRefusal(error: unknown): boolean {
	if (!(error instanceof GraphError)) return false;
	const { kind, code, subcode } = error.failure;
	return kind === 'input' && code === 100 && subcode === undefined;
}
