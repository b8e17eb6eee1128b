/**
 * How every operation is called so that it gives out all it has, in a world where what it needs is there
 * first.
 */
import type { INodeParameters } from 'n8n-workflow';

import { HOST } from './posts.mts';
import type { TestWorld } from './world.mts';

type Parameters = INodeParameters | INodeParameters[];

/** By `resource.operation`; several calls where one does not give out all. */
type Calls = Readonly<Record<string, () => Parameters | Promise<Parameters>>>;

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const CAROUSEL: INodeParameters = {
	items: {
		item: ['photo.jpg', 'photo-2.jpg'].map((name) => ({ mediaType: 'image', imageUrl: `${HOST}/${name}` })),
	},
};
const FLOW: INodeParameters = {
	name: 'Summer',
	text: 'Hi!',
	quickReplies: { quickReply: [{ title: 'Prices', payload: 'PRICES' }] },
};
const ICE_BREAKERS = { iceBreakers: { iceBreaker: [{ question: 'When are you open?', payload: 'HOURS' }] } };
const MENU = { persistentMenu: { menuItem: [{ type: 'postback', title: 'Prices', payload: 'PRICES' }] } };

/** @param world one in which the person has written to the account */
export function callsIn(world: Pick<TestWorld, 'simulator' | 'account' | 'person' | 'run'>): Calls {
	const instagram = () => world.simulator.instagram;
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
	const container = async () => {
		const { items } = await world.run({
			resource: 'post',
			operation: 'createImage',
			imageUrl: `${HOST}/photo.jpg`,
			publishNow: false,
		});
		return items[0]!.json.containerId as string;
	};
	const flow = async () =>
		(await world.run({ resource: 'welcomeFlow', operation: 'create', ...FLOW })).items[0]!.json.id as string;

	return {
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
			const { comment: mention } = await instagram().comment({
				from: world.person,
				media,
				text: 'Ask @brand',
			});
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
		'media.getMany': () => {
			post();
			return [
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
			];
		},

		'media.setComments': () => ({ mediaId: byId(post()) }),
		'message.get': () => ({ messageId: newestMessage() }),
		'message.react': () => ({ recipientId: personId(), messageId: newestMessage() }),
		'message.removeReaction': () => ({ recipientId: personId(), messageId: newestMessage() }),
		'message.send': () => [
			{ recipientId: personId(), text: 'Hello' },
			{ recipientId: personId(), text: 'a'.repeat(1500), additionalFields: { splitLongText: true } },
		],
		'message.sendAction': () => ({ recipientId: personId() }),
		'message.sendAndWait': () => ({ recipientId: personId(), message: 'Publish?' }),
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
}
