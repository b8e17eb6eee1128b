/** Message: Send, every kind of message as it reaches Meta, from every source of files. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';
import { fixture } from '../../../simulator/state/fixtures.mts';

const world = useWorld({ per: 'file' });
let recipientId: string;

beforeAll(async () => {
	recipientId = world.simulator.instagram.igsid(world.person, world.account);
});

const HOST = 'https://media.example.test';

/** Bodies of what was sent, without what concerns somebody else. */
const sentBodies = () =>
	world
		.requests()
		.filter(({ path }) => path.endsWith('/messages'))
		.map(({ body }) => body as IDataObject);

async function send(
	parameters: INodeParameters,
	item: INodeExecutionData = { json: {} },
): Promise<IDataObject> {
	const { items, error } = await world.run(
		{ resource: 'message', operation: 'send', recipientId, ...parameters },
		[item],
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(items[0]!.pairedItem).toEqual({ item: 0 });
	return items[0]!.json;
}

async function file(name: string, property = 'data'): Promise<INodeExecutionData['binary']> {
	const { bytes, contentType } = fixture(name)!;
	const { binary } = await world.binaryItem(bytes, contentType, name);
	return { [property]: binary!.data! };
}

const LINK = { type: 'web_url', url: 'https://example.com', title: 'Open' };
const POSTBACK = { type: 'postback', title: 'Prices', payload: 'SHOW_PRICES' };
const CARD = {
	title: 'Summer',
	subtitle: 'From 20 EUR',
	image_url: `${HOST}/photo.jpg`,
	default_action: { type: 'web_url', url: 'https://example.com' },
	buttons: [LINK, POSTBACK],
};
const image = (payload: IDataObject) => ({ type: 'image', payload });

/** Each body as messaging.md section 2 documents it. */
const KINDS: Array<[string, INodeParameters, IDataObject]> = [
	[
		'a text',
		{ messageType: 'text', text: 'Hello https://example.com' },
		{ text: 'Hello https://example.com' },
	],
	[
		'one image',
		{ messageType: 'image', mediaUrl: `${HOST}/photo.jpg` },
		{ attachment: image({ url: `${HOST}/photo.jpg` }) },
	],
	[
		'several images',
		{ messageType: 'image', mediaUrl: `${HOST}/photo-2.jpg, ${HOST}/image.png,${HOST}/animation.gif` },
		{
			attachments: [
				image({ url: `${HOST}/photo-2.jpg` }),
				image({ url: `${HOST}/image.png` }),
				image({ url: `${HOST}/animation.gif` }),
			],
		},
	],
	[
		'a sound',
		{ messageType: 'audio', mediaUrl: `${HOST}/voice.m4a` },
		{ attachment: { type: 'audio', payload: { url: `${HOST}/voice.m4a` } } },
	],
	[
		'a video',
		{ messageType: 'video', mediaUrl: `${HOST}/clip-1.mp4` },
		{ attachment: { type: 'video', payload: { url: `${HOST}/clip-1.mp4` } } },
	],
	[
		'a PDF',
		{ messageType: 'file', mediaUrl: `${HOST}/document.pdf` },
		{ attachment: { type: 'file', payload: { url: `${HOST}/document.pdf` } } },
	],
	['the heart', { messageType: 'sticker' }, { attachment: { type: 'like_heart' } }],
	[
		'quick replies',
		{
			messageType: 'quickReplies',
			text: 'Pick one',
			quickReplies: {
				quickReply: [
					{ title: 'Yes', payload: 'YES' },
					{ title: 'No', payload: '' },
				],
			},
		},
		{
			text: 'Pick one',
			quick_replies: [
				{ content_type: 'text', title: 'Yes', payload: 'YES' },
				{ content_type: 'text', title: 'No', payload: 'No' },
			],
		},
	],
	[
		'a generic template, filled in',
		{
			messageType: 'genericTemplate',
			elements: {
				element: [
					{
						title: 'Summer',
						subtitle: 'From 20 EUR',
						imageUrl: `${HOST}/photo.jpg`,
						linkUrl: 'https://example.com',
						buttons: {
							button: [
								{ type: 'web_url', title: 'Open', url: 'https://example.com' },
								{ type: 'postback', title: 'Prices', payload: 'SHOW_PRICES' },
							],
						},
					},
				],
			},
		},
		{ attachment: { type: 'template', payload: { template_type: 'generic', elements: [CARD] } } },
	],
	[
		'a generic template as JSON',
		{ messageType: 'genericTemplate', defineTemplate: 'json', elementsJson: JSON.stringify([CARD]) },
		{ attachment: { type: 'template', payload: { template_type: 'generic', elements: [CARD] } } },
	],
	[
		'a generic template as the payload that Meta documents',
		{
			messageType: 'genericTemplate',
			defineTemplate: 'json',
			elementsJson: JSON.stringify({ template_type: 'generic', elements: [CARD] }),
		},
		{ attachment: { type: 'template', payload: { template_type: 'generic', elements: [CARD] } } },
	],
	[
		'a button template, filled in',
		{
			messageType: 'buttonTemplate',
			text: 'What next?',
			buttons: {
				button: [
					{ type: 'web_url', title: 'Open', url: 'https://example.com' },
					{ type: 'postback', title: 'Prices', payload: 'SHOW_PRICES' },
				],
			},
		},
		{
			attachment: {
				type: 'template',
				payload: { template_type: 'button', text: 'What next?', buttons: [LINK, POSTBACK] },
			},
		},
	],
	[
		'a button template as JSON',
		{
			messageType: 'buttonTemplate',
			text: 'What next?',
			defineTemplate: 'json',
			buttonsJson: JSON.stringify([LINK]),
		},
		{
			attachment: {
				type: 'template',
				payload: { template_type: 'button', text: 'What next?', buttons: [LINK] },
			},
		},
	],
];

describe.each(KINDS)('%s', (_name, parameters, message) => {
	it('is sent as Meta documents it, once, and gives the ID of the message', async () => {
		const sent = await send(parameters);
		expect(sentBodies()).toEqual([{ recipient: { id: recipientId }, message }]);
		const newest = world.simulator.instagram.messages(world.account, world.person).at(-1)!;
		expect(sent).toEqual({ id: newest.id, personId: recipientId });
	});
});

it('shares an own post, by its ID or its link', async () => {
	const media = world.simulator.instagram.createMedia(world.account);
	await send({ messageType: 'post', mediaId: { __rl: true, mode: 'id', value: media.id } });
	await send({
		messageType: 'post',
		mediaId: { __rl: true, mode: 'url', value: `https://www.instagram.com/p/${media.shortcode}/` },
	});
	expect(sentBodies().map(({ message }) => message)).toEqual(
		Array(2).fill({ attachment: { type: 'MEDIA_SHARE', payload: { id: media.id } } }),
	);
});

describe('a file of an earlier node', () => {
	it.each([
		['image', 'image.png'],
		['audio', 'voice.m4a'],
		['video', 'clip-1.mp4'],
		['file', 'document.pdf'],
	])('is sent as %s by a signed URL that Meta has fetched', async (messageType, name) => {
		await send({ messageType, mediaSource: 'binary' }, { json: {}, binary: await file(name) });
		const { attachment } = sentBodies()[0]!.message as {
			attachment: { type: string; payload: { url: string } };
		};
		expect(attachment.type).toBe(messageType);
		expect(attachment.payload.url).toMatch(/^https:\/\/n8n\.example\.test\/.*signed/);
	});

	it('may be several images', async () => {
		const binary = { ...(await file('photo-2.jpg', 'first')), ...(await file('photo-3.jpg', 'second')) };
		await send(
			{ messageType: 'image', mediaSource: 'binary', binaryPropertyName: 'first, second' },
			{ json: {}, binary },
		);
		expect((sentBodies()[0]!.message as { attachments: unknown[] }).attachments).toHaveLength(2);
	});

	it('is refused before any call when Meta does not take its kind', async () => {
		const item = { json: {}, binary: await file('image.png') };
		const { error } = await world.run(
			{ resource: 'message', operation: 'send', recipientId, messageType: 'file', mediaSource: 'binary' },
			[item],
		);
		expect(error?.message).toMatch(/^Input Binary Field holds a PNG image/);
		expect(sentBodies()).toEqual([]);
	});
});

describe('an uploaded attachment', () => {
	it('is uploaded once and sent by its ID', async () => {
		const uploaded = await world.run({
			resource: 'message',
			operation: 'uploadAttachment',
			attachmentType: 'image',
			mediaUrl: `${HOST}/photo.jpg`,
		});
		expect(uploaded.error).toBeUndefined();
		const attachmentId = uploaded.items[0]!.json.id as string;
		expect(world.requests()[0]).toMatchObject({
			method: 'POST',
			path: `/v25.0/${world.account.id}/message_attachments`,
			body: {
				message: { attachment: { type: 'image', payload: { url: `${HOST}/photo.jpg`, is_reusable: true } } },
			},
		});
		await send({ messageType: 'image', mediaSource: 'attachmentId', attachmentId });
		expect(sentBodies()[0]!.message).toEqual({ attachment: image({ attachment_id: attachmentId }) });
	});

	it('is uploaded from a file of an earlier node', async () => {
		const item = { json: {}, binary: await file('document.pdf') };
		const { items, error } = await world.run(
			{ resource: 'message', operation: 'uploadAttachment', attachmentType: 'file', mediaSource: 'binary' },
			[item],
		);
		expect(error).toBeUndefined();
		expect(items[0]!.json).toEqual({
			id: expect.stringMatching(/^\d+$/) as string,
			attachmentType: 'file',
		});
	});

	it('says what to do where Instagram does not offer the upload', async () => {
		world.simulator.switches.messageAttachments = 'refused';
		const { error } = await world.run({
			resource: 'message',
			operation: 'uploadAttachment',
			attachmentType: 'image',
			mediaUrl: `${HOST}/photo.jpg`,
		});
		world.simulator.switches.messageAttachments = 'allowed';
		expect(error?.message).toBe(
			'Instagram does not know this object, or the connected account may not use it',
		);
	});
});
