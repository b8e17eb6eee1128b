/**
 * One name for one thing in everything that comes out with Simplify, in the order in which it comes out: what
 * identifies an item, then what workflows map, then the rest. docs/outputs.md is made from this table, and a
 * test holds every operation and both triggers to it. Metrics of insights keep Meta's names in camelCase and
 * are not listed.
 */
import { withKeys, type JsonRecord } from './json';

export const VOCABULARY = {
	id: "The object's own ID: of a post, comment, message, conversation, person, account, container, flow, file",
	eventId: 'Of an event: the same for every delivery of it, and for no other event',
	event: 'The webhook field of an event, such as `messages` or `comments`',

	connected: 'Whether the login works',
	check: 'What Check Setup has looked at',
	ok: 'Whether it is right; null when it cannot be known',
	detail: 'What was found',
	error: 'In place of everything else: what went wrong with the item, and what to do',
	problem: 'What is wrong',
	remedy: 'What to do about it',

	text: 'What was written: a direct message, a comment, the title of a tapped button',
	caption: 'The text of a post',
	name: "A person's or account's full name; the name of a flow",
	senderId: 'Who wrote it',
	senderUsername: 'Their user name',
	personId: 'The other person of a conversation, whoever wrote: the Person of an answer',
	personUsername: 'Their user name',
	username: 'The user name of the account, person or post that the item is about',

	messageId: 'The message that it is about',
	commentId: 'The comment that it is about: that was answered, or that an event tells of',
	mediaId: 'The post that it is about',
	parentId: 'The comment that this comment answers',
	accountId: 'The Instagram account that it happened to, or that was asked about',
	permalink: 'The address of the post on Instagram',
	timestamp: 'When it was written, published or last changed, or happened: ISO 8601, UTC',
	deleted: 'Always true: the object is gone',
	hidden: 'Whether the comment is hidden from others',
	isOwn: 'Whether the account itself did it',
	isTest: "Whether it is the sample of the Test button in Meta's App Dashboard",

	attachments: 'The files of a message, each with `type` and, where there is one, `url`',
	replyTo: 'What a message answers: `messageId`, or `storyId` and `storyUrl`',
	messageIds: 'The messages that a long text was split into',
	attachmentType: '`image`, `video`, `audio` or `file`',
	reaction: 'What a person or the account reacts with: `love`, an emoji, or null when it was taken back',
	reactions: 'The reactions to a message, each with `reaction` and `users`',
	emoji: 'The emoji of a reaction',
	action: 'What a reaction or handover does: `react`, `unreact`; `pass`, `take`, `request`, `roles`',
	senderAction: '`typing_on`, `typing_off` or `mark_seen`',
	quickReplyPayload: 'The payload of the tapped quick reply',
	postbackPayload: 'The payload of the tapped button, ice breaker or menu entry',
	referral: 'Where the person comes from: an ad or a link',
	numEdit: 'How many times the message was edited',
	isUnsupported: 'True when Instagram does not show the content of the message to apps',
	shares: 'Posts or links that a message shares',
	sticker: 'The sticker of a message',
	tags: 'The folder of a message and whether it was sent or read',
	canReply: 'Whether the account may still answer in the conversation',
	folder: 'The folder of the inbox',
	isOwner: 'Whether the app has control of the conversation',
	link: 'Leads to the conversation, or to what a message shares',
	messageCount: 'How many messages a conversation has',
	snippet: 'The beginning of the last message',
	unreadCount: 'How many messages of a conversation are unread',

	mediaKind: '`feed`, `reel`, `story`, `live` or `other`',
	mediaType: "Meta's `media_type`: `IMAGE`, `VIDEO`, `CAROUSEL_ALBUM`",
	mediaProductType: "Meta's `media_product_type`: `FEED`, `REELS`, `STORY`, `AD`, `LIVE`",
	shortcode: 'The last part of the permalink',
	published: 'Whether the post is on Instagram',
	alreadyPublished: 'Always true: the post existed before this run',
	firstComment: 'The first comment under a new post, with its `id` or `error`',
	containerId: 'The container of the post; Container > Publish takes it',
	containerCreatedAt: 'When the container was created',
	containerExpiresAt: 'When the container expires unless it is published',
	statusCode:
		"Meta's `status_code` of a container: `IN_PROGRESS`, `FINISHED`, `PUBLISHED`, `ERROR`, `EXPIRED`",
	status: "Meta's `status` of a container, in words",
	copyrightCheck: 'What the copyright check of a video has found',
	likeCount: 'How many people like it',
	commentsCount: 'How many comments a post has',
	isCommentEnabled: 'Whether people can comment on the post',
	isSharedToFeed: 'Whether a reel shows in the feed too',
	isAiGenerated: 'Whether the post says that it was made with AI',
	altText: 'The description of a photo for people who cannot see it',
	currentLiveViewerCount: 'How many people watch the live video',
	ownerId: 'The account that published the post',
	originalMediaId: 'The post that an ad shows',
	adId: 'The ad',
	adTitle: 'The title of the ad',
	mediaUrl: 'Leads to the file for a short time only',
	thumbnailUrl: 'Leads to the cover of a video, but only for a short time',
	children: 'The photos and videos of a carousel, each with `id` and `mediaType`',
	replies: 'The newest replies to a comment, each a comment',
	legacyInstagramCommentId: "Meta's `legacy_instagram_comment_id`",

	accountType: 'Business or creator',
	followersCount: 'How many follow the person or account',
	followsCount: 'How many the account follows',
	mediaCount: 'How many posts the account has',
	biography: 'The text of the profile',
	website: 'The link of the profile',
	isUserFollowBusiness: 'Whether the person follows the account',
	isBusinessFollowUser: 'Whether the account follows the person',
	isVerifiedUser: 'Whether the person is verified',
	profilePictureUrl: 'Leads to the picture, but only for some days',
	appScopedId: "Meta's `id` of the account, which only this app knows",
	userId:
		"The person that a removed login or deletion request is about, by the app-scoped or the account's ID",
	isConnectedAccount: 'Whether that is the account of the credential',
	confirmationCode: 'The code with which a person can ask for the state of a deletion request',
	statusUrl: 'The page that shows the state of a deletion request',
	senderProfile: 'Who wrote it, as User > Get gives it',

	tokenExpiresAt: 'When the login ends unless it is renewed',
	daysLeft: 'Whole days until then',
	permissions: 'What the login may do',
	missingPermissions: 'What it may not do',
	unknownPermissions: 'What could not be found out',
	messagesAccess: 'Whether the owner of the account lets apps use its messages',
	quotaUsed: 'How many posts were published in the time',
	quotaTotal: 'How many posts may be published in the time',
	quotaLeft: 'How many of them are left',
	quotaDurationSeconds: 'The length of the time',

	since: 'The beginning of the time that numbers are for',
	until: 'Its end',
	windows: 'The same numbers for each 30 days of a longer time',
	timeframe: 'The period that numbers about an audience are for',
	endTime: 'The end of the day that a number is for',
	note: 'Why numbers are null',
	unavailable: 'Why a post has no numbers',

	messages: 'The messages of a welcome flow, each with `text` and `quickReplies`',
	eligiblePlatforms: 'Where a welcome flow is shown',
	isUsedInAd: 'Whether an ad uses the flow; if so, it can be neither changed nor deleted',
	iceBreakers: 'The ice breakers, each with `question`, `payload` and `locale`',
	persistentMenu: 'The menu entries, each with `type`, `title`, `url` or `payload`, and `locale`',
	subscribed: 'Whether Instagram sends events of the account to the app',
	subscribedFields: 'Which events',
	missedFields: 'Which events active triggers listen to that Instagram does not send',

	data: "The person's decision in Send and Wait for Response: `approved` and `respondedAt`, as in n8n's own nodes",
	details: 'What Meta sent for an event without fields of its own; of a failed item the rest of the error',
} as const satisfies Readonly<Record<string, string>>;

const PLACES: ReadonlyMap<string, number> = new Map(
	Object.keys(VOCABULARY).map((key, position) => [key, position]),
);

/** Without the keys that have no value. */
export function present(record: JsonRecord): JsonRecord {
	return withKeys(
		record,
		Object.keys(record).filter((key) => record[key] !== undefined),
	);
}

const orderOf = (key: string) => PLACES.get(key) ?? PLACES.size;

/** The keys in the order of {@link VOCABULARY}; those that it does not list come last, as they came. */
export function inOrder(keys: readonly string[]): string[] {
	return [...keys].sort((a, b) => orderOf(a) - orderOf(b));
}

/** The same record with its keys in the order of {@link VOCABULARY}. */
export function inVocabularyOrder<T extends object>(record: T): T {
	return withKeys(record as JsonRecord, inOrder(Object.keys(record))) as T;
}
