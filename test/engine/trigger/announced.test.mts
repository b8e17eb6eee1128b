/**
 * A message that Meta announces (`message_edit` with `num_edit` 0) beside sending it: a trigger that hears
 * both kinds starts one run for it, in whatever order they come.
 */
import type { IDataObject } from 'n8n-workflow';

import { eventIdOf } from '../../../nodes/Instagram/protocol/events/parseDelivery';
import { executionKey } from '../../../nodes/Instagram/protocol/webhooks/executionKey';
import { ExecutionStore } from '../../support/executionStore.mts';
import { createPolling } from '../../support/polling.mts';
import { expectSoon, textMessage, useTriggers } from '../../support/triggers.mts';
import type { TestTrigger } from '../../support/webhook.mts';

const { trigger, connectCallback, delivery, world } = useTriggers();

/** Slow enough for a busy machine: a text is waited for for ten seconds. */
const SPEED = 10;
const EVENTS = ['messages', 'message_edit'];
const announcement = (mid: string) => ({ message_edit: { mid, num_edit: 0 } });
const heardBy = ({ executions }: TestTrigger) =>
	executions.flat().map(({ json: { event, text } }) => [event, text]);

/** Of its workflow. */
const nameOf = ({ node }: TestTrigger) => node.id.replace('node-', '');

async function write(text = 'How much?'): Promise<string> {
	const { account: to, person: from, simulator } = world;
	return (await simulator.instagram.sendDirectMessage({ from, to, text })).mid;
}

/** A message that can be read, while nothing was delivered about it. */
async function unheard(options: IDataObject = { readMissingText: true }) {
	await world.open({ speed: SPEED });
	const target = trigger({ events: EVENTS, options: options as never });
	return { target, mid: await write() };
}

describe.each([
	['read', { readMissingText: true }],
	['not read', {}],
])('announcements that are %s', (_how, options) => {
	it('the message comes once, as Meta sends the two', async () => {
		await world.open({ speed: SPEED, switches: { messageEdit0: 'also' } });
		const target = trigger({ events: EVENTS, options });
		await connectCallback(target, EVENTS);
		await write();
		await world.simulator.deliveries.idle();
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(heardBy(target)).toEqual([['messages', 'How much?']]);
	});

	it.each(['before', 'after', 'in one delivery'])('announced %s', async (when) => {
		const { target, mid } = await unheard(options);
		const message = textMessage('How much?', mid);
		if (when === 'in one delivery') await target.deliver(delivery(announcement(mid), message));
		const [first, second] = when === 'before' ? [announcement(mid), message] : [message, announcement(mid)];
		await Promise.all([target.deliver(delivery(first)), target.deliver(delivery(second))]);
		expect(heardBy(target)).toEqual([['messages', 'How much?']]);
	});

	it('an own message that is announced without its sender starts nothing', async () => {
		const { target, mid } = await unheard(options);
		const echo = {
			sender: { id: world.account.id },
			recipient: { id: '77' },
			message: { mid, text: 'Ours', is_echo: true },
		};
		const silent = { ...announcement(mid), sender: undefined, recipient: undefined };
		await Promise.all([target.deliver(delivery(silent)), target.deliver(delivery(echo))]);
		expect(heardBy(target)).toEqual([]);
	});
});

it('an announcement without its message is read after a moment, and the late message starts nothing', async () => {
	const { target, mid } = await unheard();
	await target.deliver(delivery(announcement(mid)));
	expect(heardBy(target)).toEqual([['message_edit', 'How much?']]);
	await target.deliver(delivery(textMessage('How much?', mid)));
	expect(heardBy(target)).toHaveLength(1);
});

it.each(['counted', 'free'] as const)(
	'eight announcements at once are all read, where reads of messages are %s',
	async (messageReads) => {
		// slowly, because the reads of all eight, which wait for their turns, have ten seconds
		await world.open({ speed: 4, switches: { messageReads } });
		const target = trigger({ events: ['message_edit'], options: { readMissingText: true } });
		const texts = Array.from({ length: 8 }, (_, number) => `Question ${number}`);
		const announced: object[] = [];
		for (const text of texts) announced.push(announcement(await write(text)));
		world.clearRequests();
		await target.deliver(delivery(...announced));
		expect(heardBy(target)).toEqual(texts.map((text) => ['message_edit', text]));
		expect(new Set(world.requests().map(({ status }) => status))).toEqual(new Set([200]));
	},
);

it('a message whose announcement could not be read still comes', async () => {
	const { target, mid } = await unheard({ readMissingText: true, keywords: ['much'] });
	world.simulator.faults.failNext(
		{ method: 'GET', times: 9 },
		{ kind: 'status', status: 400, body: { error: { message: 'x', code: 10 } }, effect: 'before' },
	);
	await target.deliver(delivery(announcement(mid)));
	expect(heardBy(target)).toEqual([]);
	await target.deliver(delivery(textMessage('How much?', mid)));
	expect(heardBy(target)).toEqual([['messages', 'How much?']]);
});

it('n8n stores the run of a read announcement under the key of the message, which lasts over a restart', async () => {
	const { target, mid } = await unheard();
	const store = new ExecutionStore();
	await target.start(store);
	await target.deliver(delivery(announcement(mid)));
	await expectSoon(() => expect(store.keys).toHaveLength(1));
	const message = eventIdOf(world.account.id, 'messages', mid);
	expect(store.keys).toEqual([executionKey(`${nameOf(target)} ${target.node.id}`, [message])]);
});

it('a real edit comes beside its message', async () => {
	const { target, mid } = await unheard();
	const edit = { message_edit: { mid, text: 'How much is it?', num_edit: 1 } };
	await target.deliver(delivery(textMessage('How much?', mid), edit));
	expect(heardBy(target)).toEqual([
		['messages', 'How much?'],
		['message_edit', 'How much is it?'],
	]);
});

it('a trigger for edits alone hands announcements on, read with the eventId that polling gives the message', async () => {
	await world.open({ speed: SPEED, switches: { messageEdit0: 'also' } });
	const target = trigger({ events: ['message_edit'], options: { readMissingText: true } });
	await connectCallback(target, EVENTS);
	world.simulator.clock.advance(60_000);
	const polling = createPolling(world, { events: ['messages'] });
	await polling.activate();
	world.simulator.clock.advance(60_000);
	await write();
	await expectSoon(() => expect(heardBy(target)).toEqual([['message_edit', 'How much?']]));
	world.simulator.clock.advance(60_000);
	await polling.poll();
	const [item] = polling.items();
	expect(target.executions[0]?.[0]?.json.eventId).toBe(item?.eventId);
});
