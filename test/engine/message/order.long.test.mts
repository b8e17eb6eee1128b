/**
 * Messages to one person keep the order of their items; people are served side by side, and a throttle slows
 * everybody down.
 */
import type { INodeExecutionData } from 'n8n-workflow';

import type { Person } from '../../../simulator/index.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file', speed: 20 });
let people: Person[];

beforeAll(async () => {
	people = await Promise.all(
		Array.from({ length: 20 }, async (_unused, index) => {
			const person = world.simulator.instagram.createPerson({ username: `customer.${index}` });
			await world.simulator.instagram.sendDirectMessage({ from: person, to: world.account, text: 'Hi' });
			return person;
		}),
	);
});

const idOf = (person: Person) => world.simulator.instagram.igsid(person, world.account);
const SEND = {
	resource: 'message',
	operation: 'send',
	recipientId: '={{ $json.to }}',
	text: '={{ $json.text }}',
};

/** Three messages to each person, mixed. */
const itemsFor = (round: string): INodeExecutionData[] =>
	[1, 2, 3].flatMap((turn) =>
		people.map((person) => ({ json: { to: idOf(person), text: `${round} ${turn}` } })),
	);

/** The texts of the account in a conversation, oldest first. */
const textsTo = (person: Person, round: string) =>
	world.simulator.instagram
		.messages(world.account, person)
		.filter(({ fromAccount, text }) => fromAccount && text?.startsWith(round))
		.map(({ text }) => text);

it('keeps the order for each person and pairs every item', async () => {
	const input = itemsFor('calm');
	const { items, error } = await world.run(SEND, input);
	expect(error).toBeUndefined();
	for (const person of people) expect(textsTo(person, 'calm')).toEqual(['calm 1', 'calm 2', 'calm 3']);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(input.map((_item, item) => ({ item })));
	expect(items.map(({ json }) => json.personId)).toEqual(input.map(({ json }) => json.to));
});

it('asks everybody to wait when Instagram says so, and then sends each message once', async () => {
	const throttled = {
		error: { message: 'x', type: 'OAuthException', code: 613, error_subcode: 2534040, fbtrace_id: 'T' },
	};
	world.simulator.faults.failNext(
		{ path: '/messages' },
		{ kind: 'status', status: 400, body: throttled, effect: 'before' },
	);
	const { error } = await world.run(SEND, itemsFor('busy'));
	expect(error).toBeUndefined();
	for (const person of people) expect(textsTo(person, 'busy')).toEqual(['busy 1', 'busy 2', 'busy 3']);
	const requests = world.requests();
	const times = requests.slice(requests.findIndex(({ status }) => status === 400)).map(({ at }) => at);
	const gaps = times.slice(1).map((at, index) => at - times[index]!);
	// what was on its way goes through; then nobody sends until the wait of 15 seconds, give or take a quarter,
	// is over
	const pauseAt = gaps.findIndex((gapMs) => gapMs > 8000);
	expect(pauseAt).toBeGreaterThanOrEqual(0);
	expect(pauseAt).toBeLessThan(16);
});

it('stops at the first failure, and goes on with the others when told to', async () => {
	const [first, second] = people as [Person, Person];
	first.blocked.push(world.account.id);
	const input = [
		{ json: { to: idOf(first), text: 'after 1' } },
		{ json: { to: idOf(first), text: 'after 2' } },
		{ json: { to: idOf(second), text: 'after 3' } },
	];
	const goesOn = await world.run(SEND, input, { continueOnFail: true });
	expect(goesOn.items.map(({ json }) => json.error)).toEqual([
		'The person is not available',
		'The person is not available',
		undefined,
	]);
	expect(goesOn.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	expect(JSON.stringify(goesOn.items)).not.toContain('Bearer');
	world.clearRequests();
	const stops = await world.run(SEND, input.slice(0, 2));
	expect(stops.error?.message).toBe('The person is not available');
	expect(world.requests()).toHaveLength(1);
	first.blocked.pop();
});
