/** Conversations and their messages, read no faster than Meta allows. */
import type { INodeParameters } from 'n8n-workflow';

import type { Person } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file', speed: 100 });
let chatty: Person;

beforeAll(async () => {
	chatty = world.simulator.instagram.createPerson({ username: 'chatty' });
	for (let turn = 1; turn <= 25; turn++) {
		await world.simulator.instagram.sendDirectMessage({
			from: chatty,
			to: world.account,
			text: `message ${turn}`,
		});
	}
});

const run = async (operation: string, parameters: INodeParameters = {}) =>
	await world.run({ resource: 'conversation', operation, ...parameters });
const idOf = (person: Person) => world.simulator.instagram.conversation(world.account, person).id;
const locator = (value: string) => ({ __rl: true, mode: 'id', value });

describe('conversations', () => {
	it('are listed, the newest first, one item each', async () => {
		const { items, error } = await run('getMany');
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual([idOf(chatty), idOf(world.person)]);
		expect(items[0]!.json).toEqual({
			id: idOf(chatty),
			personId: world.simulator.instagram.igsid(chatty, world.account),
			personUsername: 'chatty',
			timestamp: expect.stringMatching(/Z$/) as string,
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
		expect(world.requests()[0]!.query).toMatchObject({
			platform: 'instagram',
			fields: 'id,updated_time,participants',
		});
	});

	it('are found by the person', async () => {
		const userId = world.simulator.instagram.igsid(world.person, world.account);
		const { items } = await run('getMany', { additionalFields: { userId } });
		expect(items.map(({ json }) => json.id)).toEqual([idOf(world.person)]);
		expect(world.requests()[0]!.query.user_id).toBe(userId);
	});

	it('come by folder and up to the limit, page by page without the URL that holds the token', async () => {
		const { items } = await run('getMany', { limit: 1, additionalFields: { folder: 'requests' } });
		expect(items.length).toBeLessThanOrEqual(1);
		expect(world.requests()[0]!.query).toMatchObject({ folder: 'requests', limit: '1' });
		for (const { query } of world.requests()) expect(query).not.toHaveProperty('access_token');
	});
});

it('one conversation is read, with more fields when asked for', async () => {
	const { items, error } = await run('get', {
		conversationId: locator(idOf(chatty)),
		additionalFields: { fields: ['message_count'] },
	});
	expect(error).toBeUndefined();
	expect(items[0]!.json).toMatchObject({ id: idOf(chatty), messageCount: 25 });
});

describe('the messages of a conversation', () => {
	it('come newest first: 20 in full, older ones with what Instagram still tells', async () => {
		const { items, error } = await run('getMessages', {
			conversationId: locator(idOf(chatty)),
			returnAll: true,
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(25);
		expect(items.slice(0, 20).map(({ json }) => json.text)).toEqual(
			Array.from({ length: 20 }, (_unused, turn) => `message ${25 - turn}`),
		);
		for (const { json } of items.slice(20)) {
			expect(json).toEqual(expect.objectContaining({ id: expect.any(String) as string }));
			expect(json).not.toHaveProperty('text');
		}
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(25);
	});

	it('take one call when no more than 20 are wanted', async () => {
		const { items } = await run('getMessages', { conversationId: locator(idOf(chatty)), limit: 3 });
		expect(items.map(({ json }) => json.text)).toEqual(['message 25', 'message 24', 'message 23']);
		expect(world.requests()).toHaveLength(1);
	});
});
