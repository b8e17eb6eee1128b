/** What is read by polling, as the entries that a webhook would have brought. */
import type { JsonRecord } from '../../../../nodes/Instagram/protocol/json';
import { commentEntry, messageEntry, postEntry } from '../../../../nodes/Instagram/protocol/polling/entries';

const ACCOUNT = '17841';
const OWNER = { accountId: ACCOUNT, username: 'brand', appScopedId: '5' };
const AT = '2026-11-23T18:00:00+0000';
const AT_MS = Date.UTC(2026, 10, 23, 18);

describe('a comment', () => {
	const place = { accountId: ACCOUNT, field: 'comments', mediaId: 'post', productType: 'FEED' } as const;
	const comment = { id: 'c', timestamp: AT, text: 'Hi', username: 'fan', from: { id: '77' } };
	const valueOf = (given: JsonRecord, more: object = {}) =>
		(commentEntry(given, { ...place, ...more })?.entry.changes as Array<{ value: JsonRecord }>)[0]!.value;

	it('is the change that Meta sends', () => {
		const value = {
			id: 'c',
			from: { username: 'fan', id: '77' },
			text: 'Hi',
			media: { id: 'post', media_product_type: 'FEED' },
		};
		expect(commentEntry(comment, place)).toStrictEqual({
			id: 'c',
			atMs: AT_MS,
			entry: { id: ACCOUNT, time: AT_MS / 1000, changes: [{ field: 'comments', value }] },
		});
	});

	it('has the writer of `from`, its parent, and no field without a value', () => {
		expect(valueOf({ ...comment, from: { id: '77', username: 'newer' } }).from).toEqual({
			id: '77',
			username: 'newer',
		});
		expect(valueOf({ id: 'c', timestamp: AT }, { productType: undefined })).toStrictEqual({
			id: 'c',
			from: {},
			media: { id: 'post' },
		});
		expect(valueOf(comment, { parentId: 'known' }).parent_id).toBe('known');
		expect(valueOf({ ...comment, parent_id: 'said' }, { parentId: 'known' }).parent_id).toBe('said');
	});

	it.each(['id', 'timestamp'])('without %s is none', (key) => {
		expect(commentEntry({ ...comment, [key]: undefined }, place)).toBeUndefined();
	});
});

describe('a message', () => {
	const message = {
		id: 'm',
		created_time: AT,
		from: { id: '77' },
		to: { data: [{ id: ACCOUNT }] },
		message: 'Hi',
	};
	const elementOf = (more: JsonRecord) =>
		(messageEntry({ ...message, ...more }, OWNER)?.entry.messaging as JsonRecord[])[0]!;
	const contentOf = (more: JsonRecord) => elementOf(more).message as JsonRecord;

	it('is the element that Meta sends', () => {
		const element = {
			sender: { id: '77' },
			recipient: { id: ACCOUNT },
			timestamp: AT_MS,
			message: { mid: 'm', text: 'Hi' },
		};
		expect(messageEntry(message, OWNER)).toStrictEqual({
			id: 'm',
			atMs: AT_MS,
			entry: { id: ACCOUNT, time: AT_MS, messaging: [element] },
		});
	});

	it.each(['id', 'created_time', 'from'])('without %s is none', (key) => {
		expect(messageEntry({ ...message, [key]: undefined }, OWNER)).toBeUndefined();
	});

	it.each([
		['its ID', { id: ACCOUNT }],
		['its app-scoped ID', { id: '5' }],
		['its user name', { id: '9', username: 'brand' }],
	])('of the account is an echo, spelled with %s', (_spelling, from) => {
		expect(elementOf({ from, to: { data: [{ id: '77' }] } })).toMatchObject({
			sender: { id: ACCOUNT },
			recipient: { id: '77' },
			message: { is_echo: true },
		});
	});

	it.each([
		['the account, of a message of somebody else', { id: '77' }, ACCOUNT],
		['nobody knows who, of an own message', { id: ACCOUNT }, undefined],
	])('to nobody is to %s', (_whom, from, recipientId) => {
		expect(elementOf({ from, to: undefined }).recipient).toEqual({ id: recipientId });
	});

	it.each<[string, JsonRecord, string, JsonRecord]>([
		['a photo', { image_data: { url: 'u' } }, 'image', { url: 'u' }],
		['a video', { video_data: { url: 'u' } }, 'video', { url: 'u' }],
		['a template', { generic_template: { title: 't' } }, 'template', { title: 't' }],
		['an image file', { mime_type: 'image/png', file_url: 'u' }, 'image', { url: 'u' }],
		['a video file', { mime_type: 'video/mp4', file_url: 'u' }, 'video', { url: 'u' }],
		['a voice message', { mime_type: 'audio/mp4', file_url: 'u' }, 'audio', { url: 'u' }],
		['a document', { mime_type: 'application/pdf', file_url: 'u' }, 'file', { url: 'u' }],
		['a file with a strange type', { mime_type: 'x-image/png', file_url: 'u' }, 'file', { url: 'u' }],
		['a file without a type', { file_url: 'u' }, 'file', { url: 'u' }],
	])('holds %s', (_what, attachment, type, payload) => {
		expect(contentOf({ attachments: { data: [attachment] } }).attachments).toEqual([{ type, payload }]);
	});

	it('holds a story mention, files and shares, in this order', () => {
		const content = contentOf({
			story: { mention: { link: 's' } },
			attachments: { data: [{ image_data: { url: 'i' } }] },
			shares: { data: [{ link: 'l' }] },
		});
		expect(content).toStrictEqual({
			mid: 'm',
			text: 'Hi',
			attachments: [
				{ type: 'story_mention', payload: { url: 's' } },
				{ type: 'image', payload: { url: 'i' } },
				{ type: 'share', payload: { url: 'l' } },
			],
		});
	});

	it.each<[string, JsonRecord, JsonRecord]>([
		['a story', { story: { reply_to: { id: 's', link: 'l' } } }, { story: { id: 's', url: 'l' } }],
		['a story that is over', { story: { reply_to: { id: 's' } } }, { story: { id: 's' } }],
		['a message', { reply_to: { mid: 'p', is_self_reply: false } }, { mid: 'p', is_self_reply: false }],
		['a message by its other name', { reply_to: { id: 'p' } }, { mid: 'p' }],
	])('answers %s', (_what, more, replyTo) => {
		expect(contentOf(more).reply_to).toStrictEqual(replyTo);
	});

	it.each([
		[true, true],
		[false, undefined],
	])('is not shown to apps: %s', (given, expected) => {
		expect(contentOf({ is_unsupported: given }).is_unsupported).toBe(expected);
	});
});

describe('a post', () => {
	const media = {
		id: 'p',
		caption: 'Bread',
		media_type: 'IMAGE',
		media_product_type: 'FEED',
		permalink: 'https://www.instagram.com/p/x/',
		timestamp: AT,
		username: 'brand',
	};
	const place = { accountId: ACCOUNT, field: 'media', nowMs: AT_MS + 5 } as const;

	it('is a change of a field that has the name of the list', () => {
		expect(postEntry({ ...media, like_count: 5 }, place)).toStrictEqual({
			id: 'p',
			atMs: AT_MS,
			entry: { id: ACCOUNT, time: AT_MS / 1000, changes: [{ field: 'media', value: media }] },
		});
	});

	it('without a time is of now, and without an ID none', () => {
		expect(postEntry({ id: 'p' }, place)).toMatchObject({ atMs: AT_MS + 5 });
		expect(postEntry({ ...media, id: undefined }, place)).toBeUndefined();
	});
});
