/** A list of rows that may not be empty starts with as many rows as it needs. */
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { Instagram } from '../../../nodes/Instagram/Instagram.node';
import { useWorld } from '../../support/world.mts';

const world = useWorld();

const SEND = { resource: 'message', operation: 'send', recipientId: '1784', text: 'Hello' };
const PROFILE = { resource: 'messengerProfile' };

/** The field, how many rows it needs, and a call that reads it. */
const NEEDED: Array<[string, number, INodeParameters]> = [
	['items', 2, { resource: 'post', operation: 'createCarousel' }],
	['iceBreakers', 1, { ...PROFILE, operation: 'setIceBreakers' }],
	['persistentMenu', 1, { ...PROFILE, operation: 'setPersistentMenu' }],
	['quickReplies', 1, { ...SEND, messageType: 'quickReplies' }],
	['elements', 1, { ...SEND, messageType: 'genericTemplate' }],
	['buttons', 1, { ...SEND, messageType: 'buttonTemplate' }],
];
const MAY_BE_EMPTY = ['welcomeFlow.create quickReplies', 'welcomeFlow.update quickReplies'];

const lists = new Instagram().description.properties.filter(
	({ type, typeOptions }) => type === 'fixedCollection' && typeOptions?.multipleValues === true,
);
/** A call as `welcomeFlow.create`. */
const callOf = (...words: unknown[]) => words.filter((word) => typeof word === 'string').join('.');
const placeOf = ({ displayOptions, name }: INodeProperties) =>
	`${callOf(displayOptions?.show?.resource?.[0], displayOptions?.show?.operation?.[0])} ${name}`;
const rowsOf = ({ default: start }: INodeProperties): unknown[] => Object.values(start as object).flat();

it('is every list of the panel that is not on the list of those that may be empty', () => {
	const needed = NEEDED.map(([name, , { resource, operation }]) => `${callOf(resource, operation)} ${name}`);
	expect(lists.map(placeOf).sort()).toEqual([...needed, ...MAY_BE_EMPTY].sort());
});

it.each(NEEDED)('%s starts with %i', async (name, count, call) => {
	await world.open();
	const field = lists.find((list) => placeOf(list) === `${callOf(call.resource, call.operation)} ${name}`)!;
	expect(rowsOf(field)).toHaveLength(count);
	// a row has the fields that the panel shows
	const known = new Set(
		(field.options ?? []).flatMap((group) =>
			'values' in group ? group.values.map((value) => value.name) : [],
		),
	);
	for (const row of rowsOf(field)) for (const key of Object.keys(row as object)) expect(known).toContain(key);
	const { error } = await world.run({ ...call, [name]: {} });
	expect(error?.message).toContain(field.displayName);
	expect(world.requests()).toEqual([]);
});
