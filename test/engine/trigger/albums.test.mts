/** A filter on an album means its items too, also when activation could not find out which they are. */
import { posts } from '../../support/postRows.mts';
import { createPolling } from '../../support/polling.mts';
import { expectSoon, useTriggers } from '../../support/triggers.mts';

const { trigger, world } = useTriggers();
const instagram = () => world.simulator.instagram;
const MINUTE_MS = 60_000;
const OTHER = '18000000000000000';

function createAlbum() {
	const items = [instagram().createMedia(world.account), instagram().createMedia(world.account)];
	const children = items.map(({ id }) => id);
	const { id } = instagram().createMedia(world.account, { mediaType: 'CAROUSEL_ALBUM', children });
	return { id, children };
}

let comments = 0;
const commentOn = (mediaId: string, text = 'Hi') => ({
	object: 'instagram',
	entry: [
		{
			id: world.account.id,
			time: 1725400000,
			changes: [
				{
					field: 'comments',
					value: {
						id: `c${(comments += 1)}`,
						from: { id: '77', username: 'x' },
						text,
						media: { id: mediaId },
					},
				},
			],
		},
	],
});

/** The album cannot be read for so many times, as before it is published. */
const hide = (times: number) =>
	world.simulator.faults.failNext(
		{ method: 'GET', query: /children/, times },
		{
			kind: 'status',
			status: 400,
			body: { error: { message: 'x', type: 'GraphMethodException', code: 100, error_subcode: 33 } },
			effect: 'before',
		},
	);
const lookUps = () => world.requests().filter(({ query }) => /children/.test(query.fields ?? ''));

async function activated({ mediaIds, ...others }: { mediaIds: string; keywords?: string }) {
	const target = trigger({ events: ['comments'], options: { mediaIds: posts(mediaIds), ...others } });
	await target.activate();
	world.clearRequests();
	return target;
}

describe('an album that activation could not read', () => {
	beforeEach(async () => await world.open());

	it('is looked up at the first comment on a media that may be its item, after the 200, and kept', async () => {
		const album = createAlbum();
		hide(1);
		const target = await activated({ mediaIds: album.id });
		let askedBefore = -1;
		const onAnswer = () => void (askedBefore = world.requests().length);
		const first = await target.deliver(commentOn(album.children[1]!), { onAnswer });
		expect(askedBefore).toBe(0);
		expect(first.items?.map(({ json }) => json.mediaId)).toEqual([album.children[1]]);
		expect((await target.deliver(commentOn(album.children[0]!))).items).toHaveLength(1);
		expect((await target.deliver(commentOn(OTHER))).items).toBeUndefined();
		expect(lookUps()).toHaveLength(1);
	});

	it('is asked for once in ten minutes, however many comments come', async () => {
		const album = createAlbum();
		hide(2);
		const target = await activated({ mediaIds: album.id });
		const answers = await Promise.all([1, 2, 3].map(async () => await target.deliver(commentOn(OTHER))));
		expect(answers.map(({ status, items }) => [status, items])).toEqual(Array(3).fill([200, undefined]));
		expect((await target.deliver(commentOn(album.children[0]!))).items).toBeUndefined();
		expect(lookUps()).toHaveLength(1);
		world.simulator.clock.advance(11 * MINUTE_MS);
		expect((await target.deliver(commentOn(album.children[0]!))).items).toHaveLength(1);
		expect(lookUps()).toHaveLength(2);
	});

	it('is not looked up for a comment that another filter leaves out', async () => {
		const album = createAlbum();
		hide(1);
		const target = await activated({ mediaIds: album.id, keywords: 'price' });
		expect((await target.deliver(commentOn(album.children[0]!, 'nice'))).items).toBeUndefined();
		expect(lookUps()).toEqual([]);
		expect((await target.deliver(commentOn(album.children[0]!, 'price?'))).items).toHaveLength(1);
	});

	it('is looked up by the polling trigger with a later poll', async () => {
		const album = createAlbum();
		hide(1);
		const polling = createPolling(world, { events: ['comments'], options: { mediaIds: posts(album.id) } });
		await polling.activate();
		await instagram().comment({ from: world.person, mediaId: album.children[1]!, text: 'Hi' });
		world.simulator.clock.advance(MINUTE_MS);
		await polling.poll();
		world.simulator.clock.advance(MINUTE_MS);
		await instagram().comment({ from: world.person, mediaId: album.children[0]!, text: 'Hello' });
		await polling.poll();
		await expectSoon(() =>
			expect(polling.items().map(({ mediaId }) => mediaId)).toContain(album.children[0]),
		);
		expect(lookUps()).toHaveLength(2);
		expect(polling.failed).toEqual([]);
	});
});

it('an album that activation has read costs nothing later', async () => {
	await world.open();
	const album = createAlbum();
	const target = await activated({ mediaIds: `https://www.instagram.com/p/${shortcodeOf(album.id)}/` });
	expect((await target.deliver(commentOn(album.children[0]!))).items).toHaveLength(1);
	expect((await target.deliver(commentOn(OTHER))).items).toBeUndefined();
	expect(world.requests()).toEqual([]);
});

const shortcodeOf = (id: string) =>
	instagram()
		.publishedMedia(world.account)
		.find((media) => media.id === id)!.shortcode;
