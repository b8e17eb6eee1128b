import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { fixture } from '../../simulator/state/fixtures.mts';
import { defaultSwitches } from '../../simulator/state/switches.mts';
import type { Switches } from '../../simulator/state/switches.mts';
import { ask, errorOf, messageOf, startReceiver, useScene, useThread } from './support.mts';
import type { Answer } from './support.mts';

const s = useScene();
const igsid = useThread(s);

const MEDIA = 'https://media.example.test';
const IMAGE = { image_url: `${MEDIA}/photo.jpg` };
const DAY = 86_400_000;

function turn(changes: Partial<Switches>): void {
	Object.assign(s.simulator.switches, changes);
}

const create = (json: unknown): Promise<Answer> => s.post('/me/media', json);
const send = (message: unknown, more: Record<string, unknown> = {}): Promise<Answer> =>
	s.post('/me/messages', { recipient: { id: igsid() }, message, ...more });
const refresh = (): Promise<Answer> =>
	ask(s.simulator, `/refresh_access_token?grant_type=ig_refresh_token&access_token=${s.token}`);

/** The status of a container once its video has been looked at. */
async function settled(id: unknown): Promise<string> {
	for (;;) {
		const { json } = await s.get(`/${String(id)}?fields=status`);
		if (!String(json['status']).startsWith('In Progress')) return String(json['status']);
	}
}

test('every switch is turned in some test', () => {
	const folder = join(process.cwd(), 'test/simulator');
	const sources = readdirSync(folder)
		.map((name) => readFileSync(join(folder, name), 'utf8'))
		.join('\n');
	for (const name of Object.keys(defaultSwitches())) {
		expect([name, new RegExp(`switches\\.${name}\\b|\\b${name}:`).test(sources)]).toEqual([name, true]);
	}
});

describe('tokens', () => {
	test('malformedToken', async () => {
		expect(errorOf(await s.get('/me', 'abc'))).toBe('100');
		turn({ malformedToken: 'error190' });
		expect(errorOf(await s.get('/me', 'abc'))).toBe('190');
	});

	test('refreshReturns: the same string, with 60 more days', async () => {
		turn({ refreshReturns: 'same' });
		s.simulator.clock.advance(50 * DAY);
		expect((await refresh()).json).toMatchObject({ access_token: s.token, expires_in: 5_183_944 });
		s.simulator.clock.advance(50 * DAY);
		expect((await s.get('/me')).status).toBe(200);
	});

	test('exchangeLongToken', async () => {
		const query = `grant_type=ig_exchange_token&client_secret=${s.app.instagramAppSecret}&access_token=${s.token}`;
		expect((await ask(s.simulator, `/access_token?${query}`)).status).toBe(400);
		turn({ exchangeLongToken: 'same' });
		expect((await ask(s.simulator, `/access_token?${query}`)).json['access_token']).toBe(s.token);
	});

	test('throttleStatus', async () => {
		turn({ usageHeadersAfterCalls: 1, callsPer24h: 1, throttleStatus: 429 });
		const answer = await s.get('/me');
		expect([answer.status, errorOf(answer)]).toEqual([429, '80002/2446079']);
	});
});

describe('publishing', () => {
	test('unknownUsernames', async () => {
		const tags = [{ username: 'nobody', x: 0.5, y: 0.5 }];
		for (const json of [
			{ ...IMAGE, collaborators: ['nobody'] },
			{ ...IMAGE, user_tags: tags },
		]) {
			turn({ unknownUsernames: 'refused' });
			expect(errorOf(await create(json))).toBe('110/2207018');
			turn({ unknownUsernames: 'accepted' });
			expect((await create(json)).status).toBe(200);
		}
	});

	test('childFields', async () => {
		const album = s.simulator.instagram.createMedia(s.account, { mediaType: 'CAROUSEL_ALBUM' });
		const child = s.simulator.instagram.createMedia(s.account, { parentId: album.id });
		const read = () => s.get(`/${child.id}?fields=media_type,permalink`);
		expect((await read()).json).toEqual({ id: child.id, media_type: 'IMAGE' });
		turn({ childFields: 'refused' });
		expect(errorOf(await read())).toBe('100');
		expect((await s.get(`/${child.id}?fields=media_type,timestamp`)).status).toBe(200);
	});

	test('collaborators', async () => {
		const json = { ...IMAGE, collaborators: [s.person.username] };
		expect((await create(json)).status).toBe(200);
		turn({ collaborators: 'refused' });
		expect(messageOf(await create(json))).toBe('param collaborators is not allowed');
	});

	test('png', async () => {
		turn({ png: 'accepted' });
		expect((await create({ image_url: `${MEDIA}/image.png` })).status).toBe(200);
	});

	test('refusedFetches', async () => {
		turn({ refusedFetches: 1 });
		expect(errorOf(await create(IMAGE))).toBe('9004/2207052');
		expect((await create(IMAGE)).status).toBe(200);
	});

	test('unknownAfterCreation and containerStatus', async () => {
		turn({ unknownAfterCreation: 1, containerStatus: 'textOnly' });
		const id = String((await create(IMAGE)).json['id']);
		const read = () => s.get(`/${id}?fields=status_code,status`);
		expect(errorOf(await read())).toBe('100/33');
		const { status, status_code: code } = (await read()).json;
		expect([status, code]).toEqual([expect.stringMatching(/^Finished: /), undefined]);
	});

	test('quotaEndpoint', async () => {
		turn({ quotaEndpoint: 'unsupported' });
		expect(errorOf(await s.get('/me/content_publishing_limit'))).toBe('100');
	});

	test('publishErrorType', async () => {
		turn({ publishErrorType: 'IGApiException' });
		expect((await create({ image_url: `${MEDIA}/huge.jpg` })).json['error']).toMatchObject({
			type: 'IGApiException',
			code: 36000,
		});
	});

	test('quotaDelayMs and storiesCountForQuota', async () => {
		turn({ quotaDelayMs: 60_000 });
		const usage = async (): Promise<unknown> =>
			(await s.get('/me/content_publishing_limit')).json['quota_usage'];
		for (const json of [IMAGE, { ...IMAGE, media_type: 'STORIES' }]) {
			await s.post('/me/media_publish', { creation_id: (await create(json)).json['id'] });
		}
		expect(await usage()).toBe(0);
		s.simulator.clock.advance(60_000);
		expect(await usage()).toBe(2);
		turn({ storiesCountForQuota: false });
		expect(await usage()).toBe(1);
		expect(errorOf(await s.get('/me/content_publishing_limit?since=1'))).toBe('100');
	});

	describe('from a file server of the outside world', () => {
		const photo = fixture('photo.jpg')?.bytes ?? Buffer.alloc(0);
		const progressive = Buffer.from(photo);
		progressive[progressive.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc2;
		const server = createServer((request, response) => {
			if (request.url === '/slow.jpg') return;
			if (request.url === '/moved.jpg') response.writeHead(302, { location: `${MEDIA}/photo.jpg` }).end();
			else if (request.url === '/progressive.jpg') response.writeHead(200).end(progressive);
			else response.writeHead(200, { 'content-type': 'video/mp4' }).end(fixture('reel.mp4')?.bytes);
		});
		beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
		beforeEach(() => {
			s.simulator.resolve['files.example.test'] =
				`http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		});
		afterAll(() => {
			server.close();
			server.closeAllConnections();
		});
		const image = (name: string): Promise<Answer> =>
			create({ image_url: `https://files.example.test/${name}` });

		test('downloadTimeoutMs: too slow is -2/2207003; redirects are followed', async () => {
			turn({ downloadTimeoutMs: 50 });
			expect(errorOf(await image('slow.jpg'))).toBe('-2/2207003');
			expect((await image('moved.jpg')).status).toBe(200);
		});

		test('progressiveJpeg', async () => {
			expect(errorOf(await image('progressive.jpg'))).toBe('9004/2207052');
			turn({ progressiveJpeg: 'accepted' });
			expect((await image('progressive.jpg')).status).toBe(200);
		});

		test('videoNeedsRange', async () => {
			const reel = async (): Promise<string> =>
				settled(
					(await create({ media_type: 'REELS', video_url: 'https://files.example.test/reel.mp4' })).json[
						'id'
					],
				);
			expect(await reel()).toMatch(/^Finished/);
			turn({ videoNeedsRange: true });
			expect(await reel()).toBe('Error: Media upload has failed with error code 2207077');
		});
	});
});

describe('messages', () => {
	test('windowErrorStatus and windowSubcode', async () => {
		turn({ windowErrorStatus: 403, windowSubcode: 2018278 });
		s.simulator.clock.advance(2 * DAY);
		const answer = await send({ text: 'late' });
		expect([answer.status, errorOf(answer)]).toEqual([403, '10/2018278']);
	});

	test('humanAgentError', async () => {
		turn({ humanAgentError: 'error2018276' });
		expect(errorOf(await send({ text: 'x' }, { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }))).toBe(
			'100/2018276',
		);
	});

	test('sendsPerSecond', async () => {
		turn({ sendsPerSecond: 300 });
		const answers = await Promise.all(Array.from({ length: 150 }, () => send({ text: 'x' })));
		expect(answers.every((answer) => answer.status === 200)).toBe(true);
	});

	test('selfMessages', async () => {
		expect(messageOf(await s.post('/me/messages', { message: { text: 'note' } }))).toBe(
			'The parameter recipient is required.',
		);
		turn({ selfMessages: 'allowed' });
		expect((await s.post('/me/messages', { message: { text: 'note' } })).json).toEqual({
			id: expect.stringMatching(/^aWdf/) as string,
		});
	});

	test('conversationsWithoutAccess', async () => {
		s.account.messagesAllowed = false;
		expect(errorOf(await s.get('/me/conversations'))).toBe('200/2534041');
		turn({ conversationsWithoutAccess: 'allowed' });
		expect((await s.get('/me/conversations')).status).toBe(200);
	});

	test('messageAttachments', async () => {
		turn({ messageAttachments: 'refused' });
		expect(errorOf(await s.post('/me/message_attachments', { message: {} }))).toBe('100/33');
	});

	test('messengerProfileSuccess and welcomeFlowsResponse', async () => {
		turn({ messengerProfileSuccess: 'result', welcomeFlowsResponse: 'array' });
		const menu = [{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'T', payload: 'P' }] }];
		expect((await s.post('/me/messenger_profile', { persistent_menu: menu })).json).toEqual({
			result: 'success',
		});
		expect((await s.get('/me/welcome_message_flows')).json).toEqual([]);
	});

	test('privateReplyTemplates', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		const { id } = await s.simulator.instagram.comment({ from: s.person, media, text: 'price?' });
		const buttons = [{ type: 'postback', title: 'B', payload: 'P' }];
		const message = {
			attachment: { type: 'template', payload: { template_type: 'button', text: 'T', buttons } },
		};
		const reply = (): Promise<Answer> => s.post('/me/messages', { recipient: { comment_id: id }, message });
		expect(errorOf(await reply())).toBe('100/2534015');
		turn({ privateReplyTemplates: 'allowed' });
		expect((await reply()).status).toBe(200);
	});
});

test.each([
	['accountId', () => ({ id: s.account.id, username: s.account.username })],
	['appScopedId', () => ({ id: s.account.appScopedId, username: s.account.username })],
	['usernameOnly', () => ({ username: s.account.username })],
] as const)('ownCommentFrom: %s', async (ownCommentFrom, from) => {
	const receiver = await startReceiver();
	s.simulator.resolve['n8n.example.test'] = receiver.origin;
	s.app.callback = {
		callbackUrl: 'https://n8n.example.test/webhook',
		verifyToken: 'verify',
		fields: ['comments'],
	};
	s.simulator.instagram.subscribe(s.account, s.app, ['comments']);
	turn({ ownCommentFrom });
	const media = s.simulator.instagram.createMedia(s.account);
	await s.simulator.instagram.comment({ from: s.account, media, text: 'Thanks' });
	await s.simulator.deliveries.idle();
	const [entry] = receiver.received[0]?.json['entry'] as {
		changes: { value: { from: Record<string, unknown> } }[];
	}[];
	const { self_ig_scoped_id: scoped, ...spelled } = entry?.changes[0]?.value.from ?? {};
	expect(spelled).toEqual(from());
	expect(scoped).toEqual(ownCommentFrom === 'accountId' ? s.account.selfIgsid : undefined);
	await receiver.close();
});

test('tags', async () => {
	turn({ tags: 'refused' });
	expect(errorOf(await s.get('/me/tags'))).toBe('100/33');
});

test('webhookTimeoutMs and shuffleBatches', async () => {
	const receiver = await startReceiver();
	s.simulator.resolve['n8n.example.test'] = receiver.origin;
	s.app.callback = {
		callbackUrl: 'https://n8n.example.test/webhook',
		verifyToken: 'verify',
		fields: ['messages'],
	};
	s.simulator.instagram.subscribe(s.account, s.app, ['messages']);
	turn({ batchWindowMs: 1000, shuffleBatches: true });
	const texts = Array.from({ length: 12 }, (_, index) => `n${index}`);
	const sent = texts.map((text) =>
		s.simulator.instagram.sendDirectMessage({ from: s.person, to: s.account, text }),
	);
	await s.simulator.deliveries.idle();
	await Promise.all(sent);
	const [entry] = receiver.received[0]?.json['entry'] as { messaging: { message: { text: string } }[] }[];
	const received = (entry?.messaging ?? []).map((one) => one.message.text);
	expect(received).not.toEqual(texts);
	expect([...received].sort()).toEqual([...texts].sort());
	await receiver.close();

	const silent = createServer(() => undefined);
	await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
	s.simulator.resolve['n8n.example.test'] = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
	turn({ batchWindowMs: 0, webhookTimeoutMs: 30 });
	const { delivery } = await s.simulator.instagram.sendDirectMessage({
		from: s.person,
		to: s.account,
		text: 'x',
	});
	expect(delivery?.attempts[0]).toMatchObject({ status: 0, error: 'no answer in 30 ms' });
	silent.close();
	silent.closeAllConnections();
});
