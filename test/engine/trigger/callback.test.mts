/**
 * The app's callback URL, set on request only: through the App Subscriptions edge, never away from another
 * URL unasked.
 */
import type { IDataObject } from 'n8n-workflow';

import { useTriggers, VERIFY_TOKEN } from '../../support/triggers.mts';
import type { TestTrigger, TriggerOptions } from '../../support/webhook.mts';

const { trigger, world } = useTriggers();
const ELSEWHERE = {
	callbackUrl: 'https://elsewhere.example.test/webhook',
	verifyToken: 'other',
	fields: ['messages', 'messaging_seen'],
};

/** A trigger that n8n serves under its public host, with the Meta app secret in the credential. */
async function target(
	appCallback: string,
	options: TriggerOptions = {},
	more: IDataObject = {},
): Promise<TestTrigger> {
	const { store, app, simulator } = world;
	const stored = store.stored.get('instagramBusinessLoginOAuth2Api');
	store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, metaAppSecret: app.metaAppSecret });
	const created = trigger(
		{
			events: ['messages', 'comments'],
			options: { appCallback, metaAppId: app.metaAppId, ...more } as never,
		},
		options,
	);
	await created.listen('n8n.example.test');
	expect(simulator.resolve['n8n.example.test']).toBeDefined();
	return created;
}

const appCalls = () => world.requests().filter(({ host }) => host === 'graph.facebook.com');
const urlOf = ({ node }: TestTrigger) => `https://n8n.example.test/webhook/${node.webhookId}/webhook`;

it('is left alone by default', async () => {
	await world.open();
	await (await target('keep')).activate();
	expect(appCalls()).toEqual([]);
});

it('is set when it is free, with the handshake, and activating again changes nothing', async () => {
	await world.open();
	const created = await target('setIfFree');
	await created.activate();
	expect(world.app.callback).toMatchObject({
		callbackUrl: urlOf(created),
		verifyToken: VERIFY_TOKEN,
		fields: ['messages', 'comments'],
	});
	expect(appCalls().map(({ method }) => method)).toEqual(['GET', 'POST']);
	expect(appCalls().map(({ query }) => query)).toEqual([{}, {}]);
	world.clearRequests();
	await created.activate();
	expect(appCalls().map(({ method }) => method)).toEqual(['GET']);
});

it('is not taken from another URL', async () => {
	await world.open();
	world.app.callback = ELSEWHERE;
	await expect((await target('setIfFree')).activate()).rejects.toMatchObject({
		message: expect.stringContaining(ELSEWHERE.callbackUrl) as string,
		description: expect.stringContaining('Forward To') as string,
	});
	expect(world.app.callback).toBe(ELSEWHERE);
});

it('is taken over on request, with the fields it had', async () => {
	await world.open();
	world.app.callback = ELSEWHERE;
	const created = await target('takeOver');
	await created.activate();
	expect(world.app.callback).toMatchObject({
		callbackUrl: urlOf(created),
		fields: ['messages', 'messaging_seen', 'comments'],
	});
});

it('is never touched by a test run', async () => {
	await world.open();
	world.app.callback = ELSEWHERE;
	await (await target('takeOver', { isTest: true })).activate();
	expect(appCalls()).toEqual([]);
	expect(world.app.callback).toBe(ELSEWHERE);
});

it('a refusal of Meta fails the activation and says what to do instead', async () => {
	await world.open({ switches: { appSubscriptions: 'refused' } });
	await expect((await target('setIfFree')).activate()).rejects.toMatchObject({
		message: expect.stringContaining("did not accept the call about the app's callback URL") as string,
		description: expect.stringContaining('set the callback URL by hand') as string,
	});
});

it('needs the Meta App ID and the Meta App Secret', async () => {
	await world.open();
	await expect((await target('setIfFree', {}, { metaAppId: 'my app' })).activate()).rejects.toThrow(
		/Meta App ID must be a number/,
	);
	const created = await target('setIfFree');
	const stored = world.store.stored.get('instagramBusinessLoginOAuth2Api');
	world.store.stored.set('instagramBusinessLoginOAuth2Api', { ...stored, metaAppSecret: '' });
	await expect(created.activate()).rejects.toThrow(/needs the Meta App Secret/);
	expect(appCalls()).toEqual([]);
});

it('no secret leaves in an error or an address', async () => {
	await world.open({ switches: { appSubscriptions: 'refused' } });
	const error = await (await target('setIfFree')).activate().catch((thrown: unknown) => thrown);
	const { message, description, context } = error as {
		message: string;
		description: string;
		context: unknown;
	};
	const readable = JSON.stringify([
		message,
		description,
		context,
		appCalls().map(({ path, query }) => [path, query]),
	]);
	for (const secret of [world.app.metaAppSecret, VERIFY_TOKEN, world.app.instagramAppSecret])
		expect(readable).not.toContain(secret);
});
