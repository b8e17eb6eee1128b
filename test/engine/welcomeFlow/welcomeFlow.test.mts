/** Welcome message flows: what greets people who come from an ad. */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });

const run = async (operation: string, parameters: INodeParameters = {}) =>
	await world.run({ resource: 'welcomeFlow', operation, ...parameters });
const path = () => `/v25.0/${world.account.id}/welcome_message_flows`;

async function create(name: string): Promise<string> {
	const { items, error } = await run('create', {
		name,
		text: 'Hi!',
		quickReplies: { quickReply: [{ title: 'Prices', payload: 'PRICES' }] },
	});
	expect(error).toBeUndefined();
	return items[0]!.json.id as string;
}

it('is created for Instagram with its text and quick replies', async () => {
	const flowId = await create('Summer');
	expect(flowId).toMatch(/^\d+$/);
	expect(world.requests()[0]).toMatchObject({
		method: 'POST',
		path: path(),
		body: {
			eligible_platforms: ['instagram'],
			name: 'Summer',
			welcome_message_flow: [
				{
					message: {
						text: 'Hi!',
						quick_replies: [{ content_type: 'text', title: 'Prices', payload: 'PRICES' }],
					},
				},
			],
		},
	});
});

it('is created from JSON too', async () => {
	const flow = [{ message: { text: 'From JSON' } }];
	const { error } = await run('create', {
		name: 'JSON',
		defineFlow: 'json',
		welcomeMessageFlow: JSON.stringify(flow),
	});
	expect(error).toBeUndefined();
	expect(world.requests()[0]!.body).toMatchObject({ welcome_message_flow: flow });
});

it.each(['data', 'array'] as const)(
	'is listed and found, when Meta answers with the shape "%s"',
	async (shape) => {
		world.simulator.switches.welcomeFlowsResponse = shape;
		const flowId = await create(`Shape ${shape}`);
		const listed = await run('getMany', { returnAll: true });
		expect(listed.error).toBeUndefined();
		expect(listed.items.map(({ json }) => json.name)).toContain(`Shape ${shape}`);
		const found = await run('get', { flowId });
		expect(found.items[0]!.json).toMatchObject({
			id: flowId,
			name: `Shape ${shape}`,
			messages: [{ text: 'Hi!', quickReplies: [{ title: 'Prices', payload: 'PRICES' }] }],
			timestamp: expect.stringMatching(/Z$/) as string,
			eligiblePlatforms: ['instagram'],
			isUsedInAd: false,
		});
	},
);

it('is changed and deleted', async () => {
	const flowId = await create('Old');
	const updated = await run('update', { flowId, name: 'New', text: 'Hello!' });
	expect(updated.items[0]!.json).toEqual({ id: flowId, name: 'New' });
	expect((await run('get', { flowId })).items[0]!.json.name).toBe('New');
	world.clearRequests();
	const deleted = await run('delete', { flowId });
	expect(deleted.items[0]!.json).toEqual({ id: flowId, deleted: true });
	expect(world.requests()[0]).toMatchObject({ method: 'DELETE', path: path(), body: { flow_id: flowId } });
	expect((await run('get', { flowId })).error?.message).toMatch(
		/^Instagram (does not know the welcome flow|does not know this object)/,
	);
});

it('with too long a text is refused before any call', async () => {
	const { error } = await run('create', { name: 'Long', text: 'é'.repeat(501) });
	expect(error?.message).toBe('Text has 1002 bytes; Instagram allows 1000 (a letter takes 1 to 4)');
	expect(world.requests()).toEqual([]);
});
