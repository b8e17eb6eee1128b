/** What docs/trigger.md promises in numbers, where no other test holds it. */
import { Once } from '../../../nodes/Instagram/trigger/once';
import { ExecutionStore } from '../../support/executionStore.mts';
import { expectSoon, textMessage, useTriggers } from '../../support/triggers.mts';

const { trigger, delivery, world } = useTriggers();

it.each([20_001, 39_999, 50_000])('of %d events of a trigger the last 20,000 are remembered', (count) => {
	const ids = Array.from({ length: count }, (_unused, number) => String(number));
	const once = new Once();
	for (const id of ids) once.claim([id]).settle();
	expect(once.claim(ids.slice(-20_000)).fresh.size).toBe(0);
	// and not many times as many: they take memory
	expect(once.size).toBeLessThan(40_000);
});

it('a fault after the answer is logged as a loss, because Meta does not deliver again', async () => {
	await world.open();
	const target = trigger();
	const answer = await target.deliver(delivery(textMessage('Hi')), {
		onRequest: ({ body }) => {
			const broken = {
				get message() {
					throw new Error('cannot be read');
				},
			};
			Object.assign(body, { entry: [{ id: world.account.id, messaging: [broken] }] });
		},
	});
	expect(answer).toMatchObject({ status: 200, items: undefined });
	expect(target.log.join()).toMatch(
		/Instagram Trigger lost a request, which it had answered: cannot be read/,
	);
});

it('a changed app secret counts at once, and the one before it for half a minute', async () => {
	await world.open();
	const { simulator, app, store } = world;
	const target = trigger();
	const statusWith = async (secret: string) => {
		app.instagramAppSecret = secret;
		return (await target.deliver(delivery(textMessage('Hi')))).status;
	};
	const before = app.instagramAppSecret;
	expect(await statusWith(before)).toBe(200);

	const stored = store.stored.get('instagramBusinessLoginOAuth2Api');
	store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, clientSecret: 'the new secret' });
	expect(await statusWith(before)).toBe(200);
	simulator.clock.advance(2_000);
	expect(await statusWith('the new secret')).toBe(200);
	simulator.clock.advance(30_000);
	expect(await statusWith(before)).toBe(401);
	expect(await statusWith('the new secret')).toBe(200);
});

it('while n8n starts, a delivery waits ten seconds for its trigger, and is then handed over without a key', async () => {
	await world.open({ speed: 100 });
	const { clock } = world.simulator;
	let answered: Promise<{ items?: unknown[] }> | undefined;
	let askedAtMs = 0;
	// a process that has only just loaded the package
	await jest.isolateModulesAsync(async () => {
		const { createTrigger } =
			jest.requireActual<typeof import('../../support/webhook.mts')>('../../support/webhook.mts');
		const target = createTrigger(world, {}, { isLeader: false });
		askedAtMs = clock.now();
		answered = target.deliver(delivery(textMessage('Early')));
		await answered;
	});
	expect((await answered)?.items).toHaveLength(1);
	expect(clock.now() - askedAtMs).toBeGreaterThanOrEqual(10_000);
});

it('when the database fails, an event is tried three times, the last time without a key', async () => {
	await world.open();
	const keys: Array<string | undefined> = [];
	const target = trigger();
	await target.start(new ExecutionStore(), (_data, _response, done, key) => {
		keys.push(key);
		done?.reject(new Error('the database is locked'));
	});
	await target.deliver(delivery(textMessage('Important')));
	await expectSoon(() => expect(keys).toHaveLength(3));
	expect(keys.map((key) => key === undefined)).toEqual([false, false, true]);
	expect(keys[0]).toBe(keys[1]);
});
