/** What Meta documents as limits is refused before a call, at the border and with the field's name. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useWorld } from '../../support/world.mts';

const world = useWorld({ per: 'file' });
let recipientId: string;

beforeAll(async () => {
	recipientId = world.simulator.instagram.igsid(world.person, world.account);
});

const times = <T,>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const emojis = (count: number) => '😀'.repeat(count);

async function run(parameters: INodeParameters) {
	return await world.run({ resource: 'message', operation: 'send', recipientId, ...parameters });
}

const element = { title: 'Shirt', subtitle: 'Blue' };
const button = { type: 'postback', title: 'Go', payload: 'GO' };
const URLS = times(11, 'https://media.example.test/photo.jpg');

const BORDERS: Array<[string, INodeParameters, INodeParameters, string]> = [
	[
		'a text of 1000 bytes',
		{ text: emojis(250) },
		{ text: `${emojis(250)}!` },
		'Text has 1001 bytes; Instagram allows 1000 (a letter takes 1 to 4)',
	],
	[
		'13 quick replies',
		{ messageType: 'quickReplies', text: 'Pick', quickReplies: { quickReply: times(13, { title: 'Yes' }) } },
		{ messageType: 'quickReplies', text: 'Pick', quickReplies: { quickReply: times(14, { title: 'Yes' }) } },
		'Quick Replies has 14 entries; Instagram allows 13',
	],
	[
		'10 elements',
		{ messageType: 'genericTemplate', elements: { element: times(10, element) } },
		{ messageType: 'genericTemplate', elements: { element: times(11, element) } },
		'Elements has 11 elements; Instagram allows 10',
	],
	[
		'10 elements of JSON',
		{
			messageType: 'genericTemplate',
			defineTemplate: 'json',
			elementsJson: JSON.stringify(times(10, element)),
		},
		{
			messageType: 'genericTemplate',
			defineTemplate: 'json',
			elementsJson: JSON.stringify(times(11, element)),
		},
		'Elements (JSON) has 11 elements; Instagram allows 10',
	],
	[
		'3 buttons',
		{ messageType: 'buttonTemplate', text: 'Pick', buttons: { button: times(3, button) } },
		{ messageType: 'buttonTemplate', text: 'Pick', buttons: { button: times(4, button) } },
		'Buttons has 4 buttons; Instagram allows 3',
	],
	[
		'a text of 640 characters above buttons',
		{ messageType: 'buttonTemplate', text: emojis(640), buttons: { button: [button] } },
		{ messageType: 'buttonTemplate', text: emojis(641), buttons: { button: [button] } },
		'Text has 641 characters; Instagram allows 640 above buttons',
	],
	[
		'10 images',
		{ messageType: 'image', mediaUrl: URLS.slice(1).join('\n') },
		{ messageType: 'image', mediaUrl: URLS.join('\n') },
		'Media URL names 11 files; Instagram allows 10 images in a message',
	],
];

describe.each(BORDERS)('%s', (_what, atBorder, beyond, message) => {
	it('is sent, and accepted', async () => {
		const { error } = await run(atBorder);
		expect(error).toBeUndefined();
	});

	it('is the most; one more is refused before any call', async () => {
		const { error } = await run(beyond);
		expect(error?.message).toBe(message);
		expect(world.requests()).toEqual([]);
	});
});

describe('what cannot be sent', () => {
	it.each<[string, INodeParameters, string]>([
		['an empty text', { text: '={{ "" }}' }, 'Text is empty'],
		['a text of spaces', { text: '   ', additionalFields: { splitLongText: true } }, 'Text is empty'],
		[
			'a name instead of an ID',
			{ recipientId: '@customer', text: 'Hi' },
			'Person must be an Instagram ID, which has digits only, not "@customer"',
		],
		[
			'an ID that was rounded',
			{ recipientId: 12345678901234567890, text: 'Hi' },
			'Person was rounded: it came as a number',
		],
		[
			'no quick reply',
			{ messageType: 'quickReplies', text: 'Pick', quickReplies: {} },
			'Quick Replies is empty; add at least one',
		],
		[
			'a template without buttons',
			{ messageType: 'buttonTemplate', text: 'Pick', buttons: {} },
			'Buttons is empty; add one to 3 buttons',
		],
		[
			'JSON that is none',
			{ messageType: 'genericTemplate', defineTemplate: 'json', elementsJson: '[' },
			'Elements (JSON) is not valid JSON',
		],
		[
			'JSON that is no list',
			{ messageType: 'buttonTemplate', text: 'x', defineTemplate: 'json', buttonsJson: '"x"' },
			'Buttons (JSON) must be a list of buttons in square brackets',
		],
		[
			'two videos',
			{ messageType: 'video', mediaUrl: 'https://e.example.com/1.mp4,https://e.example.com/2.mp4' },
			'Media Source gives 2 files; a message holds one',
		],
		[
			'an address without https',
			{ messageType: 'image', mediaUrl: 'http://e.example.com/1.jpg' },
			'Media URL must start with https://',
		],
		[
			'a path instead of a message ID',
			{ text: 'x', additionalFields: { replyTo: '../me' } },
			'Reply to Message ID must be an ID of Instagram\'s, not "../me"',
		],
	])('%s', async (_what, parameters, message) => {
		const { error } = await run(parameters);
		expect(error?.message).toBe(message);
		expect(world.requests()).toEqual([]);
	});
});

describe('Split Long Text', () => {
	const text = Array.from(
		{ length: 80 },
		(_unused, index) => `This is sentence number ${index + 1}, and it has an é.`,
	).join(' ');

	it('sends the text in order, cut at sentence ends, and only the first part is a reply', async () => {
		const { mid } = await world.simulator.instagram.sendDirectMessage({
			from: world.person,
			to: world.account,
			text: 'Tell me',
		});
		const { items, error } = await run({ text, additionalFields: { splitLongText: true, replyTo: mid } });
		expect(error).toBeUndefined();
		const bodies = world
			.requests()
			.map(({ body }) => body as { message: { text: string }; reply_to?: IDataObject });
		const texts = bodies.map(({ message }) => message.text);
		expect(texts.length).toBe(4);
		expect(texts.join(' ')).toBe(text);
		for (const part of texts) {
			expect(part).toMatch(/\.$/);
			expect(Buffer.byteLength(part)).toBeLessThanOrEqual(1000);
		}
		expect(bodies.map((body) => body.reply_to)).toEqual([{ mid }, undefined, undefined, undefined]);
		const arrived = world.simulator.instagram.messages(world.account, world.person).slice(-4);
		expect(arrived.map((message) => message.text)).toEqual(texts);
		expect(items[0]!.json).toEqual({
			id: arrived[3]!.id,
			personId: recipientId,
			messageIds: arrived.map(({ id }) => id),
		});
	});

	it('is offered in the error when it is off', async () => {
		const { error } = await run({ text });
		expect(error?.description).toBe('Shorten the text, or turn on Split Long Text under Additional Fields.');
		expect(world.requests()).toEqual([]);
	});

	it('says how many parts were sent when one fails, and sends none after it', async () => {
		const refusal = { error: { message: 'x', type: 'IGApiException', code: 551, fbtrace_id: 'F' } };
		const arrived = () => world.simulator.instagram.messages(world.account, world.person).length;
		const before = arrived();
		const pending = run({ text, additionalFields: { splitLongText: true } });
		while (arrived() === before) await new Promise((resolve) => setImmediate(resolve));
		world.simulator.faults.failNext(
			{ path: '/messages' },
			{ kind: 'status', status: 400, body: refusal, effect: 'before' },
		);
		const { error } = await pending;
		expect(error?.message).toMatch(
			/^[123] of 4 parts were sent\. The person is not receiving messages from the account$/,
		);
		const sent = world.requests().filter(({ status }) => status === 200).length;
		expect(error?.context.data).toMatchObject({ error: { partsSent: sent, parts: 4 } });
		expect(world.requests()).toHaveLength(sent + 1);
	});
});
