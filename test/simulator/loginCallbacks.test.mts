/** The simulator's deauthorize and data deletion callbacks (auth.md section 10). */
import { createHmac } from 'node:crypto';

import { parseJsonKeepingIds } from '../../simulator/state/json.mts';
import { useReceiver, useScene } from './support.mts';

const s = useScene();
const receiver = useReceiver(s);
const URLS = {
	deauthorizeUrl: 'https://n8n.example.test/deauthorize',
	dataDeletionUrl: 'https://n8n.example.test/data-deletion',
};
beforeEach(() => s.simulator.instagram.setLoginCallbacks(s.app, URLS));

function lastRequest(): { mac: string; encoded: string; payload: unknown } {
	const form = new URLSearchParams(receiver().received.at(-1)?.bytes.toString('utf8'));
	const [mac = '', encoded = ''] = (form.get('signed_request') ?? '').split('.');
	return { mac, encoded, payload: parseJsonKeepingIds(Buffer.from(encoded, 'base64url').toString('utf8')) };
}

const macOf = (secret: string, encoded: string): string =>
	createHmac('sha256', secret).update(encoded).digest('base64url');

test('a callback is a form with a signed_request over the encoded payload', async () => {
	await s.simulator.instagram.sendSignedRequest(s.app, s.account, 'deauthorize');
	expect(receiver().received[0]).toMatchObject({
		url: '/deauthorize',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
	const { mac, encoded, payload } = lastRequest();
	expect(mac).toBe(macOf(s.app.instagramAppSecret, encoded));
	expect(payload).toMatchObject({ algorithm: 'HMAC-SHA256', user_id: s.account.appScopedId });
});

test('the switches change id, secret and padding', async () => {
	s.simulator.switches.signedRequestUserId = 'account';
	await s.simulator.instagram.sendSignedRequest(s.app, s.account, 'deauthorize');
	expect(lastRequest().payload).toMatchObject({ user_id: s.account.id });
	s.simulator.switches.signedRequestUserId = 'number';
	s.simulator.switches.signedRequestSecret = 'meta';
	s.simulator.switches.signedRequestPadded = true;
	await s.simulator.instagram.sendSignedRequest(s.app, s.account, 'deauthorize');
	const { mac, encoded } = lastRequest();
	expect(mac).toBe(`${macOf(s.app.metaAppSecret, encoded)}=`);
	expect(encoded.length % 4).toBe(0);
	expect(Buffer.from(encoded, 'base64url').toString('utf8')).toContain(`"user_id":${s.account.appScopedId}`);
});

test('whoever removes the app loses login and subscription, and the app hears of it', async () => {
	s.simulator.instagram.subscribe(s.account, s.app, ['messages']);
	await s.simulator.instagram.removeApp(s.account, s.app);
	expect(receiver().received.map(({ url }) => url)).toEqual(['/deauthorize']);
	expect(s.account.subscriptions).toEqual({});
	expect((await s.get('/me')).status).toBe(400);
	s.app.deauthorizeUrl = undefined;
	expect(await s.simulator.instagram.removeApp(s.account, s.app)).toBeUndefined();
});

test('a deletion request wants an https URL and an alphanumeric code in JSON', async () => {
	const ask = async (body: string, status = 200): Promise<unknown> => {
		Object.assign(receiver(), { body, status });
		const { confirmation, problem } = await s.simulator.instagram.sendSignedRequest(
			s.app,
			s.account,
			'dataDeletion',
		);
		return confirmation ?? problem;
	};
	expect(await ask('ok')).toMatch(/no JSON/);
	expect(await ask('[]')).toMatch(/url/);
	expect(await ask('{"url":"http://a.b/c","confirmation_code":"abc"}')).toMatch(/https/);
	expect(await ask('{"url":"https://a.b/c","confirmation_code":"a-b"}')).toMatch(/alphanumeric/);
	expect(await ask('{"url":"https://a.b/c","confirmation_code":"abc"}', 500)).toMatch(/500/);
	expect(await ask('{"url":"https://a.b/c","confirmation_code":"abc"}')).toEqual({
		url: 'https://a.b/c',
		code: 'abc',
	});
});

test('the dashboard takes https URLs only, and without a URL nothing can be sent', async () => {
	const { instagram } = s.simulator;
	expect(() => instagram.setLoginCallbacks(s.app, { deauthorizeUrl: 'http://a.b' })).toThrow(/HTTPS/);
	s.app.dataDeletionUrl = undefined;
	await expect(instagram.sendSignedRequest(s.app, s.account, 'dataDeletion')).rejects.toThrow(
		/no dataDeletion/,
	);
});
