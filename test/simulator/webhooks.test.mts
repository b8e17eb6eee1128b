import { createHmac } from 'node:crypto';

import { START, useReceiver, useScene, useSubscription } from './support.mts';
import type { Received, Scene } from './support.mts';

const s = useScene();
const receiver = useReceiver(s);
const CALLBACK = 'https://n8n.example.test/webhook/instagram';
const FIELDS = ['messages', 'comments', 'message_edit'];
useSubscription(s, CALLBACK, FIELDS);

const say = (text = 'hi'): ReturnType<Scene['simulator']['instagram']['sendDirectMessage']> =>
	s.simulator.instagram.sendDirectMessage({ from: s.person, to: s.account, text });

function entries(index = 0): Record<string, unknown>[] {
	return receiver().received[index]?.json['entry'] as Record<string, unknown>[];
}

function first(): Received {
	const [one] = receiver().received;
	if (one === undefined) throw new Error('nothing was received');
	return one;
}

describe('the bytes', () => {
	test('are ASCII with escaped slashes, and signed as they are', async () => {
		const { mid, delivery } = await say('Grüße https://a.b 😀');
		const { bytes, headers } = first();
		expect(bytes.toString('latin1')).toContain('"text":"Gr\\u00fc\\u00dfe https:\\/\\/a.b \\ud83d\\ude00"');
		expect([...bytes].every((byte) => byte < 0x7f)).toBe(true);
		const secret = s.app.instagramAppSecret;
		expect(headers['x-hub-signature-256']).toBe(
			`sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`,
		);
		expect(headers['x-hub-signature']).toBe(`sha1=${createHmac('sha1', secret).update(bytes).digest('hex')}`);
		const reserialized = JSON.stringify(JSON.parse(bytes.toString('utf8')));
		expect(reserialized).not.toBe(bytes.toString('utf8'));
		expect(mid.length).toBeGreaterThan(150);
		expect(delivery).toMatchObject({ state: 'delivered', status: 200, url: CALLBACK });
	});

	test('are signed with the Meta secret by switch', async () => {
		s.simulator.switches.signWith = 'meta';
		await say();
		const { bytes, headers } = first();
		expect(headers['x-hub-signature-256']).toBe(
			`sha256=${createHmac('sha256', s.app.metaAppSecret).update(bytes).digest('hex')}`,
		);
	});
});

describe('shapes', () => {
	test('a message: sender is the IGSID, recipient and entry the IG_ID, times in ms', async () => {
		const { mid } = await say();
		expect(receiver().received[0]?.json).toEqual({
			object: 'instagram',
			entry: [
				{
					id: s.account.id,
					time: expect.any(Number) as number,
					messaging: [
						{
							sender: { id: s.simulator.instagram.igsid(s.person, s.account) },
							recipient: { id: s.account.id },
							timestamp: expect.any(Number) as number,
							message: { mid, text: 'hi' },
						},
					],
				},
			],
		});
		expect(Number(entries()[0]?.['time'])).toBeGreaterThanOrEqual(START);
	});

	test('a comment in changes[] with seconds, or flat by switch', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		const { id } = await s.simulator.instagram.comment({ from: s.person, media, text: 'nice' });
		const value = {
			id,
			text: 'nice',
			from: { id: s.simulator.instagram.igsid(s.person, s.account), username: 'ada' },
			media: { id: media.id, media_product_type: 'FEED' },
		};
		expect(entries()[0]).toEqual({
			id: s.account.id,
			time: START / 1000,
			changes: [{ field: 'comments', value }],
		});
		s.simulator.switches.comments = 'flat';
		s.simulator.switches.entryTime = 'ms';
		await s.simulator.instagram.comment({ from: s.person, media, text: 'again' });
		expect(entries(1)[0]).toMatchObject({ id: s.account.id, field: 'comments', value: { text: 'again' } });
		expect(Number(entries(1)[0]?.['time'])).toBeGreaterThan(1e12);
	});

	test('an own comment through the API comes back with self_ig_scoped_id', async () => {
		const media = s.simulator.instagram.createMedia(s.account);
		await s.post(`/${media.id}/comments`, { message: 'mine' });
		await s.simulator.deliveries.idle();
		const [change] = entries()[0]?.['changes'] as { value: unknown }[];
		expect(change?.value).toMatchObject({
			from: { id: s.account.id, self_ig_scoped_id: s.account.selfIgsid },
			text: 'mine',
		});
	});

	test('num_edit 0 instead of the message, or beside it', async () => {
		s.simulator.switches.messageEdit0 = 'instead';
		const { mid } = await say();
		expect(entries()[0]?.['messaging']).toMatchObject([{ message_edit: { mid, num_edit: 0 } }]);
		s.simulator.switches.messageEdit0 = 'also';
		await say();
		expect(receiver().received).toHaveLength(3);
	});

	test('the number of an edit as text by switch', async () => {
		s.simulator.switches.numEdit = 'text';
		const { mid } = await say();
		await s.simulator.instagram.edit({ from: s.person, to: s.account, mid, text: 'new' });
		expect(entries(1)[0]?.['messaging']).toMatchObject([
			{ message_edit: { mid, text: 'new', num_edit: '1' } },
		]);
	});

	test("the dashboard's test sample has entry id 0 and text timestamps", async () => {
		s.app.mode = 'development';
		await s.simulator.instagram.sendTestSample(s.app, 'messages');
		expect(entries()[0]).toMatchObject({
			id: '0',
			changes: [{ field: 'messages', value: { timestamp: '1527459824' } }],
		});
	});
});

describe('who hears what', () => {
	test.each<[string, () => void]>([
		['an app in development', (): void => void (s.app.mode = 'development')],
		['standard access', (): void => void (s.app.access = 'standard')],
		['a field the app did not subscribe', (): void => void s.app.callback?.fields.shift()],
		[
			'a field the account did not subscribe',
			(): void => s.simulator.instagram.subscribe(s.account, s.app, ['comments']),
		],
		['an account that is not subscribed', (): void => s.simulator.instagram.subscribe(s.account, s.app, [])],
		['messages not allowed in connected tools', (): void => void (s.account.messagesAllowed = false)],
		['a removed app', (): void => s.simulator.instagram.revoke(s.account, s.app, 'removed')],
	])('silence: %s', async (_name, change) => {
		change();
		expect((await say()).delivery).toBeUndefined();
		expect(receiver().received).toHaveLength(0);
	});

	test("Meta's own text: any subscribed field is enough, by switch", async () => {
		s.simulator.switches.accountFields = 'any';
		s.simulator.instagram.subscribe(s.account, s.app, ['comments']);
		await say();
		expect(receiver().received).toHaveLength(1);
	});
});

describe('repeating', () => {
	const tick = async (ms: number): Promise<void> => {
		s.simulator.clock.advance(ms);
		await s.simulator.deliveries.idle();
	};

	test('goes on for 36 hours, then the delivery is dropped', async () => {
		receiver().status = 500;
		const { delivery } = await say();
		await s.simulator.deliveries.idle();
		expect(delivery?.attempts).toHaveLength(2);
		expect(delivery?.state).toBe('waiting');
		for (let hour = 0; hour < 36; hour++) await tick(3_600_000);
		expect(delivery?.state).toBe('dropped');
		expect(delivery?.attempts.length).toBe(9);
		expect(receiver().received.every((one) => one.bytes.equals(first().bytes))).toBe(true);
	});

	test('stops at the first 200', async () => {
		receiver().status = 404;
		const { delivery } = await say();
		await s.simulator.deliveries.idle();
		receiver().status = 200;
		await tick(60_000);
		expect(delivery?.state).toBe('delivered');
		await tick(86_400_000);
		expect(delivery?.attempts).toHaveLength(3);
	});

	test('duplicates by switch', async () => {
		s.simulator.switches.duplicateDeliveries = 1;
		await say();
		expect(receiver().received).toHaveLength(2);
	});
});

describe('a batch', () => {
	type Batched = {
		id: string;
		time: number;
		messaging?: { message: { text: string } }[];
		changes?: unknown[];
	};

	/** Two messages and two comments, in turn, in one delivery. */
	async function batch(): Promise<Batched[]> {
		const media = s.simulator.instagram.createMedia(s.account);
		s.simulator.switches.batchWindowMs = 60_000;
		const comment = (text: string): Promise<unknown> =>
			s.simulator.instagram.comment({ from: s.person, media, text });
		const sent = [say('a'), comment('1'), say('b'), comment('2')];
		await s.simulator.deliveries.idle();
		await Promise.all(sent);
		expect(receiver().received).toHaveLength(1);
		return entries() as unknown as Batched[];
	}

	test('has an entry per account and kind, with all its events in order', async () => {
		const [messages, comments, ...others] = await batch();
		expect(others).toEqual([]);
		expect(messages?.messaging?.map((one) => one.message.text)).toEqual(['a', 'b']);
		expect(comments).toMatchObject({
			id: s.account.id,
			time: START / 1000,
			changes: [
				{ field: 'comments', value: { text: '1' } },
				{ field: 'comments', value: { text: '2' } },
			],
		});
	});

	test('has an entry per event by switch, and for flat comments always', async () => {
		s.simulator.switches.batchEntries = 'perEvent';
		const kinds = (list: Batched[]): number[] =>
			list.map(({ messaging, changes }) => (messaging ?? changes ?? []).length);
		expect(kinds(await batch())).toEqual([1, 1, 1, 1]);
		receiver().received.length = 0;
		Object.assign(s.simulator.switches, { batchEntries: 'perAccount', comments: 'flat' });
		expect(kinds(await batch())).toEqual([2, 0, 0]);
	});
});

test('forged, unsigned and replayed requests go to any URL', async () => {
	const bytes = '{"object":"instagram","entry":[]}';
	await s.simulator.instagram.deliverRaw({ url: CALLBACK, bytes });
	await s.simulator.instagram.deliverRaw({ url: `${receiver().origin}/x`, bytes, signature: 'sha256=00' });
	await s.simulator.instagram.deliverRaw({
		url: CALLBACK,
		bytes,
		signature: s.simulator.instagram.sign(s.app, bytes),
	});
	expect(receiver().received.map((one) => one.headers['x-hub-signature-256'])).toEqual([
		undefined,
		'sha256=00',
		`sha256=${createHmac('sha256', s.app.instagramAppSecret).update(bytes).digest('hex')}`,
	]);
});
