/** Direct messages are found by polling: each once, in order, as far as Instagram lets one read back. */
import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;

const texts = (items: Array<{ json: { text?: unknown } }>) => items.map(({ json }) => json.text);

async function started(options: Record<string, unknown> = {}) {
	world.simulator.clock.advance(MINUTE);
	const trigger = createPolling(world, { events: ['messages'], options: options as never });
	await trigger.activate();
	world.simulator.clock.advance(MINUTE);
	world.clearRequests();
	return trigger;
}

it('gives out each message once, from the activation on', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const trigger = await started();
	expect(trigger.items()).toEqual([]);
	for (const text of ['one', 'two']) await instagram.sendDirectMessage({ from: person, to: account, text });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['one', 'two']);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
});

it('asks once when nothing is new, and once more for a conversation with news', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	for (let count = 0; count < 12; count += 1) {
		const from = instagram.createPerson({ username: `person${count}` });
		await instagram.sendDirectMessage({ from, to: account, text: 'old' });
	}
	const trigger = await started();
	await trigger.poll();
	expect(world.requests()).toHaveLength(1);
	await instagram.sendDirectMessage({ from: person, to: account, text: 'new' });
	clock.advance(MINUTE);
	world.clearRequests();
	expect(texts(await trigger.poll())).toEqual(['new']);
	expect(world.requests()).toHaveLength(2);
	clock.advance(MINUTE);
	world.clearRequests();
	await trigger.poll();
	expect(world.requests()).toHaveLength(1);
});

it('finds a second message of the same second, after the first was read', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const trigger = await started();
	const intoSecondMs = clock.now() % 1000;
	clock.advance(1000 - intoSecondMs + 50);
	await instagram.sendDirectMessage({ from: person, to: account, text: 'one' });
	expect(texts(await trigger.poll())).toEqual(['one']);
	await instagram.sendDirectMessage({ from: person, to: account, text: 'two' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['two']);
});

it('says how many messages came and went out of reach', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const trigger = await started();
	await instagram.sendDirectMessage({ from: person, to: account, text: 'known' });
	clock.advance(MINUTE);
	await trigger.poll();
	for (let count = 1; count <= 23; count += 1) {
		clock.advance(1000);
		await instagram.sendDirectMessage({ from: person, to: account, text: String(count) });
	}
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 4)));
	expect(trigger.log).toEqual([expect.stringContaining('missed 3 messages of a conversation')]);
	expect(trigger.log.join()).not.toContain(person.username);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toEqual([]);
});

it('says that some may be out of reach in a conversation of which it has read nothing yet', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const trigger = await started();
	for (let count = 1; count <= 23; count += 1) {
		clock.advance(1000);
		await instagram.sendDirectMessage({ from: person, to: account, text: String(count) });
	}
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toHaveLength(20);
	expect(trigger.log).toEqual([expect.stringContaining('may have missed messages of a conversation')]);
	expect(trigger.log.join()).not.toContain(person.username);
});

it('leaves what the account sends out unless asked for, and what was taken back', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const trigger = await started();
	await instagram.sendFromInstagramApp({ from: account, to: person, text: 'own' });
	const { mid } = await instagram.sendDirectMessage({ from: person, to: account, text: 'regretted' });
	await instagram.unsend({ from: person, to: account, mid });
	await instagram.sendDirectMessage({ from: person, to: account, text: 'meant' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['meant']);
});

it('reads many conversations, over pages, no faster than Instagram allows', async () => {
	const { simulator, account } = world;
	const { instagram, clock } = simulator;
	const trigger = await started();
	for (let count = 0; count < 60; count += 1) {
		const from = instagram.createPerson({ username: `person${count}` });
		await instagram.sendDirectMessage({ from, to: account, text: `from ${count}` });
		clock.advance(1000);
	}
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(Array.from({ length: 60 }, (_, index) => `from ${index}`));
	expect(trigger.failed).toEqual([]);
});

it('reads no more than is documented where Instagram refuses the rest', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	simulator.switches.messageFields = 'documented';
	const trigger = await started();
	await instagram.sendDirectMessage({ from: person, to: account, text: 'hi' });
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['hi']);
});

it('skips a conversation that cannot be read, and reads the others', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const other = instagram.createPerson({ username: 'other' });
	const trigger = await started();
	await instagram.sendDirectMessage({ from: person, to: account, text: 'closed' });
	await instagram.sendDirectMessage({ from: other, to: account, text: 'open' });
	const thread = instagram.conversation(account, person);
	const error = { message: 'gone', type: 'OAuthException', code: 2534001 };
	simulator.faults.failNext(
		{ path: `/${thread.id}/messages`, times: 1 },
		{ kind: 'status', status: 400, body: { error }, effect: 'before' },
	);
	clock.advance(MINUTE);
	expect(texts(await trigger.poll())).toEqual(['open']);
	expect(trigger.failed).toEqual([]);
	expect(trigger.log).toEqual([expect.stringContaining('cannot read a conversation')]);
});
