/** The lists that conversations give: the conversations themselves, and the people who wrote. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { expand } from '../protocol/media/fields';
import { recordAt, recordsAt, textAt, type JsonRecord } from '../protocol/json';
import { CONVERSATION_READS } from '../protocol/messages/rates';
import type { Graph } from '../graph/graph';
import { dayOf, excerpt, searchPages, type FoundChoice, type ChoiceSearch } from './searchPages';

const FIELDS = ['id', 'updated_time', 'participants', expand('messages', ['message'], 1)].join(',');

/** The people of a conversation beside the account, as Meta gives them: `id` and `username`. */
const peopleIn = (conversation: JsonRecord, { account }: Graph) =>
	recordsAt(recordAt(conversation, 'participants') ?? {}, 'data').filter(
		(person) => textAt(person, 'id') !== account.accountId && textAt(person, 'username') !== account.username,
	);

/** Who, the last message, and when. */
function describeConversation(conversation: JsonRecord, who: string): { name: string; searchText: string } {
	const [last] = recordsAt(recordAt(conversation, 'messages') ?? {}, 'data');
	const text = last && textAt(last, 'message');
	const name = [who, excerpt(text, 'no text'), dayOf(textAt(conversation, 'updated_time'))].join(' · ');
	return { name, searchText: `${name} ${text ?? ''}` };
}

const nameOfPerson = (person: JsonRecord) => {
	const username = textAt(person, 'username');
	return username === undefined ? (textAt(person, 'id') ?? 'Unknown person') : `@${username}`;
};

function toConversationChoices(conversation: JsonRecord, graph: Graph): FoundChoice[] {
	const id = textAt(conversation, 'id');
	if (id === undefined) return [];
	const people = peopleIn(conversation, graph).map(nameOfPerson);
	const { name, searchText } = describeConversation(conversation, people.join(', ') || 'Unknown person');
	return [{ option: { name, value: id }, searchText: `${searchText} ${id}` }];
}

function toPersonChoices(conversation: JsonRecord, graph: Graph): FoundChoice[] {
	return peopleIn(conversation, graph).flatMap((person) => {
		const id = textAt(person, 'id');
		if (id === undefined) return [];
		const { name, searchText } = describeConversation(conversation, nameOfPerson(person));
		return [{ option: { name, value: id }, searchText: `${searchText} ${id}` }];
	});
}

const searchFor = (toChoices: ChoiceSearch['toChoices']): ChoiceSearch => ({
	path: ({ account }) => [account.accountId, 'conversations'],
	query: { platform: 'instagram', fields: FIELDS, limit: 20 },
	// a throttle answer to a person who types fast would hold up the workflows of the account too
	pace: CONVERSATION_READS,
	toChoices,
});

/** The conversations of the account, the latest first. */
export async function searchConversations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchPages(this, searchFor(toConversationChoices), filter, paginationToken);
}

/** The people who have a conversation with the account, who wrote last first. */
export async function searchPeople(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchPages(this, searchFor(toPersonChoices), filter, paginationToken);
}
