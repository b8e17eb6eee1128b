/** The list of conversations: with whom, the last message, and when. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { expand } from '../protocol/media/fields';
import { recordAt, recordsAt, textAt, type JsonRecord } from '../protocol/json';
import type { Graph } from '../graph/graph';
import { dayOf, excerpt, searchPages, type FoundChoice } from './searchPages';

const FIELDS = ['id', 'updated_time', 'participants', expand('messages', ['message'], 1)].join(',');

function toConversationChoices(conversation: JsonRecord, { account }: Graph): FoundChoice[] {
	const id = textAt(conversation, 'id');
	if (id === undefined) return [];
	const people = recordsAt(recordAt(conversation, 'participants') ?? {}, 'data')
		.filter(
			(person) =>
				textAt(person, 'id') !== account.accountId && textAt(person, 'username') !== account.username,
		)
		.map((person) => textAt(person, 'username') ?? textAt(person, 'id') ?? '?');
	const [last] = recordsAt(recordAt(conversation, 'messages') ?? {}, 'data');
	const text = last && textAt(last, 'message');
	const who = people.length === 0 ? 'Unknown person' : people.map((name) => `@${name}`).join(', ');
	const name = [who, excerpt(text, 'no text'), dayOf(textAt(conversation, 'updated_time'))].join(' · ');
	return [{ option: { name, value: id }, searchText: `${name} ${text ?? ''} ${id}` }];
}

/** The conversations of the account, the latest first. */
export async function searchConversations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const search = {
		path: ({ account }: Graph) => [account.accountId, 'conversations'],
		query: { platform: 'instagram', fields: FIELDS, limit: 20 },
		toChoices: toConversationChoices,
	};
	return await searchPages(this, search, filter, paginationToken);
}
