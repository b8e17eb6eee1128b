/** What reaches Meta when something goes wrong on the way: repeated, held back, or left alone. */
import type { INodeParameters } from 'n8n-workflow';

import type { Fault, FaultMatch } from '../../simulator/index.mts';
import { useWorld } from '../support/world.mts';

const world = useWorld();

const GET: INodeParameters = { resource: 'account', operation: 'get' };
const send = (text = 'x'): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	messageType: 'text',
	recipientId: world.simulator.instagram.igsid(world.person, world.account),
	text,
});

const refusal = (code: number, headers: Record<string, string> = {}): Fault => ({
	kind: 'status',
	status: 400,
	body: { error: { message: 'x', type: 'IGApiException', code, fbtrace_id: 'Trace' } },
	headers,
	effect: 'before',
});
const fail = (fault: Fault, match: FaultMatch = {}) =>
	world.simulator.faults.failNext({ host: 'graph.instagram.com', times: 1, ...match }, fault);
const messagesSent = () =>
	world.simulator.instagram.messages(world.account, world.person).filter(({ fromAccount }) => fromAccount);

describe('a read', () => {
	it.each<[string, Fault]>([
		['a temporary error', refusal(2)],
		['status 500 without JSON', { kind: 'status', status: 500, body: '<html>', effect: 'before' }],
		['a reset connection', { kind: 'reset', effect: 'before' }],
		['a lost answer', { kind: 'reset', effect: 'after' }],
		['a throttle answer', refusal(80002)],
	])('is repeated after %s', async (_name, fault) => {
		await world.open();
		fail(fault);
		const { items, error } = await world.run(GET);
		expect(error).toBeUndefined();
		expect(items[0]?.json.username).toBe('brand');
		expect(world.requests()).toHaveLength(2);
	});

	it('is given up after four times, and the error carries the trace id', async () => {
		await world.open();
		fail(refusal(2), { times: 9 });
		const { error } = await world.run(GET);
		expect(world.requests()).toHaveLength(4);
		expect(error?.description).toContain('fbtrace_id Trace');
	});

	it.each([10, 100, 190, 200, 368, 2500])('is not repeated after code %i', async (code) => {
		await world.open();
		fail(refusal(code), { times: 9 });
		expect((await world.run(GET)).error).toBeDefined();
		expect(world.requests()).toHaveLength(1);
	});
});

describe('a write', () => {
	it.each<[string, Fault]>([
		['its answer was lost', { kind: 'reset', effect: 'after' }],
		[
			'Meta reports an unknown error after it',
			{ kind: 'status', status: 500, body: { error: { code: 1, message: 'x' } }, effect: 'after' },
		],
	])('is not repeated when %s, and the error says that it may have been done', async (_name, fault) => {
		await world.open();
		const message = send();
		fail(fault);
		const { error } = await world.run(message);
		expect(`${error?.message} ${error?.description}`).toMatch(/may have been/);
		expect(messagesSent()).toHaveLength(1);
	});

	it('is repeated after a throttle answer, which proves that nothing happened', async () => {
		await world.open();
		const message = send();
		fail(refusal(613));
		expect((await world.run(message)).error).toBeUndefined();
		expect(messagesSent()).toHaveLength(1);
	});
});

describe('a throttle', () => {
	const regainIn = (minutes: number) => ({
		'x-business-use-case-usage': JSON.stringify({
			'1784': [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: minutes }],
		}),
	});

	it('holds everything of the account back for as long as Meta says', async () => {
		await world.open({ speed: 20_000 });
		fail(refusal(80002, regainIn(19)));
		const startedMs = world.simulator.clock.now();
		const { error } = await world.run(GET);
		expect(error).toBeUndefined();
		expect(world.simulator.clock.now() - startedMs).toBeGreaterThanOrEqual(19 * 60_000);
		expect(world.requests()).toHaveLength(2);
	});

	it('of hours is told at once, with the time, instead of being slept through', async () => {
		// slow enough that a busy machine is not taken for a wait
		await world.open({ speed: 1000 });
		fail(refusal(80002, regainIn(300)));
		const startedMs = world.simulator.clock.now();
		const { error } = await world.run(GET);
		expect(error?.message).toMatch(
			/^Instagram asks to stop all calls for about 5 hours, until .* UTC, because the account has made too many calls$/,
		);
		expect(error?.description).toContain('Run the workflow again after that time');
		expect(world.simulator.clock.now() - startedMs).toBeLessThan(30 * 60_000);
		expect(world.requests()).toHaveLength(1);
	});

	it('ends at once when the execution is cancelled', async () => {
		await world.open({ speed: 1 });
		const controller = new AbortController();
		fail(refusal(80002, regainIn(19)));
		const running = world.run(GET, undefined, { signal: controller.signal });
		while (world.requests()[0] === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
		controller.abort();
		await running;
		expect(world.requests()).toHaveLength(1);
	});
});

describe('what goes out', () => {
	it('leads nowhere but to the object that was named, whatever an id contains', async () => {
		await world.open();
		const { error } = await world.run({ ...send(), recipientId: '../../me' });
		expect(error?.message).toContain('Person must be an Instagram ID');
		expect(world.requests()).toEqual([]);
	});

	it('does not follow a redirect with the token', async () => {
		await world.open();
		const elsewhere = { location: 'https://media.example.test/photo.jpg' };
		fail({ kind: 'status', status: 302, body: '', headers: elsewhere, effect: 'before' }, { times: 9 });
		expect((await world.run(GET)).error).toBeDefined();
		expect(world.requests().every(({ host }) => host === 'graph.instagram.com')).toBe(true);
	});

	it('comes out one item per item, paired, in order, the failed ones too', async () => {
		await world.open();
		const texts = ['one', '', 'three'];
		const { items } = await world.run(
			{ ...send(), text: '={{ $json.text }}' },
			texts.map((text) => ({ json: { text } })),
			{ continueOnFail: true },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items[1]?.json).toMatchObject({ error: 'Text is empty' });
		expect(messagesSent().map(({ text }) => text)).toEqual(['one', 'three']);
	});
});
