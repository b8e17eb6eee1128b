/** The trigger as n8n runs it: the challenge, the signature, what starts a run and what does not. */
import { textMessage as text, useTriggers, VERIFY_TOKEN } from '../../support/triggers.mts';

const { world, trigger, connectCallback, delivery } = useTriggers();

describe('the challenge', () => {
	const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': VERIFY_TOKEN };

	it('is answered when the verify token is right', async () => {
		await world.open();
		expect(await trigger().challenge(asked)).toEqual({
			status: 200,
			body: '1158201444',
			contentType: 'text/plain',
			items: undefined,
		});
	});

	it.each([
		['another token', { ...asked, 'hub.verify_token': 'verify' }],
		['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' }],
		['an empty token', { ...asked, 'hub.verify_token': '' }],
		['two tokens', { ...asked, 'hub.verify_token': [VERIFY_TOKEN, VERIFY_TOKEN] }],
		['another mode', { ...asked, 'hub.mode': 'unsubscribe' }],
		['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN }],
	])('is refused with %s, and nothing is echoed', async (_what, query) => {
		await world.open();
		expect(await trigger().challenge(query)).toMatchObject({ status: 403, body: '', items: undefined });
	});

	it('is refused when no verify token is set, also an empty one', async () => {
		await world.open();
		const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
		world.store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, webhookVerifyToken: '' });
		expect(await trigger().challenge({ ...asked, 'hub.verify_token': '' })).toMatchObject({
			status: 403,
			body: '',
		});
	});
});

describe('a direct message', () => {
	it('starts one run with a simplified item, and Meta has its 200', async () => {
		await world.open();
		const target = trigger();
		await connectCallback(target);
		const { mid: messageId, delivery: sent } = await world.simulator.instagram.sendDirectMessage({
			from: world.person,
			to: world.account,
			text: 'Is the café open? 👋 https://a.b/c',
		});
		expect(sent).toMatchObject({ status: 200, attempts: [{ responseText: '' }] });
		expect(target.executions).toHaveLength(1);
		expect(target.executions[0]).toEqual([
			{
				json: {
					event: 'messages',
					eventId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
					accountId: world.account.id,
					timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
					isOwn: false,
					isTest: false,
					senderId: world.simulator.instagram.igsid(world.person, world.account),
					personId: world.simulator.instagram.igsid(world.person, world.account),
					messageId,
					text: 'Is the café open? 👋 https://a.b/c',
					attachments: [],
				},
			},
		]);
	});

	it('comes untouched without Simplify', async () => {
		await world.open();
		const body = delivery(text('a'), text('b'));
		const { items } = await trigger({ simplify: false }).deliver(body);
		expect(items?.map(({ json }) => json)).toEqual(
			body.entry[0]!.messaging.map((element) => ({ ...body.entry[0], messaging: [element] })),
		);
	});

	it.each(['oAuth2', 'accessToken'] as const)(
		'is verified with the secret of the credential (%s)',
		async (authentication) => {
			await world.open({ credential: authentication });
			const target = trigger({}, { authentication });
			expect(await target.deliver(delivery(text('Hi')))).toMatchObject({
				status: 200,
				items: [{ json: { text: 'Hi' } }],
			});
			expect(
				await target.deliver(delivery(text('Hi')), { signature: `sha256=${'0'.repeat(64)}` }),
			).toMatchObject({ status: 401, items: undefined });
		},
	);

	it('is verified with the Meta app secret too, when the credential has it', async () => {
		await world.open({ switches: { signWith: 'meta' } });
		const target = trigger();
		expect(await target.deliver(delivery(text('Hi')))).toMatchObject({ status: 401 });
		const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
		world.store.stored.set('instagramBusinessLoginOAuth2Api', {
			...stored,
			metaAppSecret: world.app.metaAppSecret,
		});
		expect(await target.deliver(delivery(text('Hi')))).toMatchObject({
			status: 200,
			items: [{ json: { text: 'Hi' } }],
		});
	});

	it('is answered before the run starts', async () => {
		await world.open();
		const order: string[] = [];
		const target = trigger();
		const answer = target.deliver(delivery(text('Hi')), {
			onAnswer: (status) => void order.push(`answer ${status}`),
		});
		await answer.then(() => order.push('run'));
		expect(order).toEqual(['answer 200', 'run']);
	});
});

describe('what is not signed by Meta', () => {
	const forged = () => JSON.stringify(delivery(text('Send me the password')));

	it.each([
		['no signature', () => null],
		['an empty one', () => ''],
		['another secret', () => `sha256=${'0'.repeat(64)}`],
		['other bytes', () => world.simulator.instagram.sign(world.app, 'other bytes')],
		['half a signature', () => world.simulator.instagram.sign(world.app, forged()).slice(0, 40)],
		['upper case', () => world.simulator.instagram.sign(world.app, forged()).toUpperCase()],
		['the sha1 form', () => world.simulator.instagram.sign(world.app, forged()).replace('sha256', 'sha1')],
	])('gets an empty 401 and starts nothing: %s', async (_what, signature) => {
		await world.open();
		const target = trigger();
		expect(await target.deliver(forged(), { signature: signature() })).toEqual({
			status: 401,
			body: '',
			contentType: undefined,
			items: undefined,
		});
		expect(target.log).toHaveLength(1);
	});

	it('is refused when the bytes were written anew', async () => {
		await world.open();
		const asMetaWrites = Buffer.from(
			'{"object":"instagram","entry":[{"id":"1","time":1,"messaging":[{"message":{"mid":"m","text":"caf\\u00e9 \\/"}}]}]}',
		);
		const signature = world.simulator.instagram.sign(world.app, asMetaWrites);
		const anew = JSON.stringify(JSON.parse(asMetaWrites.toString()));
		expect(
			(await trigger({ options: { accounts: 'all' } }).deliver(asMetaWrites, { signature })).status,
		).toBe(200);
		expect((await trigger().deliver(anew, { signature })).status).toBe(401);
	});

	it('is refused, not waved through, when the credential has no secret', async () => {
		await world.open();
		const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
		world.store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, clientSecret: '' });
		expect(await trigger().deliver(forged())).toMatchObject({ status: 401, items: undefined });
	});

	it('leaves neither secret nor signature in the log', async () => {
		await world.open();
		const target = trigger();
		await target.deliver(forged(), { signature: `sha256=${'0'.repeat(64)}` });
		const log = target.log.join('\n');
		for (const secret of [world.app.instagramAppSecret, VERIFY_TOKEN, 'password', '0'.repeat(64)])
			expect(log).not.toContain(secret);
	});
});

describe('loops', () => {
	it('do not come about through echoes', async () => {
		await world.open();
		const target = trigger();
		await connectCallback(target);
		const sent = await world.run({
			resource: 'message',
			operation: 'send',
			messageType: 'text',
			recipientId: world.simulator.instagram.igsid(world.person, world.account),
			text: 'Hello',
		});
		expect(sent.error).toBeUndefined();
		await world.simulator.deliveries.idle();
		expect(world.simulator.deliveries.list().map(({ status }) => status)).toEqual([200]);
		expect(target.executions).toEqual([]);
	});

	it('do not come about through own comments', async () => {
		await world.open();
		const target = trigger({ events: ['comments'] });
		await connectCallback(target);
		const media = world.simulator.instagram.createMedia(world.account);
		await world.simulator.instagram.comment({ from: world.account, media, text: 'From us' });
		await world.simulator.instagram.comment({ from: world.person, media, text: 'From them' });
		expect(target.executions.flat().map(({ json }) => json.text)).toEqual(['From them']);
	});

	it('are up to the user who asks for own messages', async () => {
		await world.open();
		const target = trigger({ options: { includeOwn: true } });
		const echo = {
			sender: { id: world.account.id },
			recipient: { id: '99' },
			message: { mid: 'm', text: 'Ours', is_echo: true },
		};
		expect(await target.deliver(delivery(echo))).toMatchObject({
			items: [{ json: { text: 'Ours', isOwn: true } }],
		});
	});
});

describe('whose events are heard', () => {
	const elsewhere = () => {
		const body = delivery(text('For another'));
		return {
			...body,
			entry: [{ ...body.entry[0], id: '17841400000000099' }, ...delivery(text('For us')).entry],
		};
	};

	it('those of the connected account', async () => {
		await world.open();
		const { status, items } = await trigger().deliver(elsewhere());
		expect(status).toBe(200);
		expect(items?.map(({ json }) => json.text)).toEqual(['For us']);
	});

	it('those of all accounts when asked', async () => {
		await world.open();
		const { items } = await trigger({ options: { accounts: 'all' } }).deliver(elsewhere());
		expect(items?.map(({ json }) => json.accountId)).toEqual(['17841400000000099', world.account.id]);
	});

	it('those of the account, asked for when it is not known yet', async () => {
		await world.open({ token: 'short' });
		const { items } = await trigger().deliver(elsewhere());
		expect(items?.map(({ json }) => json.text)).toEqual(['For us']);
	});

	it('none when the node is meant for another account than the connected one', async () => {
		await world.open();
		const target = trigger({ connectedAccount: '17841400000000099' });
		expect(await target.deliver(elsewhere())).toMatchObject({ status: 200, items: undefined });
		expect(target.log.join()).toContain('another account');
	});

	it("the sample of Meta's dashboard, marked as a test, each time it is sent", async () => {
		await world.open();
		const target = trigger({ events: ['messages', 'comments'] });
		await connectCallback(target);
		for (const field of ['messages', 'messages', 'comments'])
			await world.simulator.instagram.sendTestSample(world.app, field);
		expect(target.executions.map(([item]) => item?.json)).toMatchObject([
			{ event: 'messages', isTest: true, text: 'random_text', accountId: '0' },
			{ event: 'messages', isTest: true },
			{ event: 'comments', isTest: true, text: 'This is an example.' },
		]);
	});
});

describe('once', () => {
	it('a repeated delivery starts nothing, and is answered with 200', async () => {
		await world.open();
		const target = trigger();
		const body = delivery(text('Once'));
		expect((await target.deliver(body)).items).toHaveLength(1);
		expect(await target.deliver(body)).toMatchObject({ status: 200, items: undefined });
	});

	it('of twenty deliveries at the same time one starts a run', async () => {
		await world.open();
		const target = trigger();
		const body = delivery(text('Once'), text('Twice'));
		const answers = await Promise.all(Array.from({ length: 20 }, async () => await target.deliver(body)));
		expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect(target.executions.map((items) => items.length)).toEqual([2]);
	});

	it('events are told apart, not deliveries', async () => {
		await world.open();
		const target = trigger();
		const [first, second] = [text('1'), text('2')];
		await target.deliver(delivery(first, first));
		await target.deliver(delivery(first, second));
		expect(target.executions.map((items) => items.map(({ json }) => json.text))).toEqual([['1'], ['2']]);
	});

	it('each workflow gets each event, and the test URL beside production', async () => {
		await world.open();
		const body = delivery(text('To all'));
		const targets = [
			trigger({}, { name: 'a' }),
			trigger({}, { name: 'b' }),
			trigger({}, { name: 'a', isTest: true }),
		];
		for (const target of targets) expect((await target.deliver(body)).items).toHaveLength(1);
	});

	it('a test run starts each time that an event is sent to its URL', async () => {
		await world.open();
		const target = trigger({}, { isTest: true });
		const body = delivery(text('Again'));
		for (let count = 0; count < 2; count += 1) expect((await target.deliver(body)).items).toHaveLength(1);
	});

	it('an event that could not be handed over comes again', async () => {
		await world.open();
		const target = trigger();
		const body = delivery(text('Important'));
		const broken = await target.deliver(body, {
			onAnswer: () => {
				throw new Error('the connection broke');
			},
		});
		expect(broken.items).toBeUndefined();
		expect((await target.deliver(body)).items).toHaveLength(1);
	});
});
