/**
 * One name for one thing in everything that comes out with Simplify, in the order in which it comes out: what an item is
 * known by, then what workflows map, then the rest. docs/outputs.md is made from this table, and a test holds every operation
 * and both triggers to it. Metrics of insights keep Meta's names in camelCase and are not listed.
 */
import type { JsonRecord } from './json';

export const VOCABULARY = {
	id: "The object's own ID: of a post, comment, message, conversation, person, account, container, flow, file",
	eventId: 'Of an event: the same for every delivery of it, and for no other event',
	event: 'The webhook field of an event, such as `messages` or `comments`',

	connected: 'Whether the login works',
	problem: 'What is wrong',
	remedy: 'What to do about it',

	text: 'What was written: a direct message, a comment, the title of a tapped button',
	caption: 'The text of a post',
	name: "A person's or account's full name; the name of a flow",
	senderId: 'Who wrote it',
	senderUsername: 'Their user name',
	personId: 'The other person of a conversation, whoever wrote: the Recipient ID of an answer',
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

	mediaKind: '`feed`, `reel`, `story`, `live` or `other`',
	mediaType: "Meta's `media_type`: `IMAGE`, `VIDEO`, `CAROUSEL_ALBUM`",
	mediaProductType: "Meta's `media_product_type`: `FEED`, `REELS`, `STORY`, `AD`, `LIVE`",
	shortcode: 'The last part of the permalink',
	likeCount: 'How many people like it',
	commentsCount: 'How many comments a post has',
	mediaUrl: 'Leads to the file for a short time only',
	thumbnailUrl: 'The cover of a video; leads to it for a short time only',
	children: 'The photos and videos of a carousel',
	replies: 'The newest replies to a comment',

	accountType: 'Business or creator',
	followersCount: 'How many follow the person or account',
	followsCount: 'How many the account follows',
	mediaCount: 'How many posts it has',
	biography: 'The text of the profile',
	website: 'The link of the profile',
	isUserFollowBusiness: 'Whether the person follows the account',
	isBusinessFollowUser: 'Whether the account follows the person',
	isVerifiedUser: 'Whether the person is verified',
	profilePictureUrl: 'Leads to the picture for some days only',
} as const satisfies Readonly<Record<string, string>>;

const PLACES: ReadonlyMap<string, number> = new Map(
	Object.keys(VOCABULARY).map((key, position) => [key, position]),
);

/** Without the keys that have no value. */
export function present(record: JsonRecord): JsonRecord {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** The same record with its keys in the order of {@link VOCABULARY}; keys that it does not list come last, as they came. */
export function inOrder<T extends object>(record: T): T {
	const placeOf = (key: string) => PLACES.get(key) ?? PLACES.size;
	return Object.fromEntries(Object.entries(record).sort(([a], [b]) => placeOf(a) - placeOf(b))) as T;
}
