/** A poll that is ended in the middle keeps what it has read, so that the next ones get to the end. */
import type { INodeParameters } from 'n8n-workflow';

import { posts } from '../../support/postRows.mts';
import { createPolling } from '../../support/polling.mts';
import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'test', waitless: true });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const texts = (items: Array<{ json: { text?: unknown } }>) => items.map(({ json }) => json.text);
const reads = () => world.requests().filter(({ path }) => path.endsWith('/comments'));

/** After so many reads of comments Instagram asks for a pause. */
function throttleAfter(reading: number): void {
	const { faults } = world.simulator;
	const comments = { method: 'GET', path: '/comments' } as const;
	if (reading > 0)
		faults.failNext(
			{ ...comments, times: reading },
			{ kind: 'meanwhile', effect: 'before', run: () => undefined },
		);
	const error = { message: 'slow down', type: 'OAuthException', code: 80002 };
	faults.failNext(comments, { kind: 'status', status: 400, body: { error }, effect: 'before' });
}

async function crowd(count: number) {
	const { instagram, clock } = world.simulator;
	const media = instagram.seedMedia(world.account, count);
	const comment = async (text: string) => {
		for (const [index, one] of media.entries()) {
			clock.advance(1000);
			await instagram.comment({ from: world.person, media: one, text: `${text} ${index}` });
		}
	};
	return { comment };
}

async function started(options: Record<string, unknown> = {}, events = ['comments']) {
	const trigger = createPolling(world, { events, options } as INodeParameters);
	await trigger.activate();
	world.simulator.clock.advance(MINUTE);
	return trigger;
}

it('comments on many posts come although Instagram asks for a pause in each poll', async () => {
	const { clock } = world.simulator;
	const { comment } = await crowd(12);
	clock.advance(MINUTE);
	const trigger = await started();
	await comment('new');
	for (let polls = 0; polls < 6; polls += 1) {
		world.simulator.faults.clear();
		throttleAfter(4);
		clock.advance(2 * HOUR);
		await trigger.poll();
	}
	expect(trigger.failed).toEqual([]);
	expect(new Set(trigger.items().map(({ text }) => text)).size).toBe(12);
	expect(trigger.items()).toHaveLength(12);
});

it('what was read comes at once, and only the rest is read again', async () => {
	const { clock } = world.simulator;
	const { comment } = await crowd(12);
	clock.advance(MINUTE);
	const trigger = await started();
	await comment('new');
	throttleAfter(5);
	const first = texts(await trigger.poll());
	expect(first.length).toBeGreaterThanOrEqual(4);
	await comment('newer');
	world.simulator.faults.clear();
	clock.advance(2 * HOUR);
	world.clearRequests();
	await trigger.poll();
	expect(reads()).toHaveLength(12);
	expect(trigger.items()).toHaveLength(24);
	expect(new Set(trigger.items().map(({ eventId }) => eventId)).size).toBe(24);
});

it('the look-back of the first poll goes on where it was ended', async () => {
	const { clock } = world.simulator;
	const { comment } = await crowd(12);
	await comment('too old');
	clock.advance(4 * HOUR);
	await comment('within');
	throttleAfter(5);
	const trigger = await started({ lookBackHours: 2 });
	world.simulator.faults.clear();
	clock.advance(3 * HOUR);
	await trigger.poll();
	clock.advance(MINUTE);
	await trigger.poll();
	expect(texts(trigger.executions.flat()).sort()).toEqual(
		Array.from({ length: 12 }, (_, index) => `within ${index}`).sort(),
	);
});

it('comments under a post that is new when the poll is ended all come', async () => {
	const { instagram, clock } = world.simulator;
	const { comment } = await crowd(6);
	clock.advance(MINUTE);
	const trigger = await started();
	await comment('old post');
	const fresh = instagram.createMedia(world.account);
	await instagram.comment({ from: world.person, media: fresh, text: 'new post' });
	throttleAfter(0);
	await trigger.poll();
	world.simulator.faults.clear();
	throttleAfter(2);
	clock.advance(2 * HOUR);
	await trigger.poll();
	world.simulator.faults.clear();
	clock.advance(2 * HOUR);
	await trigger.poll();
	expect(trigger.items().map(({ text }) => text)).toContain('new post');
	expect(trigger.items()).toHaveLength(7);
});

it('posts whose comments Instagram refuses do not hold up the others', async () => {
	const { instagram, clock, faults } = world.simulator;
	const { comment } = await crowd(12);
	clock.advance(MINUTE);
	const trigger = await started();
	const refused = instagram.publishedMedia(world.account).slice(0, 4);
	await comment('new');
	for (const { id } of refused)
		faults.failNext(
			{ method: 'GET', path: `/${id}/comments`, times: 1000 },
			{ kind: 'status', status: 400, body: { error: { message: 'no', code: 10 } }, effect: 'before' },
		);
	for (let polls = 0; polls < 5; polls += 1) {
		clock.advance(MINUTE);
		await trigger.poll();
	}
	expect(trigger.items()).toHaveLength(8);
	expect(trigger.failed).toHaveLength(1);
	faults.clear();
	clock.advance(MINUTE);
	await trigger.poll();
	expect(trigger.items()).toHaveLength(12);
});

it('a count of what was missed that cannot be made holds no message back', async () => {
	const { instagram, clock, faults } = world.simulator;
	const { person, account } = world;
	const trigger = await started({}, ['messages']);
	for (let count = 0; count < 25; count += 1) {
		clock.advance(1000);
		await instagram.sendDirectMessage({ from: person, to: account, text: String(count) });
	}
	faults.failNext(
		{ method: 'GET', path: '/messages', query: /fields=id(&|$)/, times: 50 },
		{ kind: 'status', status: 400, body: { error: { message: 'no', code: 10 } }, effect: 'before' },
	);
	clock.advance(MINUTE);
	expect(await trigger.poll()).toHaveLength(20);
	expect(trigger.failed).toEqual([]);
	expect(trigger.log).toEqual([expect.stringMatching(/missed an unknown number of messages/)]);
});

it.each(['leftOut', 'refused'] as const)(
	'the items of an album under Posts cost no calls of their own (fields of items: %s)',
	async (childFields) => {
		const { instagram, clock, switches } = world.simulator;
		const { account, person } = world;
		switches.childFields = childFields;
		const children = [1, 2, 3].map(() => instagram.createMedia(account, { parentId: 'of the album' }).id);
		const album = instagram.createMedia(account, { mediaType: 'CAROUSEL_ALBUM', children });
		clock.advance(MINUTE);
		const trigger = await started({ mediaIds: posts(album.id) });
		world.clearRequests();
		await trigger.poll();
		expect(world.requests()).toHaveLength(1);
		await instagram.comment({ from: person, media: album, text: 'nice' });
		clock.advance(MINUTE);
		expect(texts(await trigger.poll())).toEqual(['nice']);
		expect(trigger.log).toEqual([]);
	},
);
