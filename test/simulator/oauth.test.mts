import { defaultSwitches } from '../../simulator/state/switches.mts';
import { ask, errorOf, messageOf, REDIRECT, useScene } from './support.mts';
import type { Answer } from './support.mts';

const s = useScene();

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BASIC = 'instagram_business_basic';
const COMMENTS = 'instagram_business_manage_comments';

function authorizeUrl(changes: Record<string, string> = {}): string {
	const query = new URLSearchParams({
		client_id: s.app.instagramAppId,
		redirect_uri: REDIRECT,
		response_type: 'code',
		scope: `${BASIC},${COMMENTS}`,
		state: 'xyz',
		...changes,
	});
	return `https://www.instagram.com/oauth/authorize?${query.toString()}`;
}

const authorizePage = async (changes: Record<string, string>) => {
	const { pathname, search } = new URL(authorizeUrl(changes));
	return (await ask(s.simulator, pathname + search, { host: 'www.instagram.com' })).text;
};

async function newCode(): Promise<string> {
	const location = await s.simulator.instagram.authorize(authorizeUrl(), { account: s.account });
	return new URL(location).searchParams.get('code') ?? '';
}

function tokenForm(code: string, changes: Record<string, string> = {}): Record<string, string> {
	return {
		client_id: s.app.instagramAppId,
		client_secret: s.app.instagramAppSecret,
		grant_type: 'authorization_code',
		redirect_uri: REDIRECT,
		code,
		...changes,
	};
}

function exchange(form: Record<string, string>): Promise<Answer> {
	return ask(s.simulator, '/oauth/access_token', { host: 'api.instagram.com', form });
}

function longToken(short: string, changes: Record<string, string> = {}): Promise<Answer> {
	const query = {
		grant_type: 'ig_exchange_token',
		client_secret: s.app.instagramAppSecret,
		access_token: short,
		...changes,
	};
	return ask(s.simulator, `/access_token?${new URLSearchParams(query).toString()}`);
}

function refresh(token: string): Promise<Answer> {
	return ask(s.simulator, `/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`);
}

describe('the authorization page', () => {
	test('names app, account and permissions, and keeps basic ticked', async () => {
		const page = await ask(s.simulator, new URL(authorizeUrl()).search.replace(/^/, '/oauth/authorize'), {
			host: 'www.instagram.com',
		});
		expect(page.status).toBe(200);
		expect(page.text).toContain('Allow Example App to access @brand?');
		expect(page.text).toMatch(new RegExp(`value="${BASIC}" checked disabled`));
		expect(page.text).toMatch(new RegExp(`value="${COMMENTS}" checked>`));
	});

	test('redirects with code, state and the #_ fragment', async () => {
		const location = await s.simulator.instagram.authorize(authorizeUrl(), { account: s.account });
		expect(location).toMatch(/\?code=AQB[\w-]+&state=xyz#_$/);
	});

	test('redirects with access_denied on Cancel', async () => {
		const location = await s.simulator.instagram.authorize(authorizeUrl(), {
			account: s.account,
			deny: true,
		});
		expect(location).toBe(
			`${REDIRECT}?error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request&state=xyz`,
		);
	});

	test.each([
		['client_id', '123', 'Invalid platform app'],
		['redirect_uri', `${REDIRECT}/`, 'Invalid redirect_uri'],
		['redirect_uri', 'http://localhost:5678/callback', 'Invalid redirect_uri'],
		['scope', 'business_basic', 'Invalid scope'],
		['scope', `${BASIC},nonsense`, 'Invalid scope'],
		['response_type', 'token', 'Invalid response_type'],
	])('shows a text page for a wrong %s', async (name, value, text) => {
		await expect(
			s.simulator.instagram.authorize(authorizeUrl({ [name]: value }), { account: s.account }),
		).rejects.toThrow(text);
	});

	test('answers JSON on api.instagram.com', async () => {
		const answer = await ask(s.simulator, '/oauth/authorize?client_id=1', { host: 'api.instagram.com' });
		expect(answer.json).toEqual({
			error_type: 'OAuthException',
			code: 400,
			error_message: 'Invalid platform app',
		});
	});

	test('takes http redirect URIs only with the switch', async () => {
		const uri = 'http://localhost:5678/callback';
		s.app.redirectUris.push(uri);
		const go = (): Promise<string> =>
			s.simulator.instagram.authorize(authorizeUrl({ redirect_uri: uri }), { account: s.account });
		await expect(go()).rejects.toThrow('Invalid redirect_uri');
		s.simulator.switches.allowHttpRedirect = true;
		expect(await go()).toMatch(/^http:\/\/localhost:5678\/callback\?code=/);
	});

	test('refuses personal accounts', async () => {
		const personal = s.simulator.instagram.createAccount({ username: 'me', accountType: 'PERSONAL' });
		await expect(s.simulator.instagram.authorize(authorizeUrl(), { account: personal })).rejects.toThrow(
			'professional account',
		);
	});
});

describe('whose login the window takes', () => {
	it('is the session of the browser', async () => {
		const page = await authorizePage({});
		expect(page).toContain(`to access @${s.account.username}?`);
		expect(page).not.toContain('Log in with Facebook');
	});

	it.each(['true', '1'])(
		'is asked for with force_reauth=%s, and then nobody is chosen',
		async (force_reauth) => {
			const page = await authorizePage({ force_reauth });
			expect(page).toContain('Log in to Instagram');
			expect(page).toContain('Log in with Facebook');
			const { pathname, search } = new URL(authorizeUrl({ force_reauth }));
			const answer = await ask(s.simulator, pathname + search, {
				method: 'POST',
				host: 'www.instagram.com',
				form: { decision: 'allow' },
			});
			expect(answer.text).toContain('Please sign in first');
		},
	);

	it.each(['false', '0'])(
		'offers no login with Facebook with enable_fb_login=%s',
		async (enable_fb_login) => {
			expect(await authorizePage({ force_reauth: 'true', enable_fb_login })).not.toContain('Facebook');
		},
	);
});

describe('code for short-lived token', () => {
	test('answers flat, with a number that JavaScript rounds', async () => {
		const answer = await exchange(tokenForm(await newCode()));
		expect(answer.text).toContain(`"user_id":${s.account.appScopedId},`);
		expect(String(answer.json['user_id'])).not.toBe(s.account.appScopedId);
		expect(answer.json['permissions']).toEqual([BASIC, COMMENTS]);
		expect(answer.json).not.toHaveProperty('expires_in');
		expect((await s.get('/me', String(answer.json['access_token']))).status).toBe(200);
	});

	test('answers in the documented shape by switch', async () => {
		s.simulator.switches.tokenResponse = 'data';
		const answer = await exchange(tokenForm(await newCode()));
		const [entry] = answer.json['data'] as Record<string, unknown>[];
		expect(entry).toMatchObject({ user_id: s.account.appScopedId, permissions: `${BASIC},${COMMENTS}` });
	});

	test('grants only what stayed ticked, and never less than basic', async () => {
		const location = await s.simulator.instagram.authorize(authorizeUrl(), {
			account: s.account,
			untick: [BASIC, COMMENTS],
		});
		const answer = await exchange(tokenForm(new URL(location).searchParams.get('code') ?? ''));
		expect(answer.json['permissions']).toEqual([BASIC]);
	});

	test('takes multipart, refuses JSON', async () => {
		const code = await newCode();
		const json = await ask(s.simulator, '/oauth/access_token', {
			host: 'api.instagram.com',
			json: tokenForm(code),
		});
		expect(json.json['error_message']).toBe('Missing required field client_id');
		const body = Object.entries(tokenForm(code))
			.map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
			.join('');
		const multipart = await ask(s.simulator, '/oauth/access_token', {
			host: 'api.instagram.com',
			method: 'POST',
			headers: { 'content-type': 'multipart/form-data; boundary=b' },
			body: `${body}--b--\r\n`,
		});
		expect(multipart.status).toBe(200);
	});

	test('a code works once, for one hour, for its redirect URI', async () => {
		const code = await newCode();
		expect((await exchange(tokenForm(code, { redirect_uri: `${REDIRECT}?` }))).json['error_message']).toMatch(
			/Redirect URI/,
		);
		expect((await exchange(tokenForm(`${code}#_`))).json['error_message']).toBe('Invalid authorization code');
		expect((await exchange(tokenForm(code))).status).toBe(200);
		expect((await exchange(tokenForm(code))).json).toEqual({
			error_type: 'OAuthException',
			code: 400,
			error_message: 'This authorization code has been used',
		});
		const late = await newCode();
		s.simulator.clock.advance(HOUR);
		expect((await exchange(tokenForm(late))).json['error_message']).toBe(
			'Matching code was not found or was already used',
		);
	});

	test('checks the secret; a switch leaves the token out', async () => {
		expect((await exchange(tokenForm(await newCode(), { client_secret: 'x' }))).status).toBe(400);
		s.simulator.switches.tokenWithoutAccessToken = true;
		expect((await exchange(tokenForm(await newCode()))).json).not.toHaveProperty('access_token');
	});
});

describe('long-lived tokens', () => {
	const short = (): string =>
		s.simulator.instagram.issueToken({ app: s.app, account: s.account, kind: 'short' });

	test('are exchanged by GET with the right secret only', async () => {
		const answer = await longToken(short());
		expect(answer.json).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 });
		expect(messageOf(await longToken(short(), { client_secret: 'x' }))).toBe(
			'Unsupported request - method type: get',
		);
		expect(messageOf(await longToken(String(answer.json['access_token'])))).toBe(
			'Unsupported request - method type: get',
		);
		const posted = await ask(s.simulator, '/access_token', { form: { access_token: short() } });
		expect(messageOf(posted)).toBe('Unsupported request - method type: post');
	});

	test('cannot be had from a short token after its hour', async () => {
		const token = short();
		s.simulator.clock.advance(HOUR);
		expect(errorOf(await longToken(token))).toBe('190/463');
	});

	test('are refreshed after a day, for 60 days, and never after expiry', async () => {
		expect(errorOf(await refresh(s.token))).toBe('190');
		s.simulator.switches.youngRefresh = 'error100';
		expect(errorOf(await refresh(s.token))).toBe('100');
		s.simulator.switches.youngRefresh = 'same';
		expect((await refresh(s.token)).json['access_token']).toBe(s.token);
		s.simulator.clock.advance(DAY);
		const answer = await refresh(s.token);
		const fresh = String(answer.json['access_token']);
		expect(fresh).not.toBe(s.token);
		expect(answer.json).toMatchObject({
			expires_in: 5_183_944,
			permissions: expect.stringContaining(BASIC) as string,
		});
		expect((await s.get('/me')).status).toBe(200);
		s.simulator.clock.advance(59 * DAY);
		expect(errorOf(await s.get('/me'))).toBe('190/463');
		expect((await s.get('/me', fresh)).status).toBe(200);
		expect(errorOf(await refresh(s.token))).toBe('190/463');
	});

	test('the old one dies by switch', async () => {
		s.simulator.switches.oldTokenAfterRefresh = 'invalid';
		s.simulator.clock.advance(DAY);
		await refresh(s.token);
		expect(errorOf(await s.get('/me'))).toBe('190/467');
	});
});

describe('token errors', () => {
	test('the texts and subcodes', async () => {
		const { instagram, clock } = s.simulator;
		expect(messageOf(await ask(s.simulator, '/me'))).toBe('Invalid OAuth 2.0 Access Token');
		expect(messageOf(await s.get('/me', 'abc'))).toBe('Unsupported request - method type: get');
		expect(messageOf(await ask(s.simulator, '/me?access_token='))).toBe(
			'Unsupported request - method type: get',
		);
		expect(messageOf(await s.get('/me', `IGAA${'x'.repeat(100)}`))).toMatch(/Cannot parse access token/);
		instagram.revoke(s.account, s.app, 'password');
		expect(errorOf(await s.get('/me'))).toBe('190/460');
		instagram.revoke(s.account, s.app, 'removed');
		expect(errorOf(await s.get('/me'))).toBe('190/458');
		const token = instagram.issueToken({ app: s.app, account: s.account, kind: 'long' });
		clock.advance(60 * DAY);
		s.simulator.switches.tokenErrorStatus = 401;
		const expired = await s.get('/me', token);
		expect(expired.status).toBe(401);
		expect(messageOf(expired)).toMatch(
			/^Error validating access token: Session has expired on \w+, \d\d-Jan-27 \d\d:\d\d:\d\d PST\. The current time is /,
		);
	});

	test('an account that is no tester of an app in development gets nothing', async () => {
		const app = s.simulator.instagram.createApp({ mode: 'development' });
		const token = s.simulator.instagram.issueToken({ app, account: s.account, kind: 'long' });
		expect(messageOf(await s.get('/me', token))).toBe('Unsupported request - method type: get');
		s.account.testerOf.push(app.instagramAppId);
		expect((await s.get('/me', token)).status).toBe(200);
	});
});

test('reset brings the switches back', () => {
	s.simulator.switches.tokenResponse = 'data';
	s.simulator.switches.processing.videoMs = 9;
	s.simulator.reset();
	expect(s.simulator.switches).toEqual(defaultSwitches());
});
