/** Reactions, typing and seen, and reading one message. */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });
let recipientId: string;
let mid: string;

beforeAll(async () => {
	recipientId = world.simulator.instagram.igsid(world.person, world.account);
	mid = (
		await world.simulator.instagram.sendDirectMessage({
			from: world.person,
			to: world.account,
			text: 'Lovely shop!',
		})
	).mid;
});

const run = async (operation: string, parameters: INodeParameters) =>
	await world.run({ resource: 'message', operation, ...parameters });
const bodies = () => world.requests().map(({ body }) => body);
const message = () =>
	world.simulator.instagram.messages(world.account, world.person).find(({ id }) => id === mid)!;

describe('a reaction', () => {
	it('is a heart, or any emoji', async () => {
		const { items, error } = await run('react', { recipientId, messageId: mid });
		expect(error).toBeUndefined();
		expect(items[0]!.json).toEqual({ personId: recipientId, messageId: mid, reaction: 'love' });
		await run('react', { recipientId, messageId: mid, reaction: '🎉' });
		expect(bodies()).toEqual(
			['love', '🎉'].map((reaction) => ({
				recipient: { id: recipientId },
				sender_action: 'react',
				payload: { message_id: mid, reaction },
			})),
		);
		expect(message().reaction?.byAccount).toBe('🎉');
	});

	it('is sent again when the answer is lost, since that does no harm', async () => {
		world.simulator.faults.failNext({ path: '/messages' }, { kind: 'reset', effect: 'after' });
		const { error } = await run('react', { recipientId, messageId: mid, reaction: '👍' });
		expect(error).toBeUndefined();
		expect(world.requests()).toHaveLength(2);
		expect(message().reaction?.byAccount).toBe('👍');
	});

	it.each(['react', 'removeReaction'])(
		'to a message that is not there is refused in words about the reaction (%s)',
		async (operation) => {
			const { error } = await run(operation, { recipientId, messageId: 'aWdfZAG1faXRlbToxGone' });
			expect(error?.message).toBe('Instagram did not accept the reaction');
			expect(error?.description).toMatch(/^Message ID must be a message that the person has sent/);
			expect(error?.description).toContain('Code 100/2534015');
			expect(error?.description).not.toContain('1000 bytes');
		},
	);

	it('is taken back', async () => {
		const { items, error } = await run('removeReaction', { recipientId, messageId: mid });
		expect(error).toBeUndefined();
		expect(items[0]!.json).toEqual({ personId: recipientId, messageId: mid, reaction: null });
		expect(bodies()).toEqual([
			{ recipient: { id: recipientId }, sender_action: 'unreact', payload: { message_id: mid } },
		]);
		expect(message().reaction?.byAccount).toBeUndefined();
	});
});

it.each(['typing_on', 'typing_off', 'mark_seen'])(
	'%s is sent with the recipient and nothing else',
	async (senderAction) => {
		const { items, error } = await run('sendAction', { recipientId, senderAction });
		expect(error).toBeUndefined();
		expect(items[0]!.json).toEqual({ personId: recipientId, senderAction });
		expect(bodies()).toEqual([{ recipient: { id: recipientId }, sender_action: senderAction }]);
	},
);

describe('one message', () => {
	it('is read with its sender, text and time', async () => {
		const { items, error } = await run('get', { messageId: mid });
		expect(error).toBeUndefined();
		expect(items[0]!.json).toEqual({
			id: mid,
			text: 'Lovely shop!',
			senderId: recipientId,
			senderUsername: 'customer',
			personId: recipientId,
			isOwn: false,
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
		});
		expect(world.requests()[0]!.query).toEqual({ fields: 'id,created_time,from,to,message,attachments' });
	});

	it('comes as Meta sends it, with more fields, when asked for', async () => {
		const { items } = await run('get', {
			messageId: mid,
			simplify: false,
			additionalFields: { fields: ['tags', 'reactions'] },
		});
		expect(items[0]!.json).toMatchObject({
			from: { id: recipientId },
			to: { data: [{ id: world.account.id }] },
			tags: { data: expect.any(Array) as unknown[] },
		});
	});

	it('shows the files in it', async () => {
		const attachments = [world.simulator.instagram.attachment('image', 'photo.jpg')];
		const sent = await world.simulator.instagram.sendDirectMessage({
			from: world.person,
			to: world.account,
			attachments,
		});
		const { items } = await run('get', { messageId: sent.mid });
		expect(items[0]!.json.attachments).toEqual([
			{ type: 'image', url: expect.stringContaining('http') as string },
		]);
		expect(items[0]!.json).not.toHaveProperty('text');
	});

	it('that is too old is explained', async () => {
		const person = world.simulator.instagram.createPerson({ username: 'chatty' });
		const [first] = await Promise.all(
			Array.from(
				{ length: 21 },
				async (_unused, turn) =>
					await world.simulator.instagram.sendDirectMessage({
						from: person,
						to: world.account,
						text: `${turn}`,
					}),
			),
		);
		const { error } = await run('get', { messageId: first!.mid });
		expect(error?.message).toBe('The message can no longer be read');
		expect(error?.description).toContain('not among the 20 newest');
	});

	it("is named by an ID of Meta's, never by a path", async () => {
		const { error } = await run('get', { messageId: '..' });
		expect(error?.message).toMatch(/^Message ID must be an ID of Instagram's/);
		expect(world.requests()).toEqual([]);
	});
});
