import { groupEvents } from '../../../../nodes/Instagram/protocol/webhooks/groupEvents';

const events = (count: number) => Array.from({ length: count }, (_, index) => index);

it.each([
	[0, []],
	[1, [1]],
	[10, Array<number>(10).fill(1)],
	[11, [11]],
	[100, [100]],
	[1000, [1000]],
])('%i events start executions with %j events, in their order', (count, sizes) => {
	const groups = groupEvents(events(count));
	expect(groups.map(({ length }) => length)).toEqual(sizes);
	expect(groups.flat()).toEqual(events(count));
});
