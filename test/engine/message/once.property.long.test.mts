/** Whatever happens on the way, no message is sent twice, and what the node says about it is true. */
import fc from 'fast-check';

import type { Fault, Person } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file', speed: 1000 });
let people: Person[];

beforeAll(async () => {
	const others = ['second', 'third'].map((username) => world.simulator.instagram.createPerson({ username }));
	people = [world.person, ...others];
});

const graphError = (code: number, subcode?: number) => ({
	error: { message: 'x', type: 'IGApiException', code, error_subcode: subcode, fbtrace_id: 'T' },
});

const effect = fc.constantFrom('before' as const, 'after' as const);
const refusal = (code: number, subcode?: number): fc.Arbitrary<Fault> =>
	fc.constant({ kind: 'status', status: 400, body: graphError(code, subcode), effect: 'before' });

const fault: fc.Arbitrary<Fault> = fc.oneof(
	fc.record({ kind: fc.constant('reset' as const), effect }),
	fc.record({
		kind: fc.constant('status' as const),
		status: fc.constantFrom(500, 502, 503),
		body: fc.constantFrom(graphError(1), graphError(2), '<html>Sorry</html>', ''),
		effect,
	}),
	refusal(613, 2534040),
	refusal(4),
	refusal(551, 1545041),
	refusal(100, 2534015),
);

it('each message arrives once, or the node says that it did not, or that it does not know', async () => {
	let round = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(fault, { maxLength: 8 }), async (faults) => {
			round += 1;
			for (const person of people) {
				await world.simulator.instagram.sendDirectMessage({ from: person, to: world.account, text: 'Hi' });
			}
			world.simulator.faults.clear();
			for (const one of faults) world.simulator.faults.failNext({ path: '/messages' }, one);
			const items = ['a', 'b'].flatMap((turn) =>
				people.map((person) => ({
					json: { to: world.simulator.instagram.igsid(person, world.account), text: `${round} ${turn}` },
				})),
			);
			const parameters = {
				resource: 'message',
				operation: 'send',
				recipientId: '={{ $json.to }}',
				text: '={{ $json.text }}',
			};
			const result = await world.run(parameters, items, { continueOnFail: true });

			expect(result.items).toHaveLength(items.length);
			for (const [index, { json }] of result.items.entries()) {
				const person = people[index % people.length]!;
				const arrived = world.simulator.instagram
					.messages(world.account, person)
					.filter(({ fromAccount, text }) => fromAccount && text === items[index]!.json.text).length;
				const error = json.error as string | undefined;
				if (error === undefined) expect(arrived).toBe(1);
				else if (error.startsWith('The message may have been sent')) expect(arrived).toBeLessThanOrEqual(1);
				else expect(arrived).toBe(0);
			}
		}),
		{ numRuns: 20 },
	);
}, 60_000);
