/** Posts of others in which the account is tagged (Meta: "Mentions", `GET /<IG_ID>/tags`): one call. */
import { POLLED_POST_FIELDS, postEntry, type FoundEntry } from '../protocol/polling/entries';
import { advanceTags, needsMoreTags, newTags, TAGS_LISTED } from '../protocol/polling/tags';
import { recordsAt } from '../protocol/json';
import { fieldsParameter } from '../protocol/media/fields';
import { nextCursors } from '../graph/paginate';
import { firstSinceMs, pollStartMs, type FoundEntries, type PollReading } from './reading';

export async function readTags(reading: PollReading): Promise<FoundEntries> {
	const { graph, cursor } = reading;
	const { accountId } = graph.account;
	const query = { fields: fieldsParameter(POLLED_POST_FIELDS), limit: TAGS_LISTED };
	const listed: FoundEntry[] = [];
	const ids = () => listed.map(({ id }) => id);
	// Meta: next and previous are not supported on tags
	const next = nextCursors(true);
	let after: string | undefined;
	do {
		const page = await graph.get([accountId, 'tags'], { ...query, ...(after !== undefined && { after }) });
		for (const media of recordsAt(page, 'data')) {
			const entry = postEntry(media, { accountId, field: 'tags', nowMs: pollStartMs(reading) });
			if (entry) listed.push(entry);
		}
		after = next(page);
	} while (after !== undefined && cursor.tags && needsMoreTags(cursor.tags, ids()));
	const isNew = cursor.tags
		? new Set(newTags(cursor.tags, ids()))
		: new Set(listed.filter(({ atMs }) => atMs >= firstSinceMs(reading)).map(({ id }) => id));
	return {
		entries: listed.filter(({ id }) => isNew.has(id)),
		parts: { tags: advanceTags(cursor.tags ?? { ids: [] }, ids()) },
	};
}
