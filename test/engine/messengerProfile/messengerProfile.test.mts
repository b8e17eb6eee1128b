/** Ice breakers and the persistent menu, in both shapes that Meta documents. */
import type { INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });

const run = async (operation: string, parameters: INodeParameters = {}) =>
	await world.run({ resource: 'messengerProfile', operation, ...parameters });
const ICE_BREAKERS = [
	{ locale: 'default', call_to_actions: [{ question: 'When are you open?', payload: 'HOURS' }] },
	{ locale: 'de_DE', call_to_actions: [{ question: 'Wann offen?', payload: 'Wann offen?' }] },
];
const MENU = [
	{
		locale: 'default',
		call_to_actions: [
			{ type: 'postback', title: 'Prices', payload: 'PRICES' },
			{ type: 'web_url', url: 'https://example.com', title: 'Shop' },
		],
	},
];

const QUESTION_ROWS = [
	{ question: 'When are you open?', payload: 'HOURS', locale: 'default' },
	{ question: 'Wann offen?', payload: 'Wann offen?', locale: 'de_DE' },
];
const MENU_ROWS = [
	{ type: 'postback', title: 'Prices', payload: 'PRICES', locale: 'default' },
	{ type: 'web_url', url: 'https://example.com', title: 'Shop', locale: 'default' },
];

const setIceBreakers = async () =>
	await run('setIceBreakers', {
		iceBreakers: {
			iceBreaker: [
				{ question: 'When are you open?', payload: 'HOURS' },
				{ question: 'Wann offen?', payload: '', locale: 'de_DE' },
			],
		},
	});
const setMenu = async () =>
	await run('setPersistentMenu', {
		persistentMenu: {
			menuItem: [
				{ type: 'postback', title: 'Prices', payload: 'PRICES' },
				{ type: 'web_url', title: 'Shop', url: 'https://example.com' },
			],
		},
	});

it('ice breakers are set with the platform, one object for each locale', async () => {
	const { items, error } = await setIceBreakers();
	expect(error).toBeUndefined();
	expect(items[0]!.json).toEqual({ iceBreakers: QUESTION_ROWS });
	expect(world.requests()[0]).toMatchObject({
		method: 'POST',
		path: `/v25.0/${world.account.id}/messenger_profile`,
		body: { platform: 'instagram', ice_breakers: ICE_BREAKERS },
	});
});

it('the menu is set', async () => {
	const { items, error } = await setMenu();
	expect(error).toBeUndefined();
	expect(items[0]!.json).toEqual({ persistentMenu: MENU_ROWS });
	expect(world.requests()[0]!.body).toEqual({ persistent_menu: MENU });
});

it.each(['list', 'nested'] as const)(
	'both are read, when Meta answers with the shape "%s"',
	async (shape) => {
		world.simulator.switches.messengerProfileResponse = shape;
		const { items, error } = await run('get');
		expect(error).toBeUndefined();
		expect(items[0]!.json).toEqual({ iceBreakers: QUESTION_ROWS, persistentMenu: MENU_ROWS });
	},
);

it.each([
	['deleteIceBreakers', 'ice_breakers', { iceBreakers: [], persistentMenu: 1 }],
	['deletePersistentMenu', 'persistent_menu', { iceBreakers: 1, persistentMenu: [] }],
])('%s takes one away and leaves the other', async (operation, field, left) => {
	await setIceBreakers();
	await setMenu();
	world.clearRequests();
	const { error, items } = await run(operation);
	expect(error).toBeUndefined();
	expect(items[0]!.json).toEqual({ deleted: true });
	expect(world.requests()[0]).toMatchObject({ method: 'DELETE', body: { fields: [field] } });
	const { json } = (await run('get')).items[0]!;
	expect(Array.isArray(left.iceBreakers)).toBe((json.iceBreakers as unknown[]).length === 0);
	expect(Array.isArray(left.persistentMenu)).toBe((json.persistentMenu as unknown[]).length === 0);
});

it('five questions are refused before any call', async () => {
	const iceBreaker = Array.from({ length: 5 }, (_unused, turn) => ({ question: `Question ${turn}` }));
	const { error } = await run('setIceBreakers', { iceBreakers: { iceBreaker } });
	expect(error?.message).toBe('Ice Breakers has 5 questions for the locale default; Instagram allows 4');
	expect(world.requests()).toEqual([]);
});
