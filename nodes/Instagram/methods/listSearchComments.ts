/** The list of comments. Meta lists comments per media only, so it goes through the media, newest first. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { expand } from '../protocol/media/fields';
import { recordAt, recordsAt, textAt, type JsonRecord } from '../protocol/json';
import type { Graph } from '../graph/graph';
import { dayOf, excerpt, searchPages, type FoundChoice } from './searchPages';

const REPLY_FIELDS = ['id', 'text', 'username', 'timestamp'];
const COMMENT_FIELDS = [...REPLY_FIELDS, expand('replies', REPLY_FIELDS)];
/** How many of the newest comments of each post. */
const COMMENTS_PER_MEDIA = 50;
const FIELDS = ['id', 'caption', expand('comments', COMMENT_FIELDS, COMMENTS_PER_MEDIA)].join(',');

const elementsOf = (record: JsonRecord, edge: string) => recordsAt(recordAt(record, edge) ?? {}, 'data');

function toEntry(comment: JsonRecord, caption: string | undefined, mark: string): FoundChoice[] {
	const id = textAt(comment, 'id');
	if (id === undefined) return [];
	const [text, username] = [textAt(comment, 'text'), textAt(comment, 'username')];
	const name = `${mark}@${username ?? '?'}: ${excerpt(text, 'no text')} · ${dayOf(textAt(comment, 'timestamp'))}`;
	const description = `On: ${excerpt(caption, 'a post without caption')}`;
	return [
		{ option: { name, value: id, description }, searchText: `${name} ${text ?? ''} ${caption ?? ''} ${id}` },
	];
}

/** The comments on the account's media and the replies to them. */
export async function searchComments(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const toChoices = (media: JsonRecord) => {
		const caption = textAt(media, 'caption');
		return elementsOf(media, 'comments').flatMap((comment) => [
			...toEntry(comment, caption, ''),
			...elementsOf(comment, 'replies').flatMap((reply) => toEntry(reply, caption, '↳ ')),
		]);
	};
	const path = ({ account }: Graph) => [account.accountId, 'media'];
	return await searchPages(
		this,
		{ path, query: { fields: FIELDS, limit: 10 }, toChoices },
		filter,
		paginationToken,
	);
}
