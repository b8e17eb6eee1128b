import { ask, errorOf, messageOf, useReceiver, useScene, useSubscription } from './support.mts';

const s = useScene();
useReceiver(s);
const CALLBACK = 'https://n8n.example.test/webhook/instagram';
const FIELDS = ['messages', 'comments', 'message_edit'];
useSubscription(s, CALLBACK, FIELDS);

describe('subscriptions', () => {
	test('of the account: set, read, deleted', async () => {
		const path = `/v25.0/${s.account.id}/subscribed_apps`;
		expect(
			(
				await ask(s.simulator, `${path}?subscribed_fields=comments,messages`, {
					method: 'POST',
					token: s.token,
				})
			).json,
		).toEqual({ success: true });
		expect((await s.get(path)).json).toEqual({
			data: [{ app_id: s.app.instagramAppId, subscribed_fields: ['comments', 'messages'] }],
		});
		const wrong = await s.post(path, { subscribed_fields: ['messages', 'messaging_reactions'] });
		expect(messageOf(wrong)).toMatch(/^Param subscribed_fields\[1\] must be one of \{/);
		expect((await s.post('/me/subscribed_apps', { subscribed_fields: ['messages'] })).status).toBe(200);
		expect((await ask(s.simulator, path, { method: 'DELETE', token: s.token })).json).toEqual({
			success: true,
		});
		expect((await s.get(path)).json).toEqual({ data: [] });
	});

	const subscribeApp = (changes: Record<string, string> = {}): ReturnType<typeof ask> =>
		ask(s.simulator, `/v25.0/${s.app.metaAppId}/subscriptions`, {
			host: 'graph.facebook.com',
			form: {
				object: 'instagram',
				callback_url: CALLBACK,
				verify_token: 'verify',
				fields: 'comments,messages',
				access_token: `${s.app.metaAppId}|${s.app.metaAppSecret}`,
				...changes,
			},
		});

	test('of the app: with the handshake', async () => {
		s.app.callback = undefined;
		expect(errorOf(await subscribeApp({ verify_token: 'wrong' }))).toBe('2200');
		expect(errorOf(await subscribeApp({ callback_url: 'http://n8n.example.test/x' }))).toBe('2200');
		expect(errorOf(await subscribeApp({ access_token: s.token }))).toBe('190');
		expect(s.app.callback).toBeUndefined();
		expect((await subscribeApp()).json).toEqual({ success: true });
		const listed = await ask(
			s.simulator,
			`/${s.app.metaAppId}/subscriptions?access_token=${s.app.metaAppId}|${s.app.metaAppSecret}`,
			{
				host: 'graph.facebook.com',
			},
		);
		expect(listed.json).toMatchObject({
			data: [{ object: 'instagram', callback_url: CALLBACK, active: true }],
		});
		s.simulator.switches.appSubscriptions = 'refused';
		expect(errorOf(await subscribeApp())).toBe('3');
	});

	test('world.setCallback performs the handshake too', async () => {
		await expect(
			s.simulator.instagram.setCallback(s.app, {
				callbackUrl: CALLBACK,
				verifyToken: 'no',
				fields: ['messages'],
			}),
		).rejects.toThrow('Response code: 403');
		await s.simulator.instagram.setCallback(s.app, {
			callbackUrl: CALLBACK,
			verifyToken: 'verify',
			fields: ['messages'],
		});
		expect(s.app.callback?.fields).toEqual(['messages']);
	});
});
