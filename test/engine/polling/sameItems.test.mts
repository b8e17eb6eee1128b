/**
 * The same happening, through the webhook trigger and through polling: the same item, field by field, with
 * the same eventId.
 */
import type { IDataObject } from 'n8n-workflow';

import { createPolling } from '../../support/polling.mts';
import { expectSoon, useTriggers } from '../../support/triggers.mts';

const { world, trigger, connectCallback } = useTriggers();
const MINUTE = 60_000;
const EVENTS = ['comments', 'live_comments', 'messages'];

/** What an answer does not hold, or holds less exactly; docs/trigger.md lists it. */
const DIFFERENCES: ReadonlyArray<readonly [what: string, alike: (item: IDataObject) => IDataObject]> = [
	[
		'times of messages are whole seconds',
		({ timestamp, ...rest }) => ({ ...rest, timestamp: (timestamp as string).slice(0, 19) }),
	],
	[
		'which post was shared',
		(item) => ({ ...item, attachments: (item.attachments as IDataObject[] | undefined)?.map(withoutPost) }),
	],
	['the payload of a tapped quick reply', ({ quickReplyPayload: _gone, ...rest }) => rest],
	['where a conversation came from', ({ referral: _gone, ...rest }) => rest],
	['links are signed anew with each answer', (item) => ({ ...item, replyTo: withoutLinks(item.replyTo) })],
	[
		'whether a message answers one of the same person',
		(item) => ({ ...item, replyTo: withoutSelf(item.replyTo) }),
	],
];

const withoutPost = ({ type, mediaId: _mediaId, title: _title, ...rest }: IDataObject) => ({
	...rest,
	type: ['ig_post', 'ig_reel', 'ig_story'].includes(type as string) ? 'share' : type,
});
const withoutLinks = (replyTo: unknown) => (replyTo ? { ...replyTo, storyUrl: undefined } : undefined);
const withoutSelf = (replyTo: unknown) => (replyTo ? { ...replyTo, isSelfReply: undefined } : undefined);

const alike = (item: IDataObject) =>
	JSON.parse(JSON.stringify(DIFFERENCES.reduce((so, [, same]) => same(so), item))) as IDataObject;

async function both(happen: () => Promise<unknown>, options: IDataObject = {}, simplify = true) {
	const settings = { events: EVENTS, simplify, options: options as never };
	const webhook = trigger(settings);
	await connectCallback(webhook, ['messages', 'comments', 'live_comments']);
	world.simulator.clock.advance(MINUTE);
	const polling = createPolling(world, settings);
	await polling.activate();
	world.simulator.clock.advance(MINUTE);
	await happen();
	await world.simulator.deliveries.idle();
	world.simulator.clock.advance(MINUTE);
	await polling.poll();
	const heard = () => webhook.executions.flat().map(({ json }) => json);
	await expectSoon(() => expect(heard()).toHaveLength(polling.items().length));
	return { heard: heard(), polled: polling.items() };
}

const HAPPENINGS: ReadonlyArray<readonly [name: string, happen: () => Promise<unknown>]> = [
	['a comment', async () => await commentOn('FEED')],
	['a comment on a reel', async () => await commentOn('REELS')],
	['a comment on a live video', async () => await commentOn('LIVE')],
	['a GIF as a comment', async () => await commentOn('FEED', undefined)],
	[
		'a reply to a comment',
		async () => {
			const { simulator, account, person } = world;
			const media = simulator.instagram.createMedia(account);
			const { id } = await simulator.instagram.comment({ from: person, media, text: 'top' });
			await simulator.instagram.comment({ from: person, media, text: 'reply', parentId: id });
		},
	],
	['a text', async () => await write({ text: 'Hello' })],
	[
		'a photo',
		async () => await write({ attachments: [world.simulator.instagram.attachment('image', 'photo.jpg')] }),
	],
	[
		'a video',
		async () => await write({ attachments: [world.simulator.instagram.attachment('video', 'reel.mp4')] }),
	],
	[
		'a voice message',
		async () => await write({ attachments: [world.simulator.instagram.attachment('audio', 'voice.m4a')] }),
	],
	[
		'a file',
		async () => await write({ attachments: [world.simulator.instagram.attachment('file', 'document.pdf')] }),
	],
	['what Instagram does not give out', async () => await write({ unsupported: true })],
	['a tapped quick reply', async () => await write({ text: 'Yes', quickReplyPayload: 'YES' })],
	[
		'a message from an ad',
		async () => await write({ text: 'Hi', referral: { ref: 'r', source: 'ADS', ad_id: '5' } }),
	],
	[
		'an answer to a story',
		async () => {
			const story = world.simulator.instagram.createMedia(world.account, { productType: 'STORY' });
			await write({ text: 'wow', replyToStoryId: story.id });
		},
	],
	[
		'an answer to a message',
		async () => {
			const [{ id } = { id: '' }] = world.simulator.instagram.messages(world.account, world.person);
			await write({ text: 'and', replyToMid: id });
		},
	],
	[
		'a mention in a story',
		async () => await world.simulator.instagram.mentionInStory({ from: world.person, to: world.account }),
	],
	[
		'a shared post',
		async () => {
			const media = world.simulator.instagram.createMedia(world.account, { caption: 'Look' });
			await world.simulator.instagram.sharePost({ from: world.person, to: world.account, media });
		},
	],
];

async function commentOn(productType: 'FEED' | 'REELS' | 'LIVE', text: string | undefined = 'nice') {
	const { simulator, account, person } = world;
	const media = simulator.instagram.createMedia(account, { productType });
	await simulator.instagram.comment({ from: person, media, text });
}

async function write(given: object) {
	await world.simulator.instagram.sendDirectMessage({ from: world.person, to: world.account, ...given });
}

it.each(HAPPENINGS)('%s', async (_name, happen) => {
	await world.open();
	const { heard, polled } = await both(happen);
	expect(polled.length).toBeGreaterThan(0);
	expectSame(polled, heard);
});

/**
 * The same items in the order of time; Meta tells the second of a comment, and within it there is no order.
 */
function expectSame(polled: readonly IDataObject[], heard: readonly IDataObject[]): void {
	const times = polled.map(({ timestamp }) => timestamp as string);
	expect(times).toEqual([...times].sort());
	const byEventId = (items: readonly IDataObject[]) =>
		[...items].sort((a, b) => (a.eventId as string).localeCompare(b.eventId as string));
	const [read, sent] = [byEventId(polled), byEventId(heard)];
	expect(read.map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
	expect(read.map(alike)).toEqual(sent.map(alike));
}

it('own comments and messages, when asked for', async () => {
	await world.open();
	const { heard, polled } = await both(
		async () => {
			const { simulator, account, person } = world;
			const media = simulator.instagram.createMedia(account);
			await simulator.instagram.comment({ from: account, media, text: 'mine' });
			await simulator.instagram.sendFromInstagramApp({ from: account, to: person, text: 'sent' });
		},
		{ includeOwn: true },
	);
	expect(polled.map(({ isOwn }) => isOwn)).toEqual([true, true]);
	expectSame(polled, heard);
});

it('without Simplify: the entry in the shape of a webhook', async () => {
	await world.open();
	const { heard, polled } = await both(async () => await commentOn('FEED'), {}, false);
	expect(polled).toEqual(heard);
});

it('a comment on a carousel names the carousel, which the webhook does not', async () => {
	await world.open();
	let id = '';
	const { heard, polled } = await both(async () => {
		const { simulator, account, person } = world;
		const media = simulator.instagram.createMedia(account, { mediaType: 'CAROUSEL_ALBUM' });
		id = media.id;
		await simulator.instagram.comment({ from: person, media, text: 'nice' });
	});
	expect(heard[0]).not.toHaveProperty('mediaId');
	expect(polled).toEqual([{ ...heard[0], mediaId: id }]);
});
