/** What the account itself does is not found by polling, however Instagram spells the account in a list. */
import type { IDataObject } from 'n8n-workflow';

import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;

async function found(events: string[], happen: () => Promise<unknown>, options: IDataObject = {}) {
	world.simulator.clock.advance(MINUTE);
	const trigger = createPolling(world, { events, options: options as never });
	await trigger.activate();
	world.simulator.clock.advance(MINUTE);
	await happen();
	world.simulator.clock.advance(MINUTE);
	await trigger.poll();
	expect(trigger.failed).toEqual([]);
	return trigger.items().map(({ text, isOwn, personId }) => ({ text, isOwn, personId }));
}

describe.each(['accountId', 'appScopedId', 'usernameOnly'] as const)('spelled with %s', (spelling) => {
	const happen = async () => {
		const { instagram } = world.simulator;
		const { account, person } = world;
		const media = instagram.createMedia(account);
		const { id: parentId } = await instagram.comment({ from: person, media, text: 'How much?' });
		world.simulator.clock.advance(MINUTE);
		await instagram.comment({ from: account, media, text: 'We sent you a message', parentId });
	};
	beforeEach(() => (world.simulator.switches.ownCommentFrom = spelling));

	it('an own comment is left out', async () => {
		expect(await found(['comments'], happen)).toEqual([{ text: 'How much?', isOwn: false }]);
	});

	it('an own comment is marked when it is asked for', async () => {
		expect(await found(['comments'], happen, { includeOwn: true })).toEqual([
			{ text: 'How much?', isOwn: false },
			{ text: 'We sent you a message', isOwn: true },
		]);
	});
});

it.each<[string, () => IDataObject]>([
	['the app-scoped ID', () => ({ id: world.account.appScopedId })],
	['an ID that nobody knows, and the user name', () => ({ id: '9', username: world.account.username })],
])('an own message that is spelled with %s is left out', async (_spelling, from) => {
	const write = async () => {
		const { instagram, faults, clock } = world.simulator;
		const to = world.person;
		const { mid } = await instagram.sendFromInstagramApp({ from: world.account, to, text: 'Here you are' });
		const message = {
			id: mid,
			created_time: new Date(clock.now()).toISOString().replace(/\.\d+Z/, '+0000'),
			from: from(),
			to: { data: [{ id: instagram.igsid(to, world.account), username: to.username }] },
			message: 'Here you are',
		};
		faults.failNext(
			{ method: 'GET', path: '/messages' },
			{ kind: 'status', status: 200, body: { data: [message] }, effect: 'before' },
		);
	};
	expect(await found(['messages'], write)).toEqual([]);
	const personId = world.simulator.instagram.igsid(world.person, world.account);
	expect(await found(['messages'], write, { includeOwn: true })).toEqual([
		{ text: 'Here you are', isOwn: true, personId },
	]);
});
