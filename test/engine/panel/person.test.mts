/**
 * The person of a call is one field under one name, and takes an ID in every form in which people, tables and
 * models give it.
 */
import type { INodeParameters } from 'n8n-workflow';

import { Instagram } from '../../../nodes/Instagram/Instagram.node';
import { VOCABULARY } from '../../../nodes/Instagram/protocol/vocabulary';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test' });

const { properties } = new Instagram().description;
const PEOPLE = properties
	.flatMap((property) => [property, ...(property.type === 'collection' ? (property.options ?? []) : [])])
	.filter((property) => 'type' in property && ['recipientId', 'userId', 'personId'].includes(property.name));

it('is a locator everywhere, with those who wrote first, and has the name that outputs have', () => {
	expect(PEOPLE.length).toBeGreaterThan(6);
	for (const property of PEOPLE) {
		expect(property).toMatchObject({
			displayName: 'Person',
			type: 'resourceLocator',
			modes: [
				{ name: 'list', typeOptions: { searchListMethod: 'searchPeople', searchable: true } },
				{ name: 'id' },
			],
		});
		expect((property as { description?: string }).description).toMatch(/in personId/);
	}
	expect(Object.keys(VOCABULARY)).toContain('personId');
});

const CALLS: Array<[string, (person: unknown) => INodeParameters]> = [
	['message: sendAction', (recipientId) => ({ ...message('sendAction'), recipientId }) as INodeParameters],
	['message: send', (recipientId) => ({ ...message('send'), recipientId, text: 'Hello' }) as INodeParameters],
	['user: get', (userId) => ({ resource: 'user', operation: 'get', userId }) as INodeParameters],
	[
		'conversation: getMany',
		(userId) =>
			({ resource: 'conversation', operation: 'getMany', additionalFields: { userId } }) as INodeParameters,
	],
];

function message(operation: string): INodeParameters {
	return { resource: 'message', operation };
}

describe.each(CALLS)('%s', (_name, parametersFor) => {
	const FORMS: Array<[string, (id: string) => unknown]> = [
		['chosen from the list', (value) => ({ __rl: true, mode: 'list', value, cachedResultName: '@customer' })],
		['given by ID', (value) => ({ __rl: true, mode: 'id', value })],
		[
			'given by an expression inside the locator',
			() => ({ __rl: true, mode: 'id', value: '={{ $json.id }}' }),
		],
		['given by an expression in place of the locator', () => '={{ $json.id }}'],
		['given flat', (value) => value],
	];

	it.each(FORMS)('finds a person %s', async (_form, valueFor) => {
		await world.simulator.instagram.sendDirectMessage({ from: world.person, to: world.account, text: 'Hi' });
		const id = world.simulator.instagram.igsid(world.person, world.account);
		const { items, error } = await world.run(parametersFor(valueFor(id)), [{ json: { id } }]);
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(JSON.stringify(items[0]?.json)).toContain(id);
	});

	it('says of a user name where the ID is found', async () => {
		const { error } = await world.run(parametersFor('@customer'));
		expect(error?.message).toContain('Person must be an Instagram ID');
		expect(error?.description).toContain('personId');
		expect(world.requests()).toEqual([]);
	});
});

it('may be empty where it only narrows a list', async () => {
	await world.simulator.instagram.sendDirectMessage({ from: world.person, to: world.account, text: 'Hi' });
	for (const userId of ['', { __rl: true, mode: 'list', value: '' }]) {
		const { items, error } = await world.run({
			resource: 'conversation',
			operation: 'getMany',
			additionalFields: { userId },
		});
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(1);
	}
});
