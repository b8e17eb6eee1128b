/** One name for one thing: every operation and every event gives out the words of the vocabulary, in its order, and no others. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Instagram } from '../../nodes/Instagram/Instagram.node';
import {
	AUDIENCES,
	DEMOGRAPHICS,
	TOTAL_METRIC_NAMES,
} from '../../nodes/Instagram/protocol/insights/accountInsights';
import { MEDIA_METRIC_NAMES } from '../../nodes/Instagram/protocol/insights/mediaInsights';
import type { SimplifiedEvent } from '../../nodes/Instagram/protocol/events/simplified';
import { parseDelivery } from '../../nodes/Instagram/protocol/events/parseDelivery';
import { isRecord, parseGraphJson } from '../../nodes/Instagram/protocol/json';
import { toCamelCase } from '../../nodes/Instagram/protocol/simplify';
import { VOCABULARY } from '../../nodes/Instagram/protocol/vocabulary';
import { INNER_KEYS, OUTPUTS } from '../support/docs/outputs.mts';
import { HOST } from '../support/posts.mts';
import { useWorld } from '../support/world.mts';

const world = useWorld({ per: 'file', waitless: true });
const instagram = () => world.simulator.instagram;

const METRICS = new Set(
	[
		...TOTAL_METRIC_NAMES,
		...MEDIA_METRIC_NAMES,
		...AUDIENCES.flatMap((audience) => DEMOGRAPHICS.map((breakdown) => `${audience}_${breakdown}`)),
	].flatMap((name) => [toCamelCase(name), `${toCamelCase(name)}Breakdown`]),
);
// whoever adds a field to events adds it to the vocabulary
const WORDS = Object.keys(VOCABULARY satisfies Readonly<Record<keyof SimplifiedEvent, string>>);

/** Keys that no table lists. What a metric or Meta's own `details` hold is theirs. */
function strangersIn(value: unknown, isInner = false): string[] {
	if (Array.isArray(value)) return value.flatMap((element) => strangersIn(element, true));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		if (key === 'details' || METRICS.has(key)) return [];
		const isKnown = WORDS.includes(key) || (isInner && INNER_KEYS.has(key));
		return [...(isKnown ? [] : [key]), ...strangersIn(inner, true)];
	});
}

/** Texts that hold JSON, which nobody can map. */
function jsonIn(value: unknown): string[] {
	if (typeof value === 'string') return /^\s*[[{]/.test(value) ? [value] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(jsonIn) : [];
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const personId = () => instagram().igsid(world.person, world.account);
const post = () => instagram().createMedia(world.account, { caption: 'Summer' }).id;
const newestMessage = () =>
	instagram()
		.messages(world.account, world.person)
		.filter(({ fromAccount }) => !fromAccount)
		.at(-1)!.id;

async function comment(): Promise<string> {
	const media = instagram().createMedia(world.account, { caption: 'Summer' });
	const { comment: written } = await instagram().comment({ from: world.person, media, text: 'How much?' });
	await instagram().comment({ from: world.account, media, text: 'Ten', parentId: written.id });
	return written.id;
}

const mediaOf = async () => {
	const commentId = await comment();
	const media = instagram().publishedMedia(world.account);
	return media.find(({ id }) =>
		instagram()
			.comments(id)
			.some((one) => one.id === commentId),
	)!.id;
};

const carousel = async () => {
	const { items } = await world.run({ resource: 'post', operation: 'createCarousel', ...CAROUSEL });
	return byId(items[0]!.json.id as string);
};
const CAROUSEL: INodeParameters = {
	items: {
		item: ['photo.jpg', 'photo-2.jpg'].map((name) => ({ mediaType: 'image', imageUrl: `${HOST}/${name}` })),
	},
};
const container = async () => {
	const { items } = await world.run({
		resource: 'post',
		operation: 'createImage',
		imageUrl: `${HOST}/photo.jpg`,
		publishNow: false,
	});
	return items[0]!.json.containerId as string;
};
const FLOW: INodeParameters = {
	name: 'Summer',
	text: 'Hi!',
	quickReplies: { quickReply: [{ title: 'Prices', payload: 'PRICES' }] },
};
const flow = async () =>
	(await world.run({ resource: 'welcomeFlow', operation: 'create', ...FLOW })).items[0]!.json.id as string;
const ICE_BREAKERS = { iceBreakers: { iceBreaker: [{ question: 'When are you open?', payload: 'HOURS' }] } };
const MENU = { persistentMenu: { menuItem: [{ type: 'postback', title: 'Prices', payload: 'PRICES' }] } };

type Parameters = INodeParameters | INodeParameters[];

/** How each operation is called so that it gives out all it has; several calls where one does not. */
const CALLS: Readonly<Record<string, () => Parameters | Promise<Parameters>>> = {
	'account.checkSetup': () => ({}),
	'account.get': () => [{}, { additionalFields: { fields: ['id', 'username'] } }],
	'account.getConnectionStatus': () => ({}),
	'account.getInsights': () => [
		{},
		{ report: 'audience' },
		{ report: 'dailyReach' },
		{ since: new Date(world.simulator.clock.now() - 40 * 86_400_000).toISOString() },
	],
	'account.getPublishingLimit': () => ({}),
	'comment.create': () => ({ mediaId: byId(post()), message: 'Welcome!' }),
	'comment.delete': async () => ({ commentId: byId(await comment()) }),
	'comment.get': async () => [
		{ commentId: byId(await comment()) },
		{
			commentId: byId(await comment()),
			additionalFields: { fields: ['id', 'legacy_instagram_comment_id', 'user', 'username'] },
		},
	],
	'comment.getMany': async () => ({
		mediaId: byId(await mediaOf()),
		additionalFields: { includeReplies: true },
	}),
	'comment.getReplies': async () => ({ commentId: byId(await comment()) }),
	'comment.hide': async () => ({ commentId: byId(await comment()) }),
	'comment.reply': async () => ({ commentId: byId(await comment()), message: 'Ten' }),
	'comment.replyToMention': async () => {
		const media = instagram().createMedia(instagram().createAccount({ username: 'fan' }));
		const { comment: mention } = await instagram().comment({ from: world.person, media, text: 'Ask @brand' });
		return { mediaId: media.id, message: 'Here we are', additionalFields: { commentId: mention.id } };
	},
	'comment.sendPrivateReply': async () => ({ commentId: byId(await comment()), text: 'Here is the link' }),
	'comment.unhide': async () => ({ commentId: byId(await comment()) }),
	'container.getStatus': async () => ({ containerId: await container() }),
	'container.publish': async () => ({ containerId: await container() }),
	'conversation.get': () => ({
		conversationId: byId(instagram().conversation(world.account, world.person).id),
		additionalFields: {
			fields: ['can_reply', 'folder', 'is_owner', 'link', 'message_count', 'snippet', 'unread_count'],
		},
	}),
	'conversation.getMany': () => ({}),
	'conversation.getMessages': () => ({
		conversationId: byId(instagram().conversation(world.account, world.person).id),
		additionalFields: {
			fields: ['is_unsupported', 'reactions', 'reply_to', 'shares', 'sticker', 'story', 'tags'],
		},
	}),
	'media.get': async () => [{ mediaId: byId(post()) }, { mediaId: await carousel() }],
	'media.getChildren': async () => ({ mediaId: await carousel() }),
	'media.getInsights': () => ({ mediaId: byId(post()), additionalFields: { includeBreakdowns: true } }),
	'media.getMany': () => [
		{},
		{
			additionalFields: {
				fields: [
					'id',
					'alt_text',
					'is_ai_generated',
					'is_comment_enabled',
					'is_shared_to_feed',
					'owner',
					'shortcode',
					'username',
					'media_url',
					'thumbnail_url',
				],
			},
		},
	],
	'media.setComments': () => ({ mediaId: byId(post()) }),
	'message.get': () => ({ messageId: newestMessage() }),
	'message.react': () => ({ recipientId: personId(), messageId: newestMessage() }),
	'message.removeReaction': () => ({ recipientId: personId(), messageId: newestMessage() }),
	'message.send': () => [
		{ recipientId: personId(), text: 'Hello' },
		{ recipientId: personId(), text: 'a'.repeat(1500), additionalFields: { splitLongText: true } },
	],
	'message.sendAction': () => ({ recipientId: personId() }),
	'message.uploadAttachment': () => ({ mediaUrl: `${HOST}/photo.jpg` }),
	'messengerProfile.deleteIceBreakers': () => ({}),
	'messengerProfile.deletePersistentMenu': () => ({}),
	'messengerProfile.get': async () => {
		await world.run({ resource: 'messengerProfile', operation: 'setIceBreakers', ...ICE_BREAKERS });
		await world.run({ resource: 'messengerProfile', operation: 'setPersistentMenu', ...MENU });
		return {};
	},
	'messengerProfile.setIceBreakers': () => ICE_BREAKERS,
	'messengerProfile.setPersistentMenu': () => MENU,
	'post.createCarousel': () => CAROUSEL,
	'post.createImage': () => [
		{ imageUrl: `${HOST}/photo.jpg`, additionalFields: { firstComment: '#bread' } },
		{ imageUrl: `${HOST}/photo.jpg`, publishNow: false },
	],
	'post.createReel': () => ({ videoUrl: `${HOST}/reel.mp4` }),
	'post.createStory': () => ({ imageUrl: `${HOST}/photo.jpg`, videoUrl: `${HOST}/story.mp4` }),
	'user.get': () => ({ userId: personId() }),
	'webhookSubscription.get': () => ({}),
	'webhookSubscription.subscribe': () => ({}),
	'webhookSubscription.unsubscribe': () => ({}),
	'welcomeFlow.create': () => FLOW,
	'welcomeFlow.delete': async () => ({ flowId: await flow() }),
	'welcomeFlow.get': async () => ({ flowId: await flow() }),
	'welcomeFlow.getMany': async () => {
		await flow();
		return {};
	},
	'welcomeFlow.update': async () => ({ ...FLOW, flowId: await flow() }),
};

/** Given out by n8n when the person has decided, which test/engine/message/sendAndWait.test.mts looks at. */
const ELSEWHERE = ['message.sendAndWait'];

function offered(): string[] {
	return new Instagram().description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(options ?? []).flatMap((option) =>
				'value' in option ? [`${displayOptions?.show?.resource?.[0] as string}.${String(option.value)}`] : [],
			),
		);
}

it('covers every operation', () => {
	expect(offered().sort()).toEqual(Object.keys(OUTPUTS).sort());
	expect([...Object.keys(CALLS), ...ELSEWHERE].sort()).toEqual(Object.keys(OUTPUTS).sort());
});

describe('with Simplify', () => {
	beforeAll(async () => {
		await instagram().sendDirectMessage({
			from: world.person,
			to: world.account,
			attachments: [instagram().attachment('image', 'photo.jpg')],
		});
		await instagram().sendDirectMessage({ from: world.person, to: world.account, text: 'Is it open?' });
	});

	it.each(Object.keys(CALLS))('%s', async (name) => {
		const [resource, operation] = name.split('.');
		const calls = [await CALLS[name]!()].flat();
		const items: IDataObject[] = [];
		for (const parameters of calls) {
			const { items: given, error } = await world.run({ resource, operation, ...parameters });
			expect(error).toBeUndefined();
			items.push(...given.map(({ json }) => json));
		}
		expect(items.length).toBeGreaterThan(0);
		const [first = {}] = items;
		const keys = Object.keys(first).map((key) =>
			name.endsWith('getInsights') && METRICS.has(key) ? 'metrics' : key,
		);
		const listed = OUTPUTS[name]!.split(' ');
		const isChosen = name.startsWith('conversation.');
		expect([...new Set(keys)].filter((key) => !isChosen || listed.includes(key))).toEqual(
			listed.filter((key) => keys.includes(key)),
		);
		expect(items.flatMap((item) => strangersIn(item))).toEqual([]);
		expect(items.flatMap(jsonIn)).toEqual([]);
	});
});

describe('events', () => {
	const folder = join(__dirname, '../fixtures/webhooks');

	it.each(readdirSync(folder))('%s', (file) => {
		const events = parseDelivery(parseGraphJson(readFileSync(join(folder, file), 'utf8')));
		for (const { simplified } of events) {
			expect(strangersIn(simplified)).toEqual([]);
			const keys = Object.keys(simplified);
			expect(keys.slice(0, 2)).toEqual(['eventId', 'event']);
			expect(keys).toEqual(WORDS.filter((word) => keys.includes(word)));
		}
	});
});
