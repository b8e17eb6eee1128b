/** Every payload of Instagram's webhooks, as bytes with Meta's escapes, and what a workflow sees of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { entryOf, parseDelivery } from '../../../../nodes/Instagram/protocol/events/parseDelivery';
import { parseGraphJson } from '../../../../nodes/Instagram/protocol/json';

const FOLDER = join(__dirname, '../../../fixtures/webhooks');
const ACCOUNT = '17841405822304914';
const PERSON = '6254784537890123';
const MID = 'aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDA1ODIyMzA0OTE0';
const URL_OF_FILE = 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=180&signature=Abc';

function parsed(name: string) {
	return parseDelivery(parseGraphJson(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
}

const head = { accountId: ACCOUNT, timestamp: '2019-09-23T18:14:45.349Z', isOwn: false, isTest: false };
const inbound = { ...head, senderId: PERSON, personId: PERSON };
const message = (details: object) => ({
	event: 'messages',
	...inbound,
	messageId: MID,
	attachments: [],
	...details,
});
const withFile = (type: string, details: object = {}) =>
	message({ attachments: [{ type, url: URL_OF_FILE, ...details }] });
const comment = (details: object = {}) => ({
	event: 'comments',
	...head,
	timestamp: '2024-09-03T21:46:40.000Z',
	senderId: PERSON,
	senderUsername: 'customer',
	text: 'nice',
	commentId: '17865799348089039',
	mediaId: '17900000000000001',
	mediaProductType: 'FEED',
	...details,
});
const { text: _text, ...withoutText } = comment();
const mention = (details: object) => ({
	event: 'mentions',
	...head,
	timestamp: comment().timestamp,
	mediaId: '17918195224117851',
	...details,
});
const handover = (action: string, details: object) => ({
	event: 'messaging_handover',
	...inbound,
	action,
	details,
});
const flyer = { ref: 'flyer', source: 'IGME_SOURCE_LINK', type: 'OPEN_THREAD' };
const postback = {
	event: 'messaging_postbacks',
	...inbound,
	messageId: MID,
	text: 'Start Chatting',
	postbackPayload: 'DEV_PAYLOAD',
};
const reaction = (details: object) => ({
	event: 'message_reactions',
	...inbound,
	messageId: MID,
	...details,
});
const edit = (details: object) => ({ event: 'message_edit', ...inbound, messageId: MID, ...details });
const seen = { event: 'messaging_seen', ...inbound, messageId: MID };

const EXPECTED: Record<string, object[]> = {
	batch: [
		message({ text: 'one' }),
		seen,
		message({ text: 'two', accountId: '17841400000000099' }),
		comment(),
	],
	'both-arrays-in-an-entry': [message({ text: 'first' }), comment({ timestamp: head.timestamp })],
	comment: [comment()],
	'comment-flat': [comment()],
	'comment-gif': [withoutText],
	'comment-in-milliseconds': [comment({ timestamp: '2024-09-03T21:46:40.123Z' })],
	'comment-on-ad': [
		comment({
			mediaId: '17900000000000009',
			mediaProductType: 'AD',
			originalMediaId: '17900000000000001',
			adId: '120200000000000005',
			adTitle: 'Spring sale',
		}),
	],
	'comment-own': [comment({ senderId: ACCOUNT, senderUsername: 'brand', isOwn: true })],
	'comment-reply': [comment({ parentId: '17865799348089000' })],
	'comment-with-comment-id': [comment()],
	edit: [edit({ text: 'new text', numEdit: 1 })],
	'edit-number-as-text': [edit({ text: 'new text', numEdit: 2 })],
	'edit-zero': [edit({ numEdit: 0 })],
	'edit-zero-without-people': [{ event: 'message_edit', ...head, messageId: MID, numEdit: 0 }],
	follow: [
		{
			event: 'follow',
			...head,
			timestamp: comment().timestamp,
			senderId: PERSON,
			details: { from: { id: PERSON } },
		},
	],
	'handover-pass': [
		handover('pass', { previous_owner_app_id: '111', new_owner_app_id: '222', metadata: 'x' }),
	],
	'handover-request': [handover('request', { requested_owner_app_id: '222', metadata: 'x' })],
	'handover-roles': [handover('roles', { 222: ['primary_receiver'] })],
	'handover-take': [
		handover('take', { previous_owner_app_id: '111', new_owner_app_id: '222', metadata: 'x' }),
	],
	'live-comment': [comment({ event: 'live_comments', mediaProductType: 'LIVE' })],
	'mention-in-caption': [mention({})],
	'mention-in-comment': [mention({ commentId: '17894227972186120' })],
	'mention-under-comments': [mention({ commentId: '17894227972186120' })],
	'message-audio': [withFile('audio')],
	'message-deleted': [message({ deleted: true })],
	'message-echo': [message({ senderId: ACCOUNT, text: 'Hello', isOwn: true })],
	'message-ephemeral': [message({ attachments: [{ type: 'ephemeral' }] })],
	'message-file': [withFile('file')],
	'message-from-ad': [
		message({
			text: 'Price?',
			referral: {
				ref: 'spring',
				source: 'ADS',
				type: 'OPEN_THREAD',
				adId: '120200000000000005',
				adTitle: 'Spring sale',
				photoUrl: 'https://cdn.example/p',
				videoUrl: 'https://cdn.example/v',
			},
		}),
	],
	'message-ig-post': [withFile('ig_post', { mediaId: '17900000000000001', title: 'Our new menu' })],
	'message-ig-reel': [withFile('ig_reel', { mediaId: '17900000000000002', title: 'Behind the scenes' })],
	'message-ig-story': [withFile('ig_story', { mediaId: '17900000000000003' })],
	'message-image': [withFile('image')],
	'message-media': [withFile('media')],
	'message-quick-reply': [message({ text: 'Yes', quickReplyPayload: 'YES' })],
	'message-reply': [message({ text: 'Yes', replyTo: { messageId: 'PARENT', isSelfReply: false } })],
	'message-self': [message({ senderId: ACCOUNT, personId: ACCOUNT, text: 'Note', isOwn: true })],
	'message-share': [withFile('share')],
	'message-sticker': [withFile('sticker')],
	'message-story': [withFile('story')],
	'message-story-mention': [withFile('story_mention')],
	'message-story-reply': [
		message({
			text: 'Wow',
			replyTo: {
				storyId: '17890000000000004',
				storyUrl: 'https://cdn.example/story',
				linkStickerUrl: 'https://shop.example/',
			},
		}),
	],
	'message-template': [message({ attachments: [{ type: 'template' }] })],
	'message-text': [message({ text: 'Is the café open? 👋' })],
	'message-two-images': [
		message({
			attachments: [
				{ type: 'image', url: `${URL_OF_FILE}1` },
				{ type: 'image', url: `${URL_OF_FILE}2` },
			],
		}),
	],
	'message-unsupported': [message({ isUnsupported: true })],
	'message-video': [withFile('video')],
	'numeric-ids': [
		message({
			senderId: '90071992547409931',
			personId: '90071992547409931',
			messageId: 'm_1',
			text: 'big',
		}),
	],
	optin: [
		{ event: 'messaging_optins', ...inbound, details: { type: 'notification_messages', payload: 'weekly' } },
	],
	'page-delivery': [],
	postback: [postback],
	'postback-self': [{ ...postback, isOwn: true }],
	'postback-with-referral': [{ ...postback, referral: flyer }],
	reaction: [reaction({ action: 'react', reaction: 'love', emoji: '\u2764\ufe0f' })],
	'reaction-other': [reaction({ action: 'react', reaction: 'other', emoji: '🔥' })],
	'reaction-taken-back': [reaction({ action: 'unreact' })],
	referral: [{ event: 'messaging_referral', ...inbound, referral: flyer }],
	'sample-comments': [
		comment({
			accountId: '0',
			isTest: true,
			senderId: '232323232',
			senderUsername: 'test',
			text: 'This is an example.',
			parentId: '1231231234',
			mediaId: '123123123',
		}),
	],
	'sample-messages': [
		{
			event: 'messages',
			accountId: '0',
			timestamp: '2018-05-27T22:23:44.000Z',
			isOwn: false,
			isTest: true,
			senderId: '12334',
			personId: '12334',
			messageId: 'random_mid',
			text: 'random_text',
			attachments: [],
		},
	],
	seen: [seen],
	standby: [message({ event: 'standby', text: 'To the other app' })],
	'standby-as-text': [{ event: 'standby', ...head, details: { value: 'something' } }],
	'story-insights': [
		{
			event: 'story_insights',
			...head,
			timestamp: comment().timestamp,
			details: {
				media_id: '17918195224117851',
				impressions: 10,
				reach: -1,
				taps_forward: 3,
				taps_back: 1,
				exits: 2,
				replies: 0,
			},
		},
	],
	'unknown-beside-known': [
		{
			event: 'other',
			...inbound,
			details: {
				sender: { id: PERSON },
				recipient: { id: ACCOUNT },
				timestamp: 1569262485349,
				hologram: { mid: MID },
			},
		},
		message({ text: 'still here' }),
	],
	'values-left-out': [],
	'wrapped-in-a-list': [message({ text: 'wrapped' })],
};

const NAMES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''));

it('every fixture has its expectation', () => {
	expect(Object.keys(EXPECTED).sort()).toEqual([...NAMES].sort());
});

it.each(NAMES)('%s', (name) => {
	const simplified = parsed(name).map((event) => event.simplified);
	expect(simplified.map(({ eventId: _eventId, ...rest }) => rest)).toStrictEqual(EXPECTED[name]);
});

it.each(NAMES)('%s: untouched, each event stands alone in its entry', (name) => {
	const delivery = [parseGraphJson(readFileSync(join(FOLDER, `${name}.json`), 'utf8'))].flat()[0] as {
		entry: object[];
	};
	const lists = ['messaging', 'standby', 'changes'] as const;
	const untouched = parsed(name).map(
		(event) => entryOf(event) as Record<(typeof lists)[number], unknown[] | undefined> & { value?: unknown },
	);
	for (const entry of untouched) {
		expect(lists.flatMap((list) => entry[list] ?? []).length + ('value' in entry ? 1 : 0)).toBe(1);
	}
	const parts = (entries: object[]) =>
		entries.flatMap((entry) =>
			lists
				.flatMap((list) => (entry as (typeof untouched)[0])[list] ?? [])
				.concat('value' in entry ? [entry.value] : []),
		);
	if (name !== 'page-delivery') expect(parts(untouched)).toEqual(parts(delivery.entry));
});

describe('the id of an event', () => {
	const idOf = (name: string) => parsed(name).map(({ simplified }) => simplified.eventId)[0];

	it.each([
		['comment', 'comment-flat'],
		['comment', 'comment-in-milliseconds'],
		['comment', 'comment-with-comment-id'],
		['mention-in-comment', 'mention-under-comments'],
		['message-text', 'wrapped-in-a-list'],
	])('is the same for one event in two shapes: %s, %s', (one, other) => {
		expect(idOf(one)).toBe(idOf(other));
	});

	it('is another one for every other event of the same message, comment or mention', () => {
		const names = [
			'message-text',
			'message-deleted',
			'edit',
			'edit-number-as-text',
			'edit-zero',
			'reaction',
			'reaction-other',
			'reaction-taken-back',
			'postback',
			'seen',
			'standby',
			'referral',
			'optin',
			'handover-pass',
			'handover-take',
			'handover-request',
			'handover-roles',
			'comment',
			'live-comment',
			'mention-in-caption',
			'mention-in-comment',
			'story-insights',
			'follow',
			'sample-messages',
			'sample-comments',
		];
		expect(new Set(names.map(idOf)).size).toBe(names.length);
	});
});

describe('a field whose events hold media', () => {
	const eventOf = (field: string, value: object) =>
		parseDelivery({ object: 'instagram', entry: [{ id: ACCOUNT, time: 1, changes: [{ field, value }] }] })[0]
			?.simplified.event;

	it.each(['comments', 'live_comments', 'mentions'])('%s: may bring a mention', (field) => {
		expect(eventOf(field, { media_id: '1', comment_id: '2' })).toBe('mentions');
	});

	it('that does not say so brings none', () => {
		expect(eventOf('story_reactions', { media_id: '1' })).toBe('story_reactions');
	});

	it('brings a comment, also where the comment names the media beside itself', () => {
		expect(eventOf('comments', { id: '3', media_id: '1' })).toBe('comments');
	});
});
