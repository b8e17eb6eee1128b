/** Signed, but broken: the trigger answers 200, throws nothing, and hands on the valid message that stands beside. */
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
		{ numRuns: 2000 },
	);
	expect(target.log).toEqual([]);
}, 60_000);
