/**
 * The two callbacks of the Business login settings: a login was removed, a person wants their data deleted.
 */
import { posts } from '../../support/postRows.mts';
import { useTriggers } from '../../support/triggers.mts';
import type { TestTrigger, TriggerOptions } from '../../support/webhook.mts';

const { trigger, world } = useTriggers();

const HOST = 'n8n.example.test';
const EVENTS = ['deauthorized', 'dataDeletionRequested'];

/** A trigger whose two URLs stand in the dashboard. */
async function target(events = EVENTS, parameters = {}, options: TriggerOptions = {}): Promise<TestTrigger> {
	const created = trigger({ events, ...parameters }, options);
	await created.listen(HOST);
	const base = `https://${HOST}/webhook/${created.node.webhookId}`;
	world.simulator.instagram.setLoginCallbacks(world.app, {
		deauthorizeUrl: `${base}/deauthorize`,
		dataDeletionUrl: `${base}/data-deletion`,
	});
	return created;
}

const send = async (kind: 'deauthorize' | 'dataDeletion', userId?: string) =>
	await world.simulator.instagram.sendSignedRequest(world.app, world.account, kind, userId);

const started = ({ executions }: TestTrigger) => executions.flat().map(({ json }) => json);

const pageOf = async (created: TestTrigger, url: string) => {
	const { searchParams, pathname } = new URL(url);
	expect(pathname).toBe(`/webhook/${created.node.webhookId}/data-deletion`);
	return await created.request({
		method: 'GET',
		path: 'data-deletion',
		query: Object.fromEntries(searchParams),
	});
};

describe.each(['oAuth2', 'accessToken'] as const)('with the credential %s', (authentication) => {
	it('a removed login starts the workflow with the ID of the account, and Meta gets 200', async () => {
		await world.open({ credential: authentication });
		const created = await target(EVENTS, {}, { authentication });
		await created.activate();
		const sent = await world.simulator.instagram.removeApp(world.account, world.app);
		expect(sent).toMatchObject({ delivery: { status: 200 } });
		expect(started(created)).toEqual([
			expect.objectContaining({
				event: 'deauthorized',
				accountId: world.account.id,
				userId: world.account.appScopedId,
				isConnectedAccount: true,
				isTest: false,
				timestamp: expect.stringMatching(/^20\d\d-/) as string,
			}),
		]);
	});

	it('a deletion request is confirmed as Meta asks, and its page tells the person the state', async () => {
		await world.open({ credential: authentication });
		const created = await target(EVENTS, {}, { authentication });
		await created.activate();
		const { confirmation, problem } = await send('dataDeletion');
		expect(problem).toBeUndefined();
		expect(started(created)).toEqual([
			expect.objectContaining({
				event: 'dataDeletionRequested',
				accountId: world.account.id,
				userId: world.account.appScopedId,
				isConnectedAccount: true,
				confirmationCode: confirmation?.code,
				statusUrl: confirmation?.url,
			}),
		]);
		const page = await pageOf(created, confirmation!.url);
		expect(page).toMatchObject({ status: 200, contentType: 'text/html' });
		const day = new Date(world.simulator.clock.now()).getUTCFullYear();
		expect(page.body).toMatch(new RegExp(`Received on \\d+ \\w+ ${day} at \\d\\d:\\d\\d \\(UTC\\)`));
		expect(page.body).toContain(confirmation?.code);
		expect(page.body).not.toContain(world.account.appScopedId);
		expect(page.body).not.toContain(world.account.id);
	});
});

it.each([
	['its account ID', { signedRequestUserId: 'account' }],
	['a number', { signedRequestUserId: 'number' }],
	['padded base64', { signedRequestPadded: true }],
] as const)('knows the account by %s', async (_what, switches) => {
	await world.open({ switches });
	const created = await target();
	await created.activate();
	await send('deauthorize');
	expect(started(created)).toMatchObject([{ accountId: world.account.id, isConnectedAccount: true }]);
});

it('a request signed with the Meta app secret counts when the credential has it', async () => {
	await world.open({ switches: { signedRequestSecret: 'meta' } });
	const created = await target();
	expect((await send('dataDeletion')).delivery.status).toBe(401);
	const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
	world.store.stored.set('instagramBusinessLoginOAuth2Api', {
		...stored,
		metaAppSecret: world.app.metaAppSecret,
	});
	const { confirmation } = await send('dataDeletion');
	expect((await pageOf(created, confirmation!.url)).status).toBe(200);
	expect(started(created)).toHaveLength(1);
});

it('a request about another account of the app starts the workflow too, and says whose it is', async () => {
	await world.open();
	const created = await target();
	const other = world.simulator.instagram.createAccount({ username: 'other' });
	await world.simulator.instagram.sendSignedRequest(world.app, other, 'dataDeletion');
	expect(started(created)).toMatchObject([
		{ userId: other.appScopedId, accountId: other.appScopedId, isConnectedAccount: false },
	]);
});

it('the filters of the trigger hold back no request', async () => {
	await world.open();
	const created = await target(EVENTS, {
		options: { keywords: ['price'], senderIds: ['1'], mediaIds: posts('2') },
	});
	await send('dataDeletion');
	expect(started(created)).toHaveLength(1);
});

it('the same request starts the workflow once, and gets the same code', async () => {
	await world.open();
	const created = await target();
	const { delivery, confirmation } = await send('dataDeletion');
	const { headers, bytes } = delivery;
	const again = await created.request({
		method: 'POST',
		path: 'data-deletion',
		headers: headers,
		bytes,
	});
	expect(JSON.parse(again.body)).toEqual({
		url: confirmation?.url,
		confirmation_code: confirmation?.code,
	});
	expect(started(created)).toHaveLength(1);
});

it('gives out what Meta has signed when Simplify is off', async () => {
	await world.open();
	const created = await target(EVENTS, { simplify: false });
	await send('deauthorize');
	expect(started(created)).toEqual([
		{
			event: 'deauthorized',
			signed_request: expect.objectContaining({
				algorithm: 'HMAC-SHA256',
				user_id: world.account.appScopedId,
			}) as object,
		},
	]);
});

describe('what does not come from Meta', () => {
	const form = (text: string) => Buffer.from(new URLSearchParams({ signed_request: text }).toString());

	it.each([
		['nothing', Buffer.from('')],
		['no form', Buffer.from('{"signed_request":"a.b"}')],
		['rubbish', form('rubbish')],
		['a short signature', form('YWJj.eyJhIjoxfQ')],
		['three parts', form('a.b.c')],
		[
			'a foreign signature',
			form(`${'A'.repeat(43)}.${Buffer.from('{"user_id":"1"}').toString('base64url')}`),
		],
	])('gets 401 and starts nothing: %s', async (_what, bytes) => {
		await world.open();
		const created = await target();
		for (const path of ['deauthorize', 'data-deletion']) {
			const answer = await created.request({ method: 'POST', path, bytes });
			expect(answer).toMatchObject({ status: 401, body: '' });
		}
		expect(started(created)).toEqual([]);
		expect(created.log.join()).toContain('refused a request to its');
		expect(created.log.join()).not.toContain('eyJ');
	});

	it.each(['', '?code=', '?code=0123456789ab0123456789ab0123456789ab0123456789ab'])(
		'gets no page for a code that was never given (%s)',
		async (query) => {
			await world.open();
			const created = await target();
			const answer = await pageOf(
				created,
				`https://${HOST}/webhook/${created.node.webhookId}/data-deletion${query}`,
			);
			expect(answer.status).toBe(404);
			expect(answer.body).toContain('There is no such request');
		},
	);
});

describe('a trigger that does not listen to them', () => {
	it('takes the news of a removed login, which needs no action', async () => {
		await world.open();
		const created = await target(['messages']);
		expect((await send('deauthorize')).delivery.status).toBe(200);
		expect(started(created)).toEqual([]);
	});

	it('does not promise a deletion that nobody carries out', async () => {
		await world.open();
		const created = await target(['messages']);
		expect(await send('dataDeletion')).toMatchObject({ problem: 'Response code: 404, expected 200' });
		expect(started(created)).toEqual([]);
		expect(created.log.join()).toContain('"Data Deletion Requested" is not among its events');
	});
});

it('needs no webhook field, and subscribes to none', async () => {
	await world.open();
	const created = await target();
	await created.activate();
	expect(world.account.subscriptions).toEqual({});
});
