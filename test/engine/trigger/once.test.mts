/** Each event starts one execution: told by memory, and by the key under which n8n stores an execution. */
import type { ITriggerFunctions } from 'n8n-workflow';

import { textAt } from '../../../nodes/Instagram/protocol/json';
import { ExecutionStore } from '../../support/executionStore.mts';
import { collectGarbage } from '../../support/garbage.mts';
import { expectSoon, textMessage, useTriggers } from '../../support/triggers.mts';
import type { TestTrigger } from '../../support/webhook.mts';

const { trigger, delivery, world } = useTriggers();

const textsOf = ({ executions }: TestTrigger) =>
	executions.map((items) => items.map(({ json }) => textAt(json, 'text')).join());
const settle = async () => await new Promise((resolve) => setTimeout(resolve, 20));

/**
 * The trigger as it is after a restart of n8n: it remembers nothing, its workflow and the executions are the
 * same.
 */
function afterRestart(name: string): TestTrigger {
	let restarted: TestTrigger | undefined;
	jest.isolateModules(() => {
		const { createTrigger } =
			jest.requireActual<typeof import('../../support/webhook.mts')>('../../support/webhook.mts');
		restarted = createTrigger(world, {}, { name });
	});
	if (!restarted) throw new Error('not loaded');
	return restarted;
}

describe('where n8n takes a key', () => {
	it('each event starts an execution of its own, under a key that is its own', async () => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger();
		await target.start(store);
		const answer = await target.deliver(delivery(textMessage('One'), textMessage('Two')));
		expect(answer).toMatchObject({ status: 200, items: undefined });
		await expectSoon(() => expect(textsOf(target)).toEqual(['One', 'Two']));
		expect(new Set(store.keys).size).toBe(2);
		for (const key of store.keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
	});

	it('a repeated delivery is told by memory, and does not trouble the store', async () => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger();
		await target.start(store);
		const body = delivery(textMessage('Once'));
		await Promise.all(Array.from({ length: 10 }, async () => await target.deliver(body)));
		await settle();
		expect(textsOf(target)).toEqual(['Once']);
		expect(store.keys).toHaveLength(1);
	});

	it('nothing of a request is kept while its execution runs', async () => {
		await world.open();
		const target = trigger();
		const running: unknown[] = [];
		await target.start(new ExecutionStore(), (_data, _response, ended, _key) => void running.push(ended));
		const requests: Array<WeakRef<object>> = [];
		const deliver = async (text: string) =>
			void (await target.deliver(delivery(textMessage(text)), {
				onRequest: (request) => void requests.push(new WeakRef(request)),
			}));
		for (const text of ['One', 'Two', 'Three']) await deliver(text);
		await expectSoon(() => {
			collectGarbage();
			expect(requests.filter((request) => request.deref() !== undefined).length).toBeLessThan(2);
		});
		expect(requests).toHaveLength(3);
		expect(running).toHaveLength(3);
	});

	it('a delivery that is repeated after a restart starts nothing', async () => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger({}, { name: 'restarted' });
		await target.start(store);
		const body = delivery(textMessage('Once'));
		await target.deliver(body);
		await expectSoon(() => expect(textsOf(target)).toEqual(['Once']));

		const restarted = afterRestart('restarted');
		await restarted.start(store);
		expect(await restarted.deliver(body)).toMatchObject({ status: 200, items: undefined });
		await restarted.deliver(delivery(textMessage('New')));
		await expectSoon(() => expect(textsOf(restarted)).toEqual(['New']));
		expect(store.keys).toHaveLength(2);
	});

	it('each workflow gets each event', async () => {
		await world.open();
		const store = new ExecutionStore();
		const body = delivery(textMessage('To all'));
		for (const target of [trigger(), trigger()]) {
			await target.start(store);
			await target.deliver(body);
			await expectSoon(() => expect(textsOf(target)).toEqual(['To all']));
		}
	});

	it('off and on changes nothing', async () => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger();
		const stop = await target.start(store);
		const body = delivery(textMessage('Once'));
		await target.deliver(body);
		await stop();
		await target.start(store);
		await target.deliver(body);
		await settle();
		expect(textsOf(target)).toEqual(['Once']);
	});

	it("the dashboard's sample starts an execution each time, without a key", async () => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger();
		await target.start(store);
		const sample = {
			object: 'instagram',
			entry: [
				{
					id: '0',
					time: 1,
					changes: [
						{
							field: 'messages',
							value: {
								message: { mid: 'random_mid', text: 'random_text' },
								sender: { id: '12334' },
								recipient: { id: '23245' },
							},
						},
					],
				},
			],
		};
		await target.deliver(sample);
		await target.deliver(sample);
		await expectSoon(() => expect(target.executions).toHaveLength(2));
		expect(store.keys).toEqual([undefined, undefined]);
	});

	it('without Simplify the entry goes in', async () => {
		await world.open();
		const target = trigger({ simplify: false });
		await target.start(new ExecutionStore());
		const body = delivery(textMessage('As it came'));
		await target.deliver(body);
		await expectSoon(() =>
			expect(target.executions).toEqual([[expect.objectContaining({ json: body.entry[0] })]]),
		);
	});

	it.each([
		[10, 10],
		[11, 1],
		[1000, 1],
	])('%i events of a delivery start so many executions: %i', async (events, executions) => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger();
		await target.start(store);
		await target.deliver(delivery(...Array.from({ length: events }, () => textMessage('x'))));
		await expectSoon(() => expect(target.executions.flat()).toHaveLength(events));
		expect(store.keys).toHaveLength(executions);
	});

	it('a delivery of a thousand events starts one execution, and what is repeated starts none', async () => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger({}, { name: 'thousand' });
		await target.start(store);
		const messages = Array.from({ length: 1000 }, (_, index) => textMessage(`${index}`));
		await target.deliver(delivery(...messages));
		await target.deliver(delivery(...messages.slice(0, 500), textMessage('new')));
		await expectSoon(() => expect(target.executions).toHaveLength(2));
		expect(target.executions.map((items) => items.length)).toEqual([1000, 1]);
		expect(new Set(textsOf(target).join().split(',')).size).toBe(1001);

		const restarted = afterRestart('thousand');
		await restarted.start(store);
		await restarted.deliver(delivery(...messages));
		await settle();
		expect(restarted.executions).toEqual([]);
	});

	it('a large delivery is the same in another order', async () => {
		await world.open();
		const store = new ExecutionStore();
		const messages = Array.from({ length: 20 }, (_, index) => textMessage(`${index}`));
		const target = trigger({}, { name: 'shuffled' });
		await target.start(store);
		await target.deliver(delivery(...messages));
		await expectSoon(() => expect(store.keys).toHaveLength(1));

		const restarted = afterRestart('shuffled');
		await restarted.start(store);
		await restarted.deliver(delivery(...messages.reverse()));
		await settle();
		expect(restarted.executions).toEqual([]);
	});

	it('while n8n starts, a delivery waits for its trigger, and Meta for its answer', async () => {
		await world.open({ speed: 1 });
		const store = new ExecutionStore();
		const target = trigger({}, { isLeader: false });
		let isAnswered = false;
		const answer = target.deliver(delivery(textMessage('Early')), { onAnswer: () => (isAnswered = true) });
		await settle();
		expect(isAnswered).toBe(false);
		await target.start(store);
		expect(await answer).toMatchObject({ status: 200, items: undefined });
		await expectSoon(() => expect(textsOf(target)).toEqual(['Early']));
		expect(store.keys).toHaveLength(1);
	});
});

describe('when n8n cannot store an execution', () => {
	it.each([
		['before it is written', ['before'] as const],
		['after it is written', ['after'] as const],
		['twice', ['before', 'before'] as const],
	])('%s: it is tried again, under the same key', async (_when, faults) => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger();
		await target.start(store);
		store.faults.push(...faults);
		await target.deliver(delivery(textMessage('Important')));
		await expectSoon(() => expect(store.keys).toHaveLength(1));
		await settle();
		expect(target.log).toEqual([]);
	});

	it('for good: the log says so, and the next delivery of the event is welcome', async () => {
		await world.open();
		const store = new ExecutionStore();
		const target = trigger();
		await target.start(store);
		store.faults.push('before', 'before', 'before');
		const body = delivery(textMessage('Important'));
		await target.deliver(body);
		await expectSoon(() => expect(target.log.join()).toMatch(/lost an event.*the database is locked/));
		await target.deliver(body);
		await expectSoon(() => expect(textsOf(target)).toEqual(['Important']));
	});

	it('a run that somebody stops is not started again', async () => {
		await world.open();
		class ManualExecutionCancelledError extends Error {}
		const calls: unknown[] = [];
		const emit: ITriggerFunctions['emit'] = (data, _response, done, key) => {
			calls.push([data, key]);
			done?.reject(new ManualExecutionCancelledError('The execution was cancelled manually'));
		};
		const target = trigger();
		await target.start(new ExecutionStore(), emit);
		await target.deliver(delivery(textMessage('Stop')));
		await settle();
		expect(calls).toHaveLength(1);
		expect(target.log).toEqual([]);
	});
});

describe('where n8n takes none, the events of a delivery start one execution, as memory allows', () => {
	it('in a process that starts no triggers, after a moment of patience', async () => {
		await world.open();
		const target = trigger({}, { isLeader: false });
		const body = delivery(textMessage('One'), textMessage('Two'));
		expect((await target.deliver(body)).items).toHaveLength(2);
		expect((await target.deliver(body)).items).toBeUndefined();
	});

	it('in an n8n whose emit knows no key', async () => {
		await world.open();
		const target = trigger();
		const calls: unknown[] = [];
		const oldEmit = (data: unknown, _response?: unknown, _done?: unknown) => void calls.push(data);
		await target.start(new ExecutionStore(), oldEmit);
		expect((await target.deliver(delivery(textMessage('One')))).items).toHaveLength(1);
		expect(calls).toEqual([]);
	});

	it('in a test run of the editor', async () => {
		await world.open();
		const target = trigger({}, { isTest: true });
		await target.start(new ExecutionStore());
		expect((await target.deliver(delivery(textMessage('One')))).items).toHaveLength(1);
	});
});
