/** What is added to events after Meta has its answer: files, profiles, the text of announced messages. */
import { useTriggers, expectSoon } from '../../support/triggers.mts';
import { binaryDataService } from '../../support/engine.mts';

const { trigger, connectCallback, delivery, world } = useTriggers();

const withFiles = (...urls: string[]) => ({
	message: { mid: `m${urls.join()}`, attachments: urls.map((url) => ({ type: 'image', payload: { url } })) },
});
const getRequests = () => world.requests().filter(({ method }) => method === 'GET');

describe('attachments', () => {
	it('become binary data with the type that the bytes have', async () => {
		await world.open({ speed: 1 });
		const { person, account, simulator } = world;
		const target = trigger({ options: { downloadAttachments: true } });
		await connectCallback(target);
		const attachments = [
			simulator.instagram.attachment('image', 'photo.jpg'),
			simulator.instagram.attachment('video', 'reel.mp4'),
		];
		await simulator.instagram.sendDirectMessage({ from: person, to: account, attachments });
		await expectSoon(() => expect(target.executions).toHaveLength(1));
		const [item] = target.executions[0]!;
		expect(item?.json.attachments).toEqual([
			{ type: 'image', url: attachments[0]?.payload?.url, binaryPropertyName: 'data' },
			{ type: 'video', url: attachments[1]?.payload?.url, binaryPropertyName: 'data_1' },
		]);
		expect(item?.binary).toMatchObject({
			data: { mimeType: 'image/jpeg', fileName: 'image.jpg' },
			data_1: { mimeType: 'video/mp4', fileName: 'video.mp4' },
		});
		const service = await binaryDataService();
		const bytes = await service.getAsBuffer(item!.binary!.data!);
		expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
	});

	it('Meta has its answer before the download', async () => {
		await world.open({ speed: 1 });
		const { simulator } = world;
		simulator.faults.failNext({ path: /ig_messaging_cdn/ }, { kind: 'hang', ms: 300, effect: 'before' });
		const order: string[] = [];
		const { payload } = simulator.instagram.attachment('image', 'photo.jpg');
		const target = trigger({ options: { downloadAttachments: true } });
		const answer = target.deliver(delivery(withFiles(String(payload?.url))), {
			onAnswer: () => void order.push(`answered after ${getRequests().length} requests`),
		});
		await answer.then(() => order.push('started'));
		expect(order).toEqual(['answered after 0 requests', 'started']);
	});

	it.each([
		['is gone', 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=x', /HTTP status 404/],
		['has expired', 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1', /HTTP status 403/],
		['is not https', 'http://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1', /https/],
		['leads into the own network', 'https://192.168.1.1/admin', /public address only/],
		['is no URL', 'not a url', /https/],
	])('an address that %s costs the file, not the event', async (_what, url, reason) => {
		await world.open();
		const target = trigger({ options: { downloadAttachments: true } });
		const { items } = await target.deliver(delivery(withFiles(url)));
		expect(items).toHaveLength(1);
		expect(items?.[0]?.binary).toBeUndefined();
		expect(items?.[0]?.json.attachments).toEqual([
			{ type: 'image', url, downloadError: expect.stringMatching(reason) as string },
		]);
		expect(target.log).toHaveLength(1);
	});

	it('are fetched four at a time, however many triggers and deliveries ask', async () => {
		await world.open({ speed: 1 });
		const { simulator } = world;
		const service = await binaryDataService();
		const store = service.store.bind(service);
		let [started, stored] = [0, 0];
		const held: number[] = [];
		type Take = { take(request: { host: string }): undefined };
		jest.spyOn(simulator.faults as unknown as Take, 'take').mockImplementation(({ host }) => {
			if (host === 'lookaside.fbsbx.com') held.push((started += 1) - stored);
			return undefined;
		});
		jest.spyOn(service, 'store').mockImplementation(async (...given) => {
			const data = await store(...given);
			stored += 1;
			return data;
		});
		const urls = Array.from({ length: 20 }, () =>
			String(simulator.instagram.attachment('image', 'photo.jpg').payload?.url),
		);
		const answers = await Promise.all(
			urls.map(
				async (url) =>
					await trigger({ options: { downloadAttachments: true } }).deliver(delivery(withFiles(url))),
			),
		);
		jest.restoreAllMocks();
		expect(answers.filter(({ items }) => items?.[0]?.binary?.data)).toHaveLength(20);
		expect(held).toHaveLength(20);
		expect(Math.max(...held)).toBe(4);
	});

	it('that do not come in time are given up, and the event goes on', async () => {
		await world.open();
		const { simulator } = world;
		simulator.faults.failNext({ host: 'lookaside.fbsbx.com' }, { kind: 'hang', ms: 1500, effect: 'before' });
		const url = String(simulator.instagram.attachment('image', 'photo.jpg').payload?.url);
		const target = trigger({ options: { downloadAttachments: true } });
		const { items } = await target.deliver(delivery(withFiles(url)));
		expect(items?.[0]?.json.attachments).toMatchObject([
			{ downloadError: expect.stringMatching(/60 seconds/) as string },
		]);
	});

	it('are not fetched with the token, nor unless asked', async () => {
		await world.open({ speed: 1 });
		const { simulator } = world;
		const url = String(simulator.instagram.attachment('image', 'photo.jpg').payload?.url);
		await trigger().deliver(delivery(withFiles(url)));
		expect(world.requests()).toEqual([]);
		await trigger({ options: { downloadAttachments: true } }).deliver(delivery(withFiles(url)));
		expect(world.requests().map(({ headers }) => headers.authorization)).toEqual([undefined]);
	});
});

describe('the profile of the sender', () => {
	const options = { includeSenderProfile: true };

	it('is added, read once for many messages, and after the answer', async () => {
		await world.open({ speed: 1 });
		const { person, account, simulator } = world;
		const target = trigger({ options });
		await connectCallback(target);
		for (const text of ['a', 'b'])
			await simulator.instagram.sendDirectMessage({ from: person, to: account, text });
		await expectSoon(() => expect(target.executions).toHaveLength(2));
		expect(target.executions.flat().map(({ json }) => json.senderProfile)).toEqual(
			Array(2).fill(
				expect.objectContaining({
					username: 'customer',
					followersCount: expect.any(Number) as number,
					profilePictureUrl: expect.any(String) as string,
				}) as object,
			),
		);
		expect(getRequests()).toHaveLength(1);
		// kept for an hour
		for (const [minutes, reads] of [
			[58, 1],
			[3, 2],
		] as const) {
			simulator.clock.advance(minutes * 60_000);
			const before = target.executions.length;
			await simulator.instagram.sendDirectMessage({ from: person, to: account, text: `${minutes} later` });
			await expectSoon(() => expect(target.executions).toHaveLength(before + 1));
			expect(getRequests()).toHaveLength(reads);
		}
	});

	it('stays empty without consent, which is no error', async () => {
		await world.open({ speed: 1 });
		const { account, simulator } = world;
		const stranger = simulator.instagram.createPerson({ username: 'stranger' });
		const sender = { id: simulator.instagram.igsid(stranger, account) };
		const target = trigger({ options });
		const { items } = await target.deliver(delivery({ sender, message: { mid: 'm', text: 'Hi' } }));
		expect(items).toHaveLength(1);
		expect(items?.[0]?.json).not.toHaveProperty('senderProfile');
		expect(target.log).toEqual([]);
	});

	it('stays empty, and the run starts, when Instagram takes too long', async () => {
		await world.open({ speed: 1000 });
		world.simulator.faults.failNext({ method: 'GET' }, { kind: 'hang', ms: 300, effect: 'before' });
		const target = trigger({ options });
		expect(
			(
				await target.deliver(
					delivery({ sender: { id: '1234567890123457' }, message: { mid: 'm', text: 'Hi' } }),
				)
			).items,
		).toMatchObject([{ json: { text: 'Hi' } }]);
		expect(target.log.join()).toContain('no answer within 10 seconds');
		// the late answer is kept for the next message
	});

	it('stays empty, and the run starts, when the token is dead', async () => {
		await world.open({ speed: 1 });
		const { account, app, simulator } = world;
		simulator.instagram.revoke(account, app, 'removed');
		const target = trigger({ options });
		expect((await target.deliver(delivery({ message: { mid: 'm', text: 'Hi' } }))).items).toMatchObject([
			{ json: { text: 'Hi' } },
		]);
		expect(target.log.join()).toContain('profile');
	});
});

describe('a message that is only announced', () => {
	const parameters = { events: ['message_edit'], options: { readMissingText: true } };

	async function announced(more: object, text = 'The real text') {
		await world.open({ speed: 1, switches: { messageEdit0: 'instead' } });
		const { person, account, simulator } = world;
		const target = trigger({ ...parameters, ...more });
		await connectCallback(target, ['message_edit', 'messages']);
		const { mid } = await simulator.instagram.sendDirectMessage({ from: person, to: account, text });
		await expectSoon(() => expect(simulator.deliveries.list().at(-1)?.status).toBe(200));
		return { target, mid };
	}

	it('gets its text and its sender', async () => {
		const { target, mid } = await announced({});
		await expectSoon(() => expect(target.executions).toHaveLength(1));
		const { person, account, simulator } = world;
		expect(target.executions[0]).toMatchObject([
			{
				json: {
					event: 'message_edit',
					numEdit: 0,
					messageId: mid,
					text: 'The real text',
					senderId: simulator.instagram.igsid(person, account),
					isOwn: false,
				},
			},
		]);
	});

	it('goes through the filters once its text is known', async () => {
		const { target } = await announced({
			options: { readMissingText: true, keywords: ['nothing of the kind'] },
		});
		await expectSoon(() => expect(getRequests()).toHaveLength(1));
		expect(target.executions).toEqual([]);
	});

	it('is handed on without text when that is not asked for', async () => {
		const { target } = await announced({ options: {} });
		await expectSoon(() => expect(target.executions).toHaveLength(1));
		expect(target.executions[0]?.[0]?.json).not.toHaveProperty('text');
		expect(getRequests()).toEqual([]);
	});

	it('is left out when it turns out to be an own one', async () => {
		await world.open({ speed: 1 });
		const { person, account, simulator } = world;
		const { mid } = await simulator.instagram.sendFromInstagramApp({
			from: account,
			to: person,
			text: 'Ours',
		});
		world.clearRequests();
		const edit = { sender: undefined, recipient: undefined, message_edit: { mid, num_edit: 0 } };
		expect((await trigger(parameters).deliver(delivery(edit))).items).toBeUndefined();
		expect(getRequests()).toHaveLength(1);
	});
});
