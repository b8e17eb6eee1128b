/**
 * What each operation gives out with Simplify, in order. A test holds the operations to it, and
 * docs/outputs.md is made from it.
 */
import { VOCABULARY } from '../../../nodes/Instagram/protocol/vocabulary.ts';
import { resourcesOfPanel } from './reference.mts';

const POST =
	'id permalink shortcode timestamp mediaType mediaProductType containerId published alreadyPublished containerCreatedAt containerExpiresAt statusCode firstComment';
const COMMENT =
	'id text senderId senderUsername mediaId parentId timestamp hidden mediaProductType likeCount';
const MEDIA = 'id caption permalink timestamp mediaType mediaProductType likeCount commentsCount';
const MESSAGE = 'id text senderId senderUsername personId timestamp isOwn attachments replyTo';
const PERSON =
	'id name username followersCount isUserFollowBusiness isBusinessFollowUser isVerifiedUser profilePictureUrl';
const ACCOUNT =
	'id name username accountType followersCount followsCount mediaCount biography website profilePictureUrl';
const FLOW = 'id name timestamp messages eligiblePlatforms isUsedInAd';
const SUBSCRIPTION = 'accountId username subscribed subscribedFields';

/** Keys by `resource.operation`. */
export const OUTPUTS: Readonly<Record<string, string>> = {
	'account.checkSetup': 'check ok detail remedy',
	'account.get': ACCOUNT,
	'account.getConnectionStatus':
		'connected problem remedy accountId username name accountType tokenExpiresAt daysLeft permissions missingPermissions unknownPermissions messagesAccess subscribedFields missedFields',
	'account.getInsights': 'accountId username since until timeframe endTime metrics windows note',
	'account.getPublishingLimit': 'quotaUsed quotaTotal quotaLeft quotaDurationSeconds',
	'comment.create': 'id text mediaId',
	'comment.delete': 'id deleted',
	'comment.get': COMMENT,
	'comment.getMany': `${COMMENT} replies`,
	'comment.getReplies': COMMENT,
	'comment.hide': 'id hidden',
	'comment.reply': 'id text commentId',
	'comment.replyToMention': 'id text commentId mediaId',
	'comment.sendPrivateReply': 'id personId commentId',
	'comment.unhide': 'id hidden',
	'container.getStatus': 'id statusCode status problem remedy copyrightCheck',
	'container.publish': POST,
	'conversation.get': 'id personId personUsername timestamp',
	'conversation.getMany': 'id personId personUsername timestamp',
	'conversation.getMessages': MESSAGE,
	'media.get': `${MEDIA} mediaUrl thumbnailUrl children`,
	'media.getChildren': 'id mediaType mediaUrl thumbnailUrl',
	'media.getInsights': 'mediaId mediaKind permalink timestamp metrics unavailable',
	'media.getMany': MEDIA,
	'media.setComments': 'id isCommentEnabled',
	'message.get': MESSAGE,
	'message.react': 'personId messageId reaction',
	'message.removeReaction': 'personId messageId reaction',
	'message.send': 'id personId messageIds',
	'message.sendAction': 'personId senderAction',
	'message.sendAndWait': 'data',
	'message.uploadAttachment': 'id attachmentType',
	'messengerProfile.deleteIceBreakers': 'deleted',
	'messengerProfile.deletePersistentMenu': 'deleted',
	'messengerProfile.get': 'iceBreakers persistentMenu',
	'messengerProfile.setIceBreakers': 'iceBreakers',
	'messengerProfile.setPersistentMenu': 'persistentMenu',
	'post.createCarousel': POST,
	'post.createImage': POST,
	'post.createReel': POST,
	'post.createStory': POST,
	'user.get': PERSON,
	'webhookSubscription.get': SUBSCRIPTION,
	'webhookSubscription.subscribe': SUBSCRIPTION,
	'webhookSubscription.unsubscribe': SUBSCRIPTION,
	'welcomeFlow.create': 'id name',
	'welcomeFlow.delete': 'id deleted',
	'welcomeFlow.get': FLOW,
	'welcomeFlow.getMany': FLOW,
	'welcomeFlow.update': 'id name',
};

/** Keys of objects inside an item, beside those of the vocabulary. */
export const INNER_KEYS: ReadonlySet<string> = new Set([
	'type',
	'url',
	'title',
	'payload',
	'locale',
	'question',
	'contentType',
	'quickReplies',
	'matchesFound',
	'approved',
	'respondedAt',
	'users',
	// of events
	'binaryPropertyName',
	'downloadError',
	'isSelfReply',
	'storyId',
	'storyUrl',
	'linkStickerUrl',
	'ref',
	'source',
	'photoUrl',
	'videoUrl',
]);

/** As the menus of the panel say it: "Message > Send and Wait for Response". */
function titleOf(name: string): string {
	const [resource, operation] = name.split('.');
	const menu = resourcesOfPanel().find(({ value }) => value === resource);
	return `${menu?.name} > ${menu?.operations.find(({ value }) => value === operation)?.name}`;
}

/** The whole of docs/outputs.md. */
export function outputsPage(): string {
	const words = Object.entries(VOCABULARY).map(([key, meaning]) => `| \`${key}\` | ${meaning} |`);
	const operations = Object.entries(OUTPUTS).map(([name, keys]) => {
		const listed = keys.split(' ').map((key) => (key === 'metrics' ? 'the metrics' : `\`${key}\``));
		return `| ${titleOf(name)} | ${listed.join(', ')} |`;
	});
	return `# What comes out

One thing has one name in every operation and trigger, so that you map an output once. This is what you get with **Simplify** on, which is the
default: camelCase, IDs as text, times as ISO 8601 in UTC, and the fields that are used most come first. A field that has no value is absent.
With Simplify off you get what Meta sent, under Meta's names.

This page is made from the code by \`npm run docs\`. [trigger.md](trigger.md) says more about events, [insights.md](insights.md) about metrics.

## The names

| Key | Meaning |
|---|---|
${words.join('\n')}

## Each operation

What you can get, in order. **Fields** and **More Fields** under Additional Fields read more; their keys are in the table above.

| Operation | Keys |
|---|---|
${operations.join('\n')}
`;
}
