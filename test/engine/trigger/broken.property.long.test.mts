/**
 * Signed, but broken: the trigger answers 200, throws nothing, and hands on the valid message that stands
 * beside.
 */
import fc from 'fast-check';

import { broken, valid } from '../../support/brokenDeliveries.mts';
import { useTriggers } from '../../support/triggers.mts';

const { trigger, world } = useTriggers();

it('every payload is answered with 200, and no valid event is lost', async () => {
	await world.open();
	const target = trigger({
		events: ['messages', 'comments', 'mentions', 'standby', 'message_edit', 'other'],
		options: { accounts: 'all' },
	});
	let run = 0;
	await fc.assert(
		fc.asyncProperty(
			broken,
			broken,
			fc.option(valid),
			fc.boolean(),
			async (before, after, message, alone) => {
				const { id } = world.account;
				const mid = `${message?.mid}-${(run += 1)}`;
				const element = message && {
					...message.element,
					recipient: { id },
					message: { mid, text: message.text },
				};
				const messaging = [before, ...(element ? [element] : []), after];
				const body =
					alone && !element
						? before
						: {
								object: 'instagram',
								entry: [before, { id, time: 1725400000, messaging, changes: after }, after],
							};
				const { status, items = [] } = await target.deliver(JSON.stringify(body));
				expect(status).toBe(200);
				if (element) expect(items.map(({ json }) => json.messageId)).toContain(mid);
			},
		),
		{ numRuns: 10_000 },
	);
	expect(target.log).toEqual([]);
}, 300_000);

type Damage =
	| { readonly kind: 'cut'; readonly at: number }
	| { readonly kind: 'flip'; readonly at: number; readonly by: number }
	| { readonly kind: 'replace'; readonly bytes: Uint8Array };

/** What the way through proxies, or somebody with bad intentions, makes of the bytes of a delivery. */
const damage: fc.Arbitrary<Damage> = fc.oneof(
	fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
	fc.record({
		kind: fc.constant('flip' as const),
		at: fc.double({ min: 0, max: 0.999, noNaN: true }),
		by: fc.integer({ min: 1, max: 255 }),
	}),
	fc.record({ kind: fc.constant('replace' as const), bytes: fc.uint8Array({ maxLength: 200 }) }),
);

function damaged(bytes: Buffer, harm: Damage): Buffer {
	if (harm.kind === 'replace') return Buffer.from(harm.bytes);
	const position = Math.floor(bytes.length * harm.at);
	if (harm.kind === 'cut') return bytes.subarray(0, Math.min(position, bytes.length - 1));
	const copy = Buffer.from(bytes);
	copy[position] = (copy[position] ?? 0) ^ harm.by;
	return copy;
}

it('damaged bytes start nothing under the signature of the whole ones, and stop nothing when they are signed', async () => {
	await world.open();
	const target = trigger({ events: ['messages', 'other'], options: { accounts: 'all' } });
	await fc.assert(
		fc.asyncProperty(valid, damage, async ({ mid, text }, harm) => {
			const message = { sender: { id: '99' }, recipient: { id: world.account.id }, message: { mid, text } };
			const entry = [{ id: world.account.id, time: 1725400000, messaging: [message] }];
			const whole = Buffer.from(JSON.stringify({ object: 'instagram', entry }));
			const bytes = damaged(whole, harm);
			const signature = world.simulator.instagram.sign(world.app, whole);
			expect(await target.deliver(bytes, { signature })).toMatchObject({
				status: 401,
				items: undefined,
				body: '',
			});
			expect(await target.deliver(bytes)).toMatchObject({ status: 200 });
		}),
		{ numRuns: 2000 },
	);
}, 120_000);
