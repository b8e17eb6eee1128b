/** The field that names a person: chosen among those who wrote to the account, or by ID. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldOf } from './fieldOf';
import { checkInstagramId, locatorValue, readLocator } from './parameters';
import { readRaw, type Field, type ItemSource } from './source';

/**
 * What all fields for a person have in common; the name is Meta's for the call: `recipientId` of a message,
 * `userId` of a profile.
 */
export const ANY_PERSON = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a person who wrote…',
			typeOptions: { searchListMethod: 'searchPeople', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1234567890123456' },
	],
} satisfies Partial<INodeProperties>;

/** Who gets a message, a reaction or an action. */
export const RECIPIENT_LOCATOR: INodeProperties = {
	...ANY_PERSON,
	displayName: 'Person',
	name: 'recipientId',
	required: true,
	description:
		'Who gets it: somebody who wrote to the account, as the Instagram Trigger gives them in personId. The account may write within 24 hours after their last message.',
};
const RECIPIENT = fieldOf(RECIPIENT_LOCATOR);

export const readRecipientId = (source: ItemSource): string => readPersonId(source, RECIPIENT);

/** @throws UserFixableError for a user name, and for anything else that is not an ID */
export function readPersonId(source: ItemSource, field: Field): string {
	return checkInstagramId(
		field,
		readLocator(source, field),
		'A user name does not work. Choose the person from the list, or take personId from the Instagram Trigger or from Conversation > Get Many.',
	);
}

/** {@link readPersonId} of a field that may be empty. */
export function readOptionalPersonId(source: ItemSource, field: Field): string | undefined {
	const given = locatorValue(readRaw(source, field));
	const isEmpty = given === undefined || given === null || (typeof given === 'string' && given.trim() === '');
	return isEmpty ? undefined : readPersonId(source, field);
}
