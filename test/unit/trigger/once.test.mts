import fc from 'fast-check';

import { Once, SeenEvents } from '../../../nodes/Instagram/trigger/once';

it('an event is taken by one claim, until it is given back', () => {
	const once = new Once();
	const first = once.claim(['1', '2']);
	expect([...first.fresh]).toEqual(['1', '2']);
	expect([...once.claim(['2', '3']).fresh]).toEqual(['3']);
	first.giveBack();
	expect([...once.claim(['1']).fresh]).toEqual(['1']);
});

it('an event that was handed over is not taken again', () => {
	const once = new Once();
	once.claim(['1']).settle();
	expect(once.claim(['1']).fresh.size).toBe(0);
});

it('forgets the oldest beyond its capacity, and nothing that is in hand', () => {
	const once = new Once(3);
	const held = once.claim(['held']);
	once.claim(['1', '2', '3', '4']).settle();
	expect([...once.claim(['2', '3', '4', 'held']).fresh]).toEqual([]);
	once.claim(['5', '6']).settle();
	expect([...once.claim(['1', '2', '3', '4', '5', '6', 'held']).fresh]).toEqual(['1', '2', '3']);
	held.settle();
	expect(once.size).toBeLessThan(6);
});

it('each trigger gets each event, and a busy one does not make a quiet one forget', () => {
	const seen = new SeenEvents(2, 3);
	seen.of('quiet').claim(['1']).settle();
	seen.of('busy').claim(['1', '2', '3', '4', '5']).settle();
	expect(seen.of('quiet').claim(['1']).fresh.size).toBe(0);
	expect(seen.of('busy').size).toBeLessThan(6);
});

it('remembers a bounded number of triggers', () => {
	const seen = new SeenEvents(2, 3);
	for (const trigger of ['a', 'b', 'c', 'd']) seen.of(trigger).claim(['1']).settle();
	expect(['c', 'd', 'a'].map((trigger) => seen.of(trigger).claim(['1']).fresh.size)).toEqual([0, 0, 1]);
});

it('every event is handed over exactly once, in whatever order claims end', () => {
	const step = fc.record({
		ids: fc.array(fc.constantFrom('1', '2', '3', '4', '5'), { maxLength: 4 }),
		fails: fc.boolean(),
		endsNow: fc.boolean(),
	});
	fc.assert(
		fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
			const once = new Once();
			const delivered: string[] = [];
			const open: Array<() => void> = [];
			for (const { ids, fails, endsNow } of steps) {
				const claim = once.claim(ids);
				const end = () => {
					if (fails) return claim.giveBack();
					delivered.push(...claim.fresh);
					claim.settle();
				};
				if (endsNow) end();
				else open.push(end);
			}
			for (const end of open) end();
			expect(new Set(delivered).size).toBe(delivered.length);
		}),
	);
});
