import { fixture } from '../../simulator/state/fixtures.mts';
import { ask, errorOf, scene, useScene, useThread } from './support.mts';
import type { Answer } from './support.mts';

const s = useScene({ switches: { messagingRateLimits: false } });
const igsid = useThread(s);

const MEDIA = 'https://media.example.test';
const HOUR = 3_600_000;
const send = (message: unknown, more: Record<string, unknown> = {}): Promise<Answer> =>
	s.post(`/v25.0/${s.account.id}/messages`, { recipient: { id: igsid() }, message, ...more });

describe('text', () => {
	test('is sent, and is in the thread', async () => {
		const answer = await send({ text: 'Hallo' });
		expect(answer.json).toEqual({
			recipient_id: igsid(),
			message_id: expect.stringMatching(/^aWdf/) as string,
		});
		expect(s.simulator.instagram.messages(s.account, s.person).map((one) => one.text)).toEqual([
			'hello',
			'Hallo',
		]);
		const read = await s.get(`/${String(answer.json['message_id'])}?fields=id,created_time,from,to,message`);
		expect(read.json).toMatchObject({
			from: { id: s.account.id, username: 'brand' },
			to: { data: [{ id: igsid(), username: 'ada' }] },
			message: 'Hallo',
		});
	});

	test('has 1000 bytes, not characters', async () => {
		expect((await send({ text: 'x'.repeat(1000) })).status).toBe(200);
		expect(errorOf(await send({ text: 'ü'.repeat(501) }))).toBe('100/2534015');
		expect(errorOf(await send({ text: '' }))).toBe('100/2534015');
	});

	test('goes only to people who wrote within 24 hours', async () => {
		expect(
			errorOf(
				await s.post('/me/messages', { recipient: { id: '12345678901234567' }, message: { text: 'x' } }),
			),
		).toBe('100/2534014');
		expect(
			errorOf(await s.post('/me/messages', { recipient: { id: s.account.id }, message: { text: 'x' } })),
		).toBe('100/2534014');
		const stranger = s.simulator.instagram.createPerson({ username: 'stranger' });
		const id = s.simulator.instagram.igsid(stranger, s.account);
		expect(errorOf(await s.post('/me/messages', { recipient: { id }, message: { text: 'x' } }))).toBe(
			'10/2534022',
		);
		s.simulator.clock.advance(24 * HOUR + 1);
		expect(errorOf(await send({ text: 'late' }))).toBe('10/2534022');
		await s.simulator.instagram.sendDirectMessage({ from: s.person, to: s.account, text: 'again' });
		expect((await send({ text: 'in time' })).status).toBe(200);
	});

	test('HUMAN_AGENT needs its feature and lasts 7 days; other tags are gone', async () => {
		const tag = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
		s.simulator.clock.advance(6 * 24 * HOUR);
		expect((await send({ text: 'x' }, tag)).status).toBe(403);
		s.app.humanAgent = true;
		expect((await send({ text: 'x' }, tag)).status).toBe(200);
		expect(errorOf(await send({ text: 'x' }, { ...tag, tag: 'ACCOUNT_UPDATE' }))).toBe('100');
		s.simulator.clock.advance(24 * HOUR + 1);
		expect(errorOf(await send({ text: 'x' }, tag))).toBe('10/2534022');
	});

	test('errors of the account and the person', async () => {
		s.account.messagesAllowed = false;
		expect(errorOf(await send({ text: 'x' }))).toBe('200/2534041');
		s.account.messagesAllowed = true;
		s.person.blocked.push(s.account.id);
		expect(errorOf(await send({ text: 'x' }))).toBe('551/1545041');
	});
});

describe('other bodies', () => {
	test.each<[string, Record<string, unknown>]>([
		['image by object', { attachments: { type: 'image', payload: { url: `${MEDIA}/photo.jpg` } } }],
		['image in production style', { attachment: { type: 'image', payload: { url: `${MEDIA}/image.png` } } }],
		[
			'two images',
			{ attachments: [1, 2].map(() => ({ type: 'image', payload: { url: `${MEDIA}/photo-2.jpg` } })) },
		],
		['audio', { attachment: { type: 'audio', payload: { url: `${MEDIA}/voice.m4a` } } }],
		['video', { attachment: { type: 'video', payload: { url: `${MEDIA}/reel.mp4` } } }],
		['file', { attachment: { type: 'file', payload: { url: `${MEDIA}/document.pdf` } } }],
		['heart', { attachment: { type: 'like_heart' } }],
		[
			'quick replies',
			{ text: 'Pick', quick_replies: [{ content_type: 'text', title: 'x'.repeat(30), payload: 'P' }] },
		],
		[
			'generic template',
			{
				attachment: {
					type: 'template',
					payload: { template_type: 'generic', elements: [{ title: 'T', subtitle: 'S' }] },
				},
			},
		],
		[
			'button template',
			{
				attachment: {
					type: 'template',
					payload: {
						template_type: 'button',
						text: 'T',
						buttons: [{ type: 'postback', title: 'B', payload: 'P' }],
					},
				},
			},
		],
	])('%s', async (_name, message) => {
		expect((await send(message)).status).toBe(200);
	});

	test.each<[string, Record<string, unknown>, string]>([
		[
			'an unreachable file',
			{ attachment: { type: 'image', payload: { url: 'https://nowhere.example.test/a.jpg' } } },
			'100/2018008',
		],
		[
			'a page as image',
			{ attachment: { type: 'image', payload: { url: `${MEDIA}/page.html` } } },
			'100/2018047',
		],
		['a huge image', { attachment: { type: 'image', payload: { url: `${MEDIA}/huge.jpg` } } }, '100/2018109'],
		[
			'an unknown attachment id',
			{ attachment: { type: 'image', payload: { attachment_id: '1' } } },
			'100/2018074',
		],
		[
			'eleven images',
			{
				attachments: Array.from({ length: 11 }, () => ({
					type: 'image',
					payload: { url: `${MEDIA}/photo.jpg` },
				})),
			},
			'100/2534015',
		],
		[
			'14 quick replies',
			{
				text: 'x',
				quick_replies: Array.from({ length: 14 }, () => ({ content_type: 'text', title: 'a', payload: 'a' })),
			},
			'100/2534015',
		],
		[
			'a title alone',
			{ attachment: { type: 'template', payload: { template_type: 'generic', elements: [{ title: 'T' }] } } },
			'100/2534015',
		],
		[
			'four buttons',
			{
				attachment: {
					type: 'template',
					payload: {
						template_type: 'button',
						text: 'T',
						buttons: [1, 2, 3, 4].map(() => ({ type: 'postback', title: 'B', payload: 'P' })),
					},
				},
			},
			'100/2534015',
		],
		[
			"someone else's post",
			{ attachment: { type: 'MEDIA_SHARE', payload: { id: '17900000000000001' } } },
			'100/2534015',
		],
	])('%s is refused', async (_name, message, error) => {
		expect(errorOf(await send(message))).toBe(error);
	});

	test('a file uploaded as multipart arrives byte for byte', async () => {
		const bytes = fixture('photo.jpg')?.bytes ?? Buffer.alloc(0);
		const part = (head: string): string => `\r\n--b\r\nContent-Disposition: form-data; name=${head}\r\n\r\n`;
		const body = Buffer.concat([
			Buffer.from(`${part('"message"')}{"attachment":{"type":"image"}}`),
			Buffer.from(part('"filedata"; filename="photo.jpg"\r\nContent-Type: image/jpeg')),
			bytes,
			Buffer.from('\r\n--b--\r\n'),
		]);
		const headers = { 'content-type': 'multipart/form-data; boundary=b' };
		const { json } = await ask(s.simulator, '/me/message_attachments', { token: s.token, headers, body });
		await send({ attachment: { type: 'image', payload: { attachment_id: json['attachment_id'] } } });
		const sent = s.simulator.instagram.messages(s.account, s.person).at(-1);
		const { pathname, search, host } = new URL(String(sent?.attachments[0]?.payload?.['url']));
		const file = await ask(s.simulator, pathname + search, { host });
		expect(file.headers['content-type']).toBe('image/jpeg');
		expect(file.bytes.equals(bytes)).toBe(true);
	});

	test('own post, uploaded image, reply to a message', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		expect((await send({ attachment: { type: 'MEDIA_SHARE', payload: { id: media.id } } })).status).toBe(200);
		const upload = await s.post('/me/message_attachments', {
			message: { attachment: { type: 'image', payload: { url: `${MEDIA}/photo.jpg`, is_reusable: true } } },
		});
		expect(
			(
				await send({
					attachment: { type: 'image', payload: { attachment_id: upload.json['attachment_id'] } },
				})
			).status,
		).toBe(200);
		const [first] = s.simulator.instagram.messages(s.account, s.person);
		expect((await send({ text: 'x' }, { reply_to: { mid: first?.id } })).status).toBe(200);
		expect(errorOf(await send({ text: 'x' }, { reply_to: { mid: 'nope' } }))).toBe('100/2534015');
	});
});

describe('sender actions', () => {
	const act = (more: Record<string, unknown>): Promise<Answer> =>
		s.post('/me/messages', { recipient: { id: igsid() }, ...more });

	test('typing, seen, reactions', async () => {
		expect((await act({ sender_action: 'typing_on' })).json).toEqual({ recipient_id: igsid() });
		expect((await act({ sender_action: 'mark_seen' })).status).toBe(200);
		const [first] = s.simulator.instagram.messages(s.account, s.person);
		await act({ sender_action: 'react', payload: { message_id: first?.id, reaction: 'love' } });
		expect(s.simulator.instagram.messages(s.account, s.person)[0]?.reaction?.byAccount).toBe('love');
		await act({ sender_action: 'unreact', payload: { message_id: first?.id } });
		expect(s.simulator.instagram.messages(s.account, s.person)[0]?.reaction?.byAccount).toBeUndefined();
	});

	test('not together with a message', async () => {
		expect(errorOf(await act({ sender_action: 'typing_on', message: { text: 'x' } }))).toBe('100/2018014');
		expect(errorOf(await act({ sender_action: 'dance' }))).toBe('100');
	});
});

describe('private replies', () => {
	const reply = (id: string, message: unknown = { text: 'psst' }): Promise<Answer> =>
		s.post('/me/messages', { recipient: { comment_id: id }, message });

	test('once per comment, within 7 days, without opening the window', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		const stranger = s.simulator.instagram.createPerson({ username: 'stranger' });
		const { id } = await s.simulator.instagram.comment({ from: stranger, media, text: 'price?' });
		const answer = await reply(id);
		expect(answer.json).toMatchObject({ recipient_id: s.simulator.instagram.igsid(stranger, s.account) });
		expect(errorOf(await reply(id))).toBe('100/2534025');
		const recipient = { id: answer.json['recipient_id'] };
		expect(errorOf(await s.post('/me/messages', { recipient, message: { text: 'more' } }))).toBe(
			'10/2534022',
		);
		const { id: old } = await s.simulator.instagram.comment({ from: s.person, media, text: 'old' });
		s.simulator.clock.advance(7 * 24 * HOUR + 1);
		expect(errorOf(await reply(old))).toBe('100/2534025');
	});
});

test('rate limits', async () => {
	// time stands still, so that on a busy machine too all of this falls into one second
	const still = await scene({ speed: 1e-9, switches: { messagingRateLimits: true } });
	try {
		const { simulator, account, person } = still;
		await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'hello' });
		const recipient = { id: simulator.instagram.igsid(person, account) };
		const post = () => still.post(`/v25.0/${account.id}/messages`, { recipient, message: { text: 'x' } });
		const answers = await Promise.all(Array.from({ length: 101 }, post));
		expect(answers.filter((answer) => errorOf(answer) === '613/2534040')).toHaveLength(1);
		await still.get('/me/conversations');
		await still.get('/me/conversations');
		expect(errorOf(await still.get('/me/conversations'))).toBe('613/2534040');
	} finally {
		await still.simulator.close();
	}
});

test.each(['counted', 'free'] as const)('reads of messages are %s', async (reads) => {
	const still = await scene({ speed: 1e-9, switches: { messagingRateLimits: true, messageReads: reads } });
	try {
		const { simulator, account, person } = still;
		const { mid } = await simulator.instagram.sendDirectMessage({ from: person, to: account, text: 'hello' });
		const answers = [];
		for (let read = 0; read < 3; read += 1) answers.push(await still.get(`/${mid}?fields=message`));
		const third = reads === 'counted' ? '613/2534040' : undefined;
		expect(answers.map((answer) => (answer.status === 200 ? undefined : errorOf(answer)))).toEqual([
			undefined,
			undefined,
			third,
		]);
	} finally {
		await still.simulator.close();
	}
});
