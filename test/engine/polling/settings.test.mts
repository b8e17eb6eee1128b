/** What stands in the polling trigger's panel: its bounds, and what is looked up for it. */
import { createPolling } from '../../support/polling.mts';
import { posts } from '../../support/postRows.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;

it.each([
	['lookBackHours', -1, /First Poll Looks Back.*0/],
	['lookBackHours', 721, /First Poll Looks Back.*720/],
	['lookBackHours', 1.5, /First Poll Looks Back.*whole number/],
	['watchedPosts', 0, /Watched Posts.*1/],
	['watchedPosts', 101, /Watched Posts.*100/],
])(
	'%s may not be %d: the error names the field and the limit, and nothing is read',
	async (name, value, says) => {
		const trigger = createPolling(world, { options: { [name]: value } });
		await expect(trigger.activate()).rejects.toThrow(says);
		expect(world.requests()).toEqual([]);
	},
);

it.each([
	['lookBackHours', 0],
	['lookBackHours', 720],
	['watchedPosts', 1],
	['watchedPosts', 100],
])('%s may be %d', async (name, value) => {
	const trigger = createPolling(world, { options: { [name]: value } });
	await trigger.activate();
	expect(trigger.failed).toEqual([]);
});

it('looks back from the first poll as many hours as the panel says, and without it not at all', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const media = instagram.createMedia(account);
	for (const text of ['three hours ago', 'one hour ago']) {
		await instagram.comment({ from: person, media, text });
		clock.advance(text === 'one hour ago' ? 60 * MINUTE : 120 * MINUTE);
	}
	const come: unknown[] = [];
	for (const options of [{}, { lookBackHours: 2 }, { lookBackHours: 4 }]) {
		const trigger = createPolling(world, { options });
		await trigger.activate();
		come.push(trigger.items().map(({ text }) => text));
	}
	expect(come).toEqual([[], ['one hour ago'], ['three hours ago', 'one hour ago']]);
});

it('a link under Posts is looked up once for an activation; an ID next to it counts as it stands', async () => {
	const { simulator, account, person } = world;
	const { instagram, clock } = simulator;
	const [linked, named, other] = instagram.seedMedia(account, 3);
	const link = `https://www.instagram.com/p/${linked!.shortcode}/`;
	const trigger = createPolling(world, { options: { mediaIds: posts(link, named!.id) } });
	await trigger.activate();
	const lists = () => world.requests().filter(({ path }) => /\/\d+\/media$/.test(path)).length;
	const atFirst = lists();
	expect(atFirst).toBe(2);
	for (const media of [linked!, named!, other!])
		await instagram.comment({ from: person, media, text: `under ${media.id}` });
	for (let polled = 0; polled < 3; polled += 1) {
		clock.advance(MINUTE);
		await trigger.poll();
	}
	expect(trigger.failed).toEqual([]);
	expect(new Set(trigger.items().map(({ text }) => text))).toEqual(
		new Set([`under ${linked!.id}`, `under ${named!.id}`]),
	);
	// the newest posts are read by each poll, the link by the first one only
	expect(lists()).toBe(atFirst + 3);
});
