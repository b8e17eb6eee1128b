/**
 * What goes wrong between and during polls: nothing comes twice, nothing is missed, and a person hears of it
 * once.
 */
import type { INodeParameters } from 'n8n-workflow';

import type { FaultMatch } from '../../../simulator/index.mts';
import { createPolling, type TestPolling } from '../../support/polling.mts';
import { connect, useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const texts = (items: Array<{ json: { text?: unknown } }>) => items.map(({ json }) => json.text);
const allTexts = (trigger: TestPolling) => trigger.items().map(({ text }) => text);

async function started(parameters: INodeParameters = {}): Promise<TestPolling> {
	const trigger = createPolling(world, { events: ['comments', 'messages'], ...parameters });
	world.simulator.clock.advance(MINUTE);
	await trigger.activate();
	world.simulator.clock.advance(MINUTE);
	return trigger;
}

async function comment(text: string): Promise<void> {
	const { instagram } = world.simulator;
	const [media] = instagram.publishedMedia(world.account);
	await instagram.comment({ from: world.person, media: media ?? instagram.createMedia(world.account), text });
}

const write = async (text: string) =>
	await world.simulator.instagram.sendDirectMessage({ from: world.person, to: world.account, text });

/** The error that Meta gives, for as many requests as it takes. */
function refuse(match: FaultMatch, error: object, times = 50): void {
	const body = { error: { message: 'no', type: 'OAuthException', ...error } };
	world.simulator.faults.failNext(
		{ ...match, times },
		{ kind: 'status', status: 400, body, effect: 'before' },
	);
}

it('a poll that fails half-way is repeated as a whole', async () => {
	const trigger = await started();
	await comment('c');
	await write('m');
	refuse({ path: '/messages', method: 'GET' }, { code: 10 });
	world.simulator.clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
	expect(trigger.failed).toHaveLength(1);
	// said once; what can be read comes
	expect(texts(await trigger.poll())).toEqual(['c']);
	world.simulator.faults.clear();
	expect(texts(await trigger.poll())).toEqual(['m']);
	expect(trigger.failed).toHaveLength(1);
});

it('an error that lasts is said once, and again after a day, and when it comes anew', async () => {
	const trigger = await started({ events: ['comments'] });
	const missing = { path: '/media' };
	refuse(missing, { code: 10 }, 10_000);
	for (let count = 0; count < 5; count += 1) await trigger.poll();
	expect(trigger.failed.map(({ message }) => message)).toEqual([expect.stringMatching(/permission|allow/i)]);
	world.simulator.clock.advance(DAY + MINUTE);
	await trigger.poll();
	expect(trigger.failed).toHaveLength(2);
	world.simulator.faults.clear();
	await trigger.poll();
	refuse(missing, { code: 10 });
	await trigger.poll();
	expect(trigger.failed).toHaveLength(3);
});

it('errors that take turns are said once each, and hold nothing else up', async () => {
	const trigger = await started();
	await comment('c');
	for (let count = 0; count < 6; count += 1) {
		world.simulator.faults.clear();
		refuse({ path: '/conversations' }, { code: count % 2 === 0 ? 10 : 3 });
		world.simulator.clock.advance(MINUTE);
		await trigger.poll();
	}
	expect(trigger.failed).toHaveLength(2);
	expect(allTexts(trigger)).toEqual(['c']);
});

it('a dead token fails the activation, and later one execution', async () => {
	const trigger = await started();
	world.simulator.instagram.revoke(world.account, world.app, 'password');
	for (let count = 0; count < 3; count += 1) {
		world.simulator.clock.advance(MINUTE);
		await trigger.poll();
	}
	expect(trigger.failed.map(({ message }) => message)).toEqual([expect.stringMatching(/password/)]);
	const other = createPolling(world);
	await expect(other.activate()).rejects.toThrow(/password/);
});

it('when n8n starts while Instagram does not answer, the workflow stays active and says so at the next poll', async () => {
	const trigger = await started({ events: ['comments'] });
	await comment('while down');
	world.simulator.faults.failNext({ path: '/media', times: 8 }, { kind: 'reset', effect: 'before' });
	await trigger.restart();
	expect(trigger.failed).toEqual([]);
	await trigger.poll();
	expect(trigger.failed).toHaveLength(1);
	expect(texts(await trigger.poll())).toEqual(['while down']);
});

it('an answer that asks to slow down makes polls skip, and loses nothing', async () => {
	const trigger = await started();
	refuse({ path: '/media' }, { code: 80002 }, 1);
	await comment('waits');
	await write('waits too');
	expect(await trigger.poll()).toEqual([]);
	expect(trigger.failed).toEqual([]);
	world.simulator.clock.advance(10 * MINUTE);
	expect(texts(await trigger.poll()).sort()).toEqual(['waits', 'waits too']);
});

it('an answer that asks to slow down among the conversations keeps what was read of the others', async () => {
	const trigger = await started({ events: ['messages'] });
	const { instagram } = world.simulator;
	for (const text of ['one', 'two', 'three']) {
		const from = instagram.createPerson({ username: `person.${text}` });
		await instagram.sendDirectMessage({ from, to: world.account, text });
		world.simulator.clock.advance(MINUTE);
	}
	const reading = { path: '/messages', method: 'GET' };
	world.simulator.faults.failNext(reading, { kind: 'meanwhile', effect: 'before', run: () => undefined });
	refuse(reading, { code: 613 }, 1);
	expect(texts(await trigger.poll())).toEqual(['one']);
	expect(trigger.failed).toEqual([]);

	world.simulator.clock.advance(10 * MINUTE);
	world.clearRequests();
	expect(texts(await trigger.poll())).toEqual(['two', 'three']);
	expect(world.requests().filter(({ path }) => path.endsWith('/messages'))).toHaveLength(2);
	world.simulator.clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
});

it('a first poll that is put off loses nothing by that', async () => {
	const trigger = createPolling(world);
	refuse({ path: '/media' }, { code: 80002 }, 1);
	world.simulator.instagram.createMedia(world.account);
	world.simulator.clock.advance(MINUTE);
	await trigger.activate();
	world.simulator.clock.advance(MINUTE);
	await comment('meanwhile');
	world.simulator.clock.advance(10 * MINUTE);
	expect(texts(await trigger.poll())).toEqual(['meanwhile']);
});

it('n8n down for three days, ended without warning, started again', async () => {
	const trigger = await started();
	await comment('one');
	await trigger.poll();
	for (let count = 0; count < 5; count += 1) {
		world.simulator.clock.advance(MINUTE);
		await trigger.poll();
	}
	trigger.kill();
	world.simulator.clock.advance(3 * DAY);
	await comment('two');
	world.simulator.clock.advance(MINUTE);
	await write('three');
	world.simulator.clock.advance(MINUTE);
	await trigger.activate('init');
	expect(allTexts(trigger)).toEqual(['one', 'two', 'three']);
	await trigger.restart();
	await trigger.poll();
	expect(allTexts(trigger)).toEqual(['one', 'two', 'three']);
});

it('killed during a poll', async () => {
	const trigger = await started();
	await comment('one');
	await write('two');
	world.simulator.faults.failNext(
		{ path: '/messages', method: 'GET' },
		{ kind: 'meanwhile', effect: 'before', run: () => trigger.kill() },
	);
	expect(await trigger.poll()).toEqual([]);
	world.simulator.clock.advance(MINUTE);
	await trigger.activate('init');
	expect(allTexts(trigger).sort()).toEqual(['one', 'two']);
});

it('polls that overlap: the later one is skipped', async () => {
	const trigger = await started();
	await comment('one');
	const both = await Promise.all([trigger.poll(), trigger.poll()]);
	expect(both.map((items) => items.length).sort()).toEqual([0, 1]);
	expect(await trigger.poll()).toEqual([]);
});

it('published again during a poll, whose result n8n throws away', async () => {
	const trigger = await started();
	await comment('one');
	const late = trigger.poll();
	await trigger.publish();
	await late;
	await trigger.poll();
	expect(allTexts(trigger)).toEqual(['one']);
});

it('an edited filter does not bring up what another filter has left out', async () => {
	const trigger = await started({ options: { keywords: ['price'] } });
	await comment('hello');
	expect(await trigger.poll()).toEqual([]);
	world.simulator.clock.advance(MINUTE);
	await trigger.publish({ events: ['comments', 'messages'] });
	await comment('next');
	world.simulator.clock.advance(MINUTE);
	await trigger.poll();
	expect(allTexts(trigger)).toEqual(['next']);
});

it('an event that is chosen later begins then', async () => {
	const trigger = await started({ events: ['comments'] });
	await write('before');
	await comment('c');
	world.simulator.clock.advance(MINUTE);
	await trigger.poll();
	await trigger.publish({ events: ['comments', 'messages'] });
	world.simulator.clock.advance(MINUTE);
	await write('after');
	world.simulator.clock.advance(MINUTE);
	await trigger.poll();
	expect(allTexts(trigger)).toEqual(['c', 'after']);
});

it('deactivated and activated again: what happened meanwhile comes', async () => {
	const trigger = await started();
	await comment('one');
	await trigger.poll();
	trigger.deactivate();
	world.simulator.clock.advance(DAY);
	await comment('two');
	world.simulator.clock.advance(MINUTE);
	await trigger.activate();
	expect(allTexts(trigger)).toEqual(['one', 'two']);
});

it('another account under the same credential begins anew', async () => {
	const { simulator, app, person, store } = world;
	const trigger = await started();
	await comment('first account');
	await trigger.poll();
	const other = simulator.instagram.createAccount({ username: 'other' });
	const media = simulator.instagram.createMedia(other);
	await simulator.instagram.comment({ from: person, media, text: 'long before' });
	simulator.clock.advance(MINUTE);
	connect(store, simulator, { app, account: other });
	await trigger.poll();
	simulator.clock.advance(MINUTE);
	await simulator.instagram.comment({ from: person, media, text: 'second account' });
	await trigger.poll();
	expect(allTexts(trigger)).toEqual(['first account', 'second account']);
});

it('stops, and says so, when the credential is connected to another account than the node is meant for', async () => {
	const trigger = createPolling(world, { connectedAccount: '17841400000000001' });
	await expect(trigger.activate()).rejects.toThrow(/meant for the account 17841400000000001/);
});

it.each([
	['forward', 5 * 60 * MINUTE],
	['back', -5 * 60 * MINUTE],
])('the clock of n8n jumps %s', async (_direction, jumpMs) => {
	const trigger = await started();
	await comment('one');
	await trigger.poll();
	const now = Date.now;
	Date.now = () => now() + jumpMs;
	try {
		world.simulator.clock.advance(MINUTE);
		await comment('two');
		await trigger.poll();
		world.simulator.clock.advance(MINUTE);
		await write('three');
		await trigger.poll();
	} finally {
		Date.now = now;
	}
	world.simulator.clock.advance(MINUTE);
	await trigger.poll();
	expect(allTexts(trigger)).toEqual(['one', 'two', 'three']);
});

it('keeps its cursor small', async () => {
	const { simulator, account } = world;
	const { instagram } = simulator;
	const trigger = await started();
	simulator.clock.advance(10 * MINUTE);
	for (let count = 0; count < 130; count += 1) {
		const from = instagram.createPerson({ username: `p${count}` });
		for (const text of ['a', 'b']) await instagram.sendDirectMessage({ from, to: account, text });
	}
	for (let count = 0; count < 30; count += 1)
		instagram.seedComments(instagram.createMedia(account), 150, world.person);
	simulator.clock.advance(MINUTE);
	await trigger.poll();
	expect(trigger.items().length).toBeGreaterThan(3500);
	expect(trigger.storedBytes()).toBeLessThan(120_000);
});
