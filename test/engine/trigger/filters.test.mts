/** Which events start a run, by what they say, who sent them and what they are about. */
import type { IDataObject } from 'n8n-workflow';

import { posts } from '../../support/postRows.mts';
import { textMessage, useTriggers } from '../../support/triggers.mts';

const { trigger, delivery, world } = useTriggers();

const EVENTS = [
	'messages',
	'comments',
	'messaging_postbacks',
	'messaging_seen',
	'message_reactions',
	'mentions',
];

function mixed(): object {
	const { id } = world.account;
	const comment = (commentId: string, text: string, mediaId: string, more: object = {}) => ({
		field: 'comments',
		value: {
			id: commentId,
			from: { id: '77', username: 'x' },
			text,
			media: { id: mediaId, media_product_type: 'FEED', ...more },
		},
	});
	return {
		object: 'instagram',
		entry: [
			...delivery(
				textMessage('What is the price?'),
				textMessage('Thanks'),
				{
					message: {
						mid: 'image',
						attachments: [{ type: 'image', payload: { url: 'https://cdn.example.test/1' } }],
					},
				},
				{ postback: { mid: 'p', title: 'Prices', payload: 'PRICES' } },
				{ sender: { id: '555' }, ...textMessage('price please') },
				{ read: { mid: 'seen' } },
			).entry,
			{
				id,
				time: 1725400000,
				changes: [
					comment('c1', 'Price?', '901'),
					comment('c2', 'nice', '901'),
					comment('c3', 'price', '902'),
					comment('c4', 'on the ad', '999', { ad_id: '5', original_media_id: '901' }),
					{ field: 'mentions', value: { media_id: '903' } },
				],
			},
		],
	};
}

async function heard(options: IDataObject, events = EVENTS): Promise<string[]> {
	await world.open();
	const { items = [] } = await trigger({ events, options: options as never }).deliver(mixed());
	return items.map(({ json }) => {
		const { event, text, commentId, messageId, mediaId } = json as Record<string, string | undefined>;
		return `${event}: ${text ?? commentId ?? messageId ?? mediaId}`;
	});
}

it('by default: everything that is chosen', async () => {
	expect(await heard({})).toHaveLength(11);
	expect(await heard({}, ['messaging_postbacks'])).toEqual(['messaging_postbacks: Prices']);
});

it('keywords: what has text needs one; what never has text passes', async () => {
	expect(await heard({ keywords: ['price', '/^on the/i'] })).toEqual([
		'messages: What is the price?',
		'messages: price please',
		'messaging_seen: seen',
		'comments: Price?',
		'comments: price',
		'comments: on the ad',
		'mentions: 903',
	]);
});

it('media: of comments and mentions; an ad counts as the post it shows', async () => {
	expect(
		await heard({ mediaIds: posts('901', ' 903 ') }, ['comments', 'mentions', 'messaging_seen']),
	).toEqual([
		'messaging_seen: seen',
		'comments: Price?',
		'comments: nice',
		'comments: on the ad',
		'mentions: 903',
	]);
});

it('senders, also several in one text as an expression gives them', async () => {
	expect(await heard({ senderIds: '555, 77' })).toEqual([
		'messages: price please',
		'comments: Price?',
		'comments: nice',
		'comments: price',
		'comments: on the ad',
	]);
});

it('all together', async () => {
	expect(await heard({ keywords: ['price'], mediaIds: posts('902'), senderIds: ['77'] })).toEqual([
		'comments: price',
	]);
});

describe('a switch that an expression gives', () => {
	const echo = () =>
		delivery({
			sender: { id: world.account.id },
			recipient: { id: '77' },
			message: { mid: 'echo', text: 'Our answer', is_echo: true },
		});

	it.each<[string, boolean]>([
		['={{ "TRUE" }}', true],
		['={{ 1 }}', true],
		['={{ " true " }}', true],
		['={{ "FALSE" }}', false],
		['={{ 0 }}', false],
	])('%s is taken for %p', async (includeOwn, isOn) => {
		await world.open();
		const { items } = await trigger({ options: { includeOwn } }).deliver(echo());
		expect(items !== undefined).toBe(isOn);
	});
});

it('a pattern that cannot be used fails the activation, with the reason', async () => {
	await world.open();
	await expect(trigger({ options: { keywords: ['/(a)\\1/'] } }).activate()).rejects.toMatchObject({
		message: expect.stringContaining(
			'Keywords: "/(a)\\1/" cannot be used: it has a back reference',
		) as string,
	});
	expect(world.requests()).toEqual([]);
});

it('a pattern made to run for hours does not, and the event is answered', async () => {
	await world.open();
	const { status, items } = await trigger({ options: { keywords: ['/(a+)+$/', '/(x|x)*y/'] } }).deliver(
		delivery(textMessage(`${'a'.repeat(900)}!`)),
	);
	expect({ status, items }).toEqual({ status: 200, items: undefined });
});

describe('a message that its sender takes back', () => {
	const deletion = { message: { mid: 'regretted', is_deleted: true } };
	const inStandby = (body: ReturnType<typeof delivery>) => ({
		...body,
		entry: body.entry.map(({ messaging, ...entry }) => ({ ...entry, standby: messaging })),
	});

	it('is not answered a second time', async () => {
		await world.open();
		const target = trigger({ events: ['messages', 'standby'] });
		const body = delivery(textMessage('How much?', 'regretted'));
		expect((await target.deliver(body)).items).toHaveLength(1);
		expect(await target.deliver(delivery(deletion))).toMatchObject({ status: 200, items: undefined });
		expect((await target.deliver(inStandby(delivery(deletion)))).items).toBeUndefined();
	});

	it('comes when it is asked for', async () => {
		await world.open();
		const target = trigger({ events: ['messages', 'standby'], options: { includeDeleted: true } });
		const { items: said } = await target.deliver(delivery(deletion));
		expect(said).toMatchObject([{ json: { event: 'messages', messageId: 'regretted', deleted: true } }]);
		const { items: stood } = await target.deliver(inStandby(delivery(deletion)));
		expect(stood).toMatchObject([{ json: { event: 'standby', deleted: true } }]);
	});
});

it('other: what this package does not know, as it came', async () => {
	await world.open();
	const body = {
		object: 'instagram',
		entry: [
			{
				id: world.account.id,
				time: 1725400000,
				changes: [{ field: 'follow', value: { from: { id: '9' } } }],
			},
		],
	};
	expect(await trigger({ events: ['messages'] }).deliver(body)).toMatchObject({
		status: 200,
		items: undefined,
	});
	expect((await trigger({ events: ['other'] }).deliver(body)).items).toMatchObject([
		{ json: { event: 'follow', details: { from: { id: '9' } } } },
	]);
});

describe('a post that the filter names', () => {
	const commentOn = (mediaId: string) => ({
		object: 'instagram',
		entry: [
			{
				id: world.account.id,
				time: 1795600000,
				changes: [
					{
						field: 'comments',
						value: {
							id: `c${mediaId}`,
							from: { id: '77', username: 'x' },
							text: 'link',
							media: { id: mediaId },
						},
					},
				],
			},
		],
	});
	async function activated(mediaId: string) {
		const target = trigger({ events: ['comments'], options: { mediaIds: posts(mediaId) } });
		await target.activate();
		return target;
	}

	it('by its link or its shortcode is found once, at activation', async () => {
		await world.open();
		const media = world.simulator.instagram.createMedia(world.account, { caption: 'Summer' });
		for (const name of [`https://www.instagram.com/reel/${media.shortcode}/`, media.shortcode]) {
			const target = await activated(name);
			world.clearRequests();
			expect((await target.deliver(commentOn(media.id))).items).toHaveLength(1);
			expect((await target.deliver(commentOn('18000000000000000'))).items).toBeUndefined();
			expect(world.requests()).toEqual([]);
		}
	});

	it('means its items too when it is an album', async () => {
		await world.open();
		const { instagram } = world.simulator;
		const children = [instagram.createMedia(world.account), instagram.createMedia(world.account)];
		const album = instagram.createMedia(world.account, {
			mediaType: 'CAROUSEL_ALBUM',
			children: children.map(({ id }) => id),
		});
		const target = await activated(album.id);
		expect((await target.deliver(commentOn(children[1]!.id))).items).toHaveLength(1);
	});

	it('fails the activation when the account has no such post, or the link leads to none', async () => {
		await world.open();
		await expect(activated('https://www.instagram.com/p/DAbCdEfGhIj/')).rejects.toMatchObject({
			message: expect.stringContaining(
				'Posts: "https://www.instagram.com/p/DAbCdEfGhIj/" was not found',
			) as string,
		});
		for (const link of [
			'https://www.instagram.com/share/reel/abc/',
			'https://www.instagram.com/stories/x/1/',
		])
			await expect(activated(link)).rejects.toMatchObject({
				message: expect.stringContaining('does not name a post') as string,
			});
	});

	it('does not stop the activation when it is of somebody else', async () => {
		await world.open();
		const target = await activated('18000000000000000');
		expect((await target.deliver(commentOn('18000000000000000'))).items).toHaveLength(1);
	});
});

it('a user name among the senders fails the activation, with what to give instead', async () => {
	await world.open();
	await expect(trigger({ options: { senderIds: '@customer' } }).activate()).rejects.toMatchObject({
		message: expect.stringMatching(/^Sender IDs: "@customer" is no ID.*senderId/) as string,
	});
});

it.each([
	['price, cost', 'what is the price?'],
	['cost\nprice', 'the PRICE'],
	[['deal,price'], 'price'],
	['/pr[ai]{1,2}ce/i, cost', 'the Price'],
])('keywords %j are separated by commas and lines', async (keywords, text) => {
	await world.open();
	const target = trigger({ options: { keywords } as never });
	expect((await target.deliver(delivery(textMessage(text)))).items).toHaveLength(1);
});
