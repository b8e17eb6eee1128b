/** The lists of media: the account's own, and those in which it is tagged. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { textAt, type JsonRecord } from '../protocol/json';
import { nameOfMedia } from '../protocol/media/kinds';
import type { Graph } from '../graph/graph';
import { dayOf, excerpt, searchPages, type FoundChoice } from './searchPages';

const FIELDS = 'id,caption,media_type,media_product_type,permalink,timestamp,username';

function toMediaChoices(media: JsonRecord): FoundChoice[] {
	const id = textAt(media, 'id');
	if (id === undefined) return [];
	const caption = textAt(media, 'caption');
	const name = [excerpt(caption, 'No caption'), nameOfMedia(media), dayOf(textAt(media, 'timestamp'))].join(
		' · ',
	);
	return [
		{
			option: { name, value: id, url: textAt(media, 'permalink') },
			searchText: `${name} ${caption ?? ''} ${id}`,
		},
	];
}

/** The posts of the account, newest first. */
export async function searchMedia(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const path = ({ account }: Graph) => [account.accountId, 'media'];
	return await searchPages(
		this,
		{ path, query: { fields: FIELDS, limit: 50 }, toChoices: toMediaChoices },
		filter,
		paginationToken,
	);
}

/** The posts of others in which the account is tagged. */
export async function searchTaggedMedia(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const search = {
		path: ({ account }: Graph) => [account.accountId, 'tags'],
		query: { fields: FIELDS, limit: 50 },
		cursorOnly: true,
		toChoices: (media: JsonRecord) =>
			toMediaChoices(media).map(({ option, searchText }) => ({
				option: { ...option, name: `@${textAt(media, 'username') ?? '?'} · ${option.name}` },
				searchText: `${textAt(media, 'username') ?? ''} ${searchText}`,
			})),
	};
	return await searchPages(this, search, filter, paginationToken);
}
