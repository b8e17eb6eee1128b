/** Messenger Profile: Set Ice Breakers. Meta: `POST /<IG_ID>/messenger_profile` ("Ice Breakers"). */
import type { INodeProperties } from 'n8n-workflow';

import { iceBreakersProblem, localized, toIceBreaker } from '../../protocol/messages/profile';
import { toRows } from '../../protocol/messages/simplified';
import { toItem, type OrderedWriteOperation } from '../../run/operation';
import { fieldOf } from '../../panel/fieldOf';
import { readRows } from '../../panel/lists';
import { refuse } from '../../panel/source';
import { LOCALE_VALUE } from './locale';

const ICE_BREAKERS_FIELD: INodeProperties = {
	displayName: 'Ice Breakers',
	name: 'iceBreakers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Ice Breaker',
	default: { iceBreaker: [{ question: '', payload: '', locale: 'default' }] },
	description: 'Up to 4 questions for each locale. They replace the present ones.',
	options: [
		{
			displayName: 'Ice Breaker',
			name: 'iceBreaker',
			values: [
				{
					displayName: 'Question',
					name: 'question',
					type: 'string',
					default: '',
					placeholder: 'e.g. When are you open?',
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					default: '',
					placeholder: 'e.g. OPENING_HOURS',
					description: 'What the Instagram Trigger gets when the question is tapped. If empty, the question.',
				},
				LOCALE_VALUE,
			],
		},
	],
};
const ICE_BREAKERS = fieldOf(ICE_BREAKERS_FIELD);

export const setIceBreakers: OrderedWriteOperation = {
	overlap: 'orderedWrite',
	permission: 'instagram_business_manage_messages',
	properties: [ICE_BREAKERS_FIELD],
	async execute({ ctx, graph }, itemIndex) {
		const iceBreakers = localized(readRows({ ctx, itemIndex }, ICE_BREAKERS, 'iceBreaker'), toIceBreaker);
		const problem = iceBreakersProblem(iceBreakers);
		if (problem !== undefined) refuse(ICE_BREAKERS, problem);
		const body = { platform: 'instagram', ice_breakers: iceBreakers };
		await graph.post([graph.account.accountId, 'messenger_profile'], body, { repeatable: true });
		return [toItem({ iceBreakers: toRows(iceBreakers) })];
	},
};
